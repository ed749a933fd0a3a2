import type { Command } from 'commander';
import {
  applyPolicy,
  planFromNothing,
  planPolicyFile,
} from '../../exchange/flows/admin/apply-policy.ts';
import { type DescribedPlan, planLines } from '../../exchange/policy/describe-plan.ts';
import { settingsOf } from '../administration/local.ts';
import type { Session } from '../administration/session.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { withProgress } from '../output/progress.ts';
import { faultsOfFile, type NamedPolicyFile, readPolicyFile } from '../read-input.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
FILE holds issuers, users, organizations, members, projects and trust relationships; - is standard
input.
The plan shows what is added (+), changed (~) and removed (-), and warns (!) about trust that reaches
further than it seems to and about tokens that end. Applying the same file again changes nothing.

What the file does not mention stays. --prune removes it, save for users, who are only switched, and
for builders and switches (enabled, oidc_only, operator, disabled), which stay until the file sets them.
A project under a new name is another project, without the tokens of the old one: rename it over the
API first.

Examples:
  dockpass apply policy.yaml --dry-run
  dockpass export > policy.yaml && $EDITOR policy.yaml
  dockpass apply policy.yaml --prune

The file is described in docs/trust-relationships.md; for your editor, docs/policy.schema.json.`;

interface ApplyOptions {
  dryRun?: boolean;
  prune?: boolean;
}

export function addApply(program: Command, session: Session): void {
  program
    .command('apply')
    .summary('make the installation what a file says')
    .description('Make the installation what a YAML file says.')
    .argument('<FILE>', 'policy file, or - for standard input')
    .option('--dry-run', 'print the plan and change nothing')
    .option('--prune', 'remove what is stored and not in the file')
    .addHelpText('after', HELP)
    .action((file: string, options: ApplyOptions) => apply(file, options, session));
}

async function apply(
  path: string,
  { dryRun = false, prune = false }: ApplyOptions,
  session: Session,
): Promise<void> {
  if (!dryRun) requireNothingKept(session);
  const file = await readPolicyFile(path, session);
  const plan = await planOf(file, { dryRun, prune }, session).catch((error: unknown) => {
    throw faultsOfFile(file, error);
  });
  await printLines(session, [...planLines(plan), summary(plan, dryRun)]);
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
  { dryRun, prune }: Required<ApplyOptions>,
  session: Session,
): Promise<DescribedPlan> {
  const wanted = { policy, prune };
  if (dryRun && session.hasNothing()) return planFromNothing(wanted, settingsOf(session.env));
  const [doing, operation] = dryRun ? ['Comparing', planPolicyFile] : ['Applying', applyPolicy];
  return await session.administer(
    ({ call }) => withProgress(session, `${doing} ${name}`, () => call(operation, {}, wanted)),
    { create: !dryRun },
  );
}

function summary({ changes }: DescribedPlan, dryRun: boolean): string {
  if (changes.length === 0) return 'nothing to change';
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return dryRun ? `${count} to apply; nothing was written (--dry-run)` : `applied ${count}`;
}
