import type { Command } from 'commander';
import {
  applyPolicy,
  planFromNothing,
  planPolicyFile,
} from '../../exchange/flows/admin/apply-policy.ts';
import { type DescribedPlan, planLines } from '../../exchange/policy/describe-plan.ts';
import { settingsOf } from '../administration/local.ts';
import type { Session } from '../administration/session.ts';
import { describeReplay } from '../describe-replay.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { type JsonOptions, jsonOption, printJson } from '../output/print.ts';
import { withProgress } from '../output/progress.ts';
import type { Text } from '../output/text.ts';
import { faultsOfFile, type NamedPolicyFile, readPolicyFile } from '../read-input.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
FILE holds issuers, users, organizations, members, projects and trust relationships; - is standard
input.
The plan shows what is added (+), changed (~) and removed (-), and warns (!) about trust that reaches
further than it seems to and about tokens that end. Applying the same file again changes nothing.

With --replay, the plan also names the jobs of the last 30 days that would be refused or admitted, or
would get something else, by the trust relationships of the file.

What the file does not mention stays. --prune removes it, save for users, who are only switched, and
for builders and switches (enabled, oidc_only, operator, disabled), which stay until the file sets them.
A project under a new name is another project, without the tokens of the old one: rename it over the
API first.

Examples:
  dockpass apply policy.yaml --dry-run
  dockpass apply policy.yaml --dry-run --replay
  dockpass export > policy.yaml && $EDITOR policy.yaml
  dockpass apply policy.yaml --prune

The file is described in docs/trust-relationships.md; for your editor, docs/policy.schema.json.`;

type Preview = NonNullable<typeof planPolicyFile.types>['answer'];

interface ApplyOptions extends JsonOptions {
  dryRun?: boolean;
  prune?: boolean;
  replay?: boolean;
}

export function addApply(program: Command, session: Session): void {
  program
    .command('apply')
    .summary('make the installation what a file says')
    .description('Make the installation what a YAML file says.')
    .argument('<FILE>', 'policy file, or - for standard input')
    .option('--dry-run', 'print the plan and change nothing')
    .option('--prune', 'remove what is stored and not in the file')
    .option(
      '--replay',
      'with --dry-run: decide on the jobs of the last 30 days once more, and list those that change',
    )
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((file: string, options: ApplyOptions) => apply(file, options, session));
}

async function apply(
  path: string,
  { dryRun = false, prune = false, replay = false, json }: ApplyOptions,
  session: Session,
): Promise<void> {
  if (!dryRun) requireNothingKept(session);
  if (replay && !dryRun)
    throw new CommandFailure(['--replay changes nothing; add --dry-run'], EXIT.usage);
  const file = await readPolicyFile(path, session);
  const plan = await planOf(file, { dryRun, prune, replay }, session).catch((error: unknown) => {
    throw faultsOfFile(file, error);
  });
  if (json) return await printJson(session, plan);
  await printLines(session, [
    ...planLines(plan),
    ...replayLines(plan, session),
    summary(plan, dryRun),
  ]);
}

/** Of a plan that was carried out there are none. */
function replayLines(plan: DescribedPlan | Preview, session: Session): Text[] {
  if (!('replays' in plan) || plan.replays === null) return [];
  const { replays, replays_omitted: omitted } = plan;
  return [
    ...(replays.length > 0 ? [''] : []),
    ...replays.flatMap(({ project, replay }) => describeReplay(project, replay, session)),
    ...(omitted > 0 ? [`${omitted} more projects were not looked at`] : []),
    ...(replays.length > 0 ? [''] : []),
  ];
}

/** Without `--` before the command, npm keeps the option for itself: a look would become the change. */
function requireNothingKept({ env }: Pick<Terminal, 'env'>): void {
  if (env.npm_config_dry_run !== 'true') return;
  const lines = [
    'npm has kept --dry-run for itself, and nothing was changed.',
    'Write -- before the command: npm run -s dockpass -- apply FILE --dry-run',
  ];
  throw new CommandFailure(lines, EXIT.usage);
}

/** Looking makes no database. */
async function planOf(
  { policy, name }: NamedPolicyFile,
  { dryRun, prune, replay }: Required<Omit<ApplyOptions, 'json'>>,
  session: Session,
): Promise<DescribedPlan | Preview> {
  if (!dryRun)
    return await session.administer(
      ({ call }) =>
        withProgress(session, `Applying ${name}`, () => call(applyPolicy, {}, { policy, prune })),
      { create: true },
    );
  const wanted = { policy, prune, ...(replay && { replay }) };
  if (session.hasNothing()) return planFromNothing(wanted, settingsOf(session.env));
  return await session.administer(({ call }) =>
    withProgress(session, `Comparing ${name}`, () => call(planPolicyFile, {}, wanted)),
  );
}

function summary({ changes }: DescribedPlan, dryRun: boolean): string {
  if (changes.length === 0) return 'nothing to change';
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return dryRun ? `${count} to apply; nothing was written (--dry-run)` : `applied ${count}`;
}
