import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ERROR_CODES } from '../src/action/error-codes.ts';
import { printPolicySchema } from '../src/exchange/policy/json-schema.ts';

interface ActionYaml {
  inputs: Record<string, { description: string; default?: string }>;
  outputs: Record<string, { description: string }>;
}

/** Writes the README's tables and the policy's schema; returns what a person has to do by hand. */
export function writeDocumentation(root: string): string[] {
  const readme = join(root, 'README.md');
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), readAction(root)));
  writeFileSync(join(root, SCHEMA), printPolicySchema());
  return missingEntries(root);
}

/** What is wrong with the generated parts as they stand. */
export function documentationFaults(root: string): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const schema = readFileSync(join(root, SCHEMA), 'utf8');
  return [
    ...(withTables(readme, readAction(root)) === readme ? [] : [README_DRIFT]),
    ...(printPolicySchema() === schema ? [] : [SCHEMA_DRIFT]),
    ...missingEntries(root),
  ];
}

/** What editors check the YAML of `dockpass apply` with. */
const SCHEMA = 'docs/policy.schema.json';

const README_DRIFT = 'The tables in README.md are not those of action.yml.';
const SCHEMA_DRIFT = `${SCHEMA} is not that of src/exchange/policy/schema.ts.`;

function readAction(root: string): ActionYaml {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8'));
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
