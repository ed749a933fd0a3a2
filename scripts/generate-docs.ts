import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ERROR_CODES } from '../src/action/failure/error-codes.ts';
import { printOpenApiDocument } from '../src/exchange/api/openapi/document.ts';
import { printPolicySchema } from '../src/exchange/policy/json-schema.ts';
import { generateIcons, ICONS_FILE } from './generate-icons.ts';

interface ActionYaml {
  inputs: Record<string, { description: string; default?: string }>;
  outputs: Record<string, { description: string }>;
}

/** Writes the README's tables, the policy's schema and the API's description; returns what a person has to do by hand. */
export function writeDocumentation(root: string): string[] {
  const readme = join(root, 'README.md');
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), readAction(root)));
  for (const { path, print } of GENERATED) writeFileSync(join(root, path), print(root));
  return missingEntries(root);
}

/** What is wrong with the generated parts as they stand. */
export function documentationFaults(root: string): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const drifted = GENERATED.filter(({ path, print }) => print(root) !== textOf(root, path));
  return [
    ...(withTables(readme, readAction(root)) === readme ? [] : [README_DRIFT]),
    ...drifted.map(({ path, source }) => `${path} is not that of ${source}.`),
    ...missingEntries(root),
  ];
}

/** What editors check the YAML of `dockpass apply` with, what clients of the admin API read, what pages show. */
const GENERATED: { path: string; print(root: string): string; source: string }[] = [
  {
    path: 'docs/policy.schema.json',
    print: printPolicySchema,
    source: 'src/exchange/policy/schema.ts',
  },
  {
    path: 'docs/openapi.json',
    print: printOpenApiDocument,
    source: 'src/exchange/api/openapi/document.ts',
  },
  { path: ICONS_FILE, print: generateIcons, source: 'src/exchange/console/html/icon.ts' },
];

const README_DRIFT = 'The tables in README.md are not those of action.yml.';

function readAction(root: string): ActionYaml {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8'));
}

/** Empty if there is none. */
function textOf(root: string, path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function withTables(readme: string, { inputs, outputs }: ActionYaml): string {
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    input.default ? `\`${input.default}\`` : '–',
    input.description,
  ]);
  const outputRows = Object.entries(outputs).map(([name, output]) => [
    `\`${name}\``,
    output.description,
  ]);
  const withInputs = fill(readme, 'inputs', table(['input', 'default', 'meaning'], inputRows));
  return fill(withInputs, 'outputs', table(['output', 'meaning'], outputRows));
}

/** Puts `text` between the comments `<!-- NAME:start -->` and `<!-- NAME:end -->`. */
function fill(readme: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks ${start} … ${end}.`);
  return `${readme.slice(0, from + start.length)}\n${text}\n${readme.slice(to)}`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
}

function missingEntries(root: string): string[] {
  const page = readFileSync(join(root, 'docs/refusals.md'), 'utf8');
  const headings = new Set([...page.matchAll(/^### `(.+)`$/gm)].map(([, code]) => code));
  return ERROR_CODES.filter((code) => !headings.has(code)).map(
    (code) => `docs/refusals.md lacks an entry: ### \`${code}\``,
  );
}
