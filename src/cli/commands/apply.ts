import type { Command } from 'commander';
import { loadConfig } from '../../exchange/config/load-config.ts';
import { describePlan } from '../../exchange/policy/describe-plan.ts';
import { planPolicy } from '../../exchange/policy/diff.ts';
import type { PolicyDocument } from '../../exchange/policy/document.ts';
import type { PolicyPlan } from '../../exchange/policy/plan.ts';
import { planEvents } from '../../exchange/policy/plan-events.ts';
import { epochSeconds } from '../../exchange/system/clock.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { isMissing, withStore } from '../open-store.ts';
import { OPERATOR } from '../operator.ts';
import { withProgress } from '../output/progress.ts';
import { readPolicyFile } from '../read-input.ts';
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
  dryRun?: true;
  prune?: true;
}

export function addApply(program: Command, terminal: Terminal): void {
  program
    .command('apply')
    .summary('make the installation what a file says')
    .description('Make the installation what a YAML file says.')
    .argument('<FILE>', 'policy file, or - for standard input')
    .option('--dry-run', 'print the plan and change nothing')
    .option('--prune', 'remove what is stored and not in the file')
    .addHelpText('after', HELP)
    .action((file: string, options: ApplyOptions) => apply(file, options, terminal));
}

async function apply(
  file: string,
  { dryRun = false, prune = false }: { dryRun?: boolean; prune?: boolean },
  terminal: Terminal,
): Promise<void> {
  if (!dryRun) requireNothingKept(terminal);
  const name = file === '-' ? 'standard input' : file;
  const wanted = await readPolicyFile(file, terminal);
  const compare = (current: PolicyDocument) => {
    const plan = planPolicy(current, wanted.document, { prune });
    wanted.requireFit(current, plan);
    return plan;
  };
  const plan = await withProgress(
    terminal,
    dryRun ? `Comparing ${name}` : `Applying ${name}`,
    async () => (dryRun ? compare(await readStored(terminal)) : await carryOut(compare, terminal)),
  );
  const { requirePins, lifetimes } = loadConfig(terminal.env);
  const installation = { requirePins, maxLifetime: lifetimes.max };
  const lines = [...describePlan(plan, installation), summary(plan, dryRun)];
  await printLines(terminal, lines);
}

/** Without `--` before the command, npm keeps the option for itself: a look would become the change. */
function requireNothingKept({ env }: Terminal): void {
  if (env.npm_config_dry_run !== 'true') return;
  const lines = [
    'npm has kept --dry-run for itself, and nothing was changed.',
    'Write -- before the command: npm run -s dockpass -- apply FILE --dry-run',
  ];
  throw new CommandFailure(lines, EXIT.usage);
}

/** Looking makes no database. */
async function readStored(terminal: Terminal): Promise<PolicyDocument> {
  if (isMissing(loadConfig(terminal.env).database))
    return { issuers: [], users: [], organizations: [] };
  return await withStore(terminal, (store) => store.readPolicy());
}

/** The plan is made from what the transaction itself reads, so that nothing can come between. */
async function carryOut(
  compare: (current: PolicyDocument) => PolicyPlan,
  terminal: Terminal,
): Promise<PolicyPlan> {
  return await withStore(terminal, (store) =>
    store.applyPolicy(compare, {
      actor: OPERATOR,
      at: epochSeconds(terminal.clock),
      events: (plan, scopes) => planEvents(plan, scopes, { ...terminal, actor: OPERATOR }),
    }),
  );
}

function summary({ changes }: PolicyPlan, dryRun: boolean): string {
  if (changes.length === 0) return 'nothing to change';
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return dryRun ? `${count} to apply; nothing was written (--dry-run)` : `applied ${count}`;
}
