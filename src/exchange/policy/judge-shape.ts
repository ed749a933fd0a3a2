import { quote, quoteIfNeeded } from '../identity/quote.ts';
import type { PolicyFault } from './fault.ts';
import { pathText } from './paths.ts';
import { type PolicyYaml, policySchema } from './schema.ts';
import { type Notation, type ShapeFault, shapeFaults } from './shape-faults.ts';
import type { YamlSource } from './yaml-source.ts';

type Judgement = { yaml: PolicyYaml; faults: [] } | { yaml: null; faults: PolicyFault[] };

/** Whether the document has the shape of the schema; otherwise all that is wrong with it. */
export function judgeShape(source: YamlSource): Judgement {
  const { value } = source;
  const { data, error } = policySchema.safeParse(value);
  if (!error) return { yaml: data, faults: [] };
  const refused = { schema: policySchema, value, issues: error.issues };
  const faults = shapeFaults(refused, yamlNotation(source));
  return { yaml: null, faults: faults.map((fault) => located(fault, source)) };
}

function located({ path, isUnknown, message }: ShapeFault, source: YamlSource): PolicyFault {
  const position = isUnknown ? source.keyPosition(path) : source.position(path);
  return { ...position, path: pathText(path), message };
}

const LONGEST_SHOWN = 100;

function yamlNotation(source: YamlSource): Notation {
  return {
    subject: (value) => `${shown(value)} `,
    unknownMember: 'unknown key',
    notAList: 'not a list; write it as [one, two]',
    notAnObject: 'not a mapping; write it as key: value',
    nothing: ({ length }) =>
      length === 0
        ? 'the document is empty; it needs issuers and organizations'
        : 'empty; give it a value, or remove the key',
    unquoted(value, path) {
      const written = quoteIfNeeded(source.written(path) ?? JSON.stringify(value), LONGEST_SHOWN);
      return `${written} is a ${typeof value} in YAML; put it in quotes: "${written}"`;
    },
  };
}

function shown(value: unknown): string {
  return typeof value === 'string'
    ? quote(value, LONGEST_SHOWN)
    : quoteIfNeeded(JSON.stringify(value), LONGEST_SHOWN);
}
