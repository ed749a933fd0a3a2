import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the runner needs of an action.yml. */
export interface ActionMetadata {
  /** Defaults by input name; undefined: no default. */
  inputs: Map<string, string | undefined>;
  /** Absolute paths of the entries. */
  main: string;
  post: string | undefined;
}

interface ActionYaml {
  inputs?: Record<string, { default?: string | boolean | number } | null>;
  runs: { using: string; main: string; post?: string };
}

export async function readActionMetadata(directory: string): Promise<ActionMetadata> {
  const yaml: ActionYaml = parse(await readFile(join(directory, 'action.yml'), 'utf8'));
  if (yaml.runs.using !== 'node24')
    throw new Error(`Cannot run an action using ${yaml.runs.using}`);
  const inputs = Object.entries(yaml.inputs ?? {}).map(
    ([name, input]) =>
      [name, input?.default === undefined ? undefined : String(input.default)] as const,
  );
  return {
    inputs: new Map(inputs),
    main: join(directory, yaml.runs.main),
    post: yaml.runs.post && join(directory, yaml.runs.post),
  };
}

/** Values of `${{ … }}` by what stands between the braces: `job.workflow_ref`. */
export type Contexts = Record<string, string>;

/** `INPUT_…` as the runner sets them: upper case, spaces as underscores, hyphens kept. */
export function inputVariables(
  { inputs }: ActionMetadata,
  given: Record<string, string>,
  contexts: Contexts,
): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !inputs.has(name));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    [...inputs].map(([name, fallback]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      evaluate(given[name] ?? fallback ?? '', contexts),
    ]),
  );
}

/** Plain context look-ups only; what a host does not know is empty, as on GitHub. */
function evaluate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) => contexts[path] ?? '');
}
