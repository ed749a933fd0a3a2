import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms } from '../../__tests__/support/postgres/programs.ts';
import { PostgresServer } from '../../__tests__/support/postgres/server.ts';
import { wallTime } from '../action/process-time.ts';
import type { Row } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { createDatabase } from './database.ts';

const ORGANIZATIONS = 10;
const PROJECTS = 10;
const RELATIONSHIPS = 100;

const COUNT = (ORGANIZATIONS * PROJECTS * RELATIONSHIPS).toLocaleString('en');

const CLI = join(import.meta.dirname, '../../src/cli/main.ts');

/** What `dockpass apply` costs beside reading the same file and planning it, which is its --dry-run. */
export async function measureApply(rounds: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-bench-'));
  const programs = findPrograms();
  const postgres = programs && (await PostgresServer.create(programs, { fsync: 'on' }));
  try {
    const files = await writeFiles(folder);
    const file = async (round: number) => `sqlite:${join(folder, `${round}.db`)}`;
    const rows = await rowsOn('SQLite', rounds, files, file);
    if (!postgres)
      return [...rows, { what: 'PostgreSQL', detail: 'SKIPPED: there is none on this machine' }];
    const database = (round: number) => createDatabase(postgres, `apply_${round}`);
    return [...rows, ...(await rowsOn('PostgreSQL', rounds, files, database))];
  } finally {
    await postgres?.remove();
    programs?.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Files {
  whole: string;
  /** The same with one relationship changed. */
  changed: string;
}

async function rowsOn(
  name: string,
  rounds: number,
  { whole, changed }: Files,
  newDatabase: (round: number) => Promise<string>,
): Promise<Row[]> {
  const taken = {
    plan: [] as number[],
    all: [] as number[],
    none: [] as number[],
    one: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    const database = await newDatabase(round);
    const apply = (...args: string[]) =>
      wallTime([CLI, 'apply', ...args], { DOCKPASS_DATABASE: database });
    taken.plan.push(await apply(whole, '--dry-run'));
    taken.all.push(await apply(whole));
    taken.none.push(await apply(whole));
    taken.one.push(await apply(changed));
  }
  const row = (what: string, values: readonly number[], atMost: number): Row => ({
    what: `apply ${what}, on ${name}`,
    ratio: pairedRatio(values, taken.plan),
    base: 'its --dry-run on an empty database',
    budget: { atMost },
    detail: `${(median(values) / 1000).toFixed(2)} s over ${(median(taken.plan) / 1000).toFixed(2)} s`,
  });
  return [
    row(`${COUNT} new trust relationships`, taken.all, 4),
    row(`the same ${COUNT} again`, taken.none, 2),
    row(`1 change among ${COUNT}`, taken.one, 2),
  ];
}

async function writeFiles(folder: string): Promise<Files> {
  const files = { whole: join(folder, 'whole.yaml'), changed: join(folder, 'changed.yaml') };
  const text = policyFile();
  await writeFile(files.whole, text);
  await writeFile(files.changed, text.replace('refs/heads/main', 'refs/heads/next'));
  return files;
}

function policyFile(): string {
  const organizations = times(ORGANIZATIONS, (organization) => [
    `  - name: org-${organization}`,
    '    members:',
    `      - { user: admin-${organization}@example.com, role: admin }`,
    '    projects:',
    ...times(PROJECTS, (project) => [
      `      - name: project-${project}`,
      '        trust_relationships:',
      ...times(RELATIONSHIPS, (index) => [
        `          - repository: org-${organization}/repository-${project}-${index}`,
        '            refs: [refs/heads/main, refs/tags/v*]',
        '            permissions: [build, push, pull]',
        '            max_lifetime: 2h',
      ]),
    ]),
  ]);
  return [
    'issuers:',
    '  - url: https://token.actions.githubusercontent.com',
    '    provider: github',
    'organizations:',
    ...organizations,
    '',
  ].join('\n');
}

function times(count: number, lines: (index: number) => readonly string[]): string[] {
  return Array.from({ length: count }, (_, index) => lines(index)).flat();
}
