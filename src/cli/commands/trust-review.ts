import type { Command } from 'commander';
import { reviewRelationships } from '../../exchange/flows/admin/review-trust.ts';
import { printPolicy } from '../../exchange/policy/yaml.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Administration } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { lookedAt } from '../describe-replay.ts';
import { type JsonOptions, jsonOption, printJson } from '../output/print.ts';
import { type Column, table } from '../output/table.ts';
import { styled, type Text } from '../output/text.ts';
import { readProject } from '../read-arguments.ts';
import { printLines } from '../terminal.ts';

const HELP = `
Looks at the jobs of the last 30 days that each trust relationship admitted. If it admits more than that,
prints what fits, as an entry of trust_relationships to paste into the policy file. Nothing is changed.

Tags, pull requests and merge queues have refs that never come again: of those the pattern stays, or
their kind.

Example:
  dockpass trust review acme/web`;

type Page = NonNullable<typeof reviewRelationships.types>['answer'];
type Reviewed = Page['items'][number];

export function addTrustReview(trust: Command, session: Session): void {
  trust
    .command('review')
    .summary('what trust relationships were used for, and terms that fit that')
    .description(
      'Show what the trust relationships of a project were used for, and what would fit.',
    )
    .argument('<PROJECT>', 'organization/project', readProject)
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((path: ProjectPath, options: JsonOptions) => review(path, options, session));
}

async function review(path: ProjectPath, { json }: JsonOptions, session: Session): Promise<void> {
  const { items, ...looked } = await session.administer((administration) =>
    allPages(administration, path),
  );
  if (json) return await printJson(session, { ...looked, items });
  if (items.length === 0)
    return session.complain(`No trust relationship admits jobs to ${path}.\n`);
  await printLines(session, [
    [styled('bold', path), `: ${lookedAt(looked)}`],
    ...table(items, COLUMNS, session),
    ...items.flatMap(describeReviewed),
  ]);
}

/** As if it were one page. */
async function allPages({ call }: Administration, path: ProjectPath): Promise<Omit<Page, 'next'>> {
  const ids = { project_id: path };
  const all = { jobs: 0, since: '', complete: true, items: [] as Reviewed[] };
  let after: string | null = null;
  do {
    const page: Page = await call(reviewRelationships, ids, after === null ? {} : { after });
    all.jobs += page.jobs;
    all.since = page.since > all.since ? page.since : all.since;
    all.complete &&= page.complete;
    all.items.push(...page.items);
    after = page.next === after ? null : page.next;
  } while (after !== null);
  return all;
}

const COLUMNS: readonly Column<Reviewed>[] = [
  { heading: 'ID', value: ({ trust_relationship: id }) => id },
  { heading: 'REPOSITORY', value: ({ repository }) => repository, flexible: true },
  { heading: 'JOBS', value: ({ admitted }) => String(admitted) },
  {
    heading: 'WIDER THAN USED',
    value: ({ narrowed }) => (narrowed ? styled('yellow', 'yes') : 'no'),
  },
  { heading: 'MARKS', value: ({ marks }) => marks.join(', ').replaceAll('_', ' ') },
];

/** Of one that admits more than was seen: what was seen, what fits, and what stays wide. */
function describeReviewed(reviewed: Reviewed): Text[] {
  const { trust_relationship: id, repository, seen, narrowed, kept } = reviewed;
  // That some jobs have no environment is as it should be.
  const isWide = kept.some(({ reason }) => reason !== 'sometimes_absent');
  if (!narrowed && !isWide) return [];
  return [
    '',
    [styled('bold', id), ` (${repository}) was used by jobs with`],
    ...seen.map(
      ({ condition, values, values_omitted: omitted, absent }): Text => [
        styled('dim', `  ${condition}: `),
        [
          ...values.map(({ value, jobs }) => `${value} (${jobs})`),
          ...(omitted > 0 ? [`${omitted} more`] : []),
          ...(absent > 0 ? [`none (${absent})`] : []),
        ].join(', '),
      ],
    ),
    ...kept.map(({ condition, reason }) =>
      styled('yellow', `! ${condition} cannot be narrowed: ${REASONS[reason]}`),
    ),
    ...(narrowed ? ['This fits:', '', ...yamlLines(narrowed)] : []),
  ];
}

const REASONS: Record<Reviewed['kept'][number]['reason'], string> = {
  too_many_values: 'there are more than 20 values; think of a pattern for them',
  sometimes_absent: 'some jobs have none',
  not_expressible: 'a condition cannot say one of the values',
};

/** As people write it: what is a default is left out. */
function yamlLines({ mode, ...terms }: NonNullable<Reviewed['narrowed']>): string[] {
  const written = { ...terms, mode: mode === 'enforce' ? null : mode };
  const entry = Object.entries(written).filter(([, value]) => value !== null);
  return printPolicy([Object.fromEntries(entry)])
    .trimEnd()
    .split('\n');
}
