import type { Command } from 'commander';
import { nearestName } from '../../exchange/nearest-name.ts';
import { describeDangers } from '../../exchange/policy/describe-dangers.ts';
import type { PolicyDocument } from '../../exchange/policy/document.ts';
import { projectRequired, type Refusal } from '../../exchange/refusal.ts';
import { epochSeconds } from '../../exchange/system/clock.ts';
import { decide } from '../../exchange/trust/decide.ts';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { describeDecision } from '../describe-decision.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { readPermissions, readProject } from '../read-arguments.ts';
import { readClaims } from '../read-claims.ts';
import { readInput, readPolicyFile } from '../read-input.ts';
import { relationshipsOf } from '../relationships-of.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
CLAIMS holds the claims of one job as an object: the payload of an ID token, the claims of an
audit event, or what you imagine. Signature, audience and times are not looked at; sub neither.
Nothing is stored, and no database is needed.

Exit codes: 0 the job would get a build token, 3 it would be refused, 1 or 2 something is wrong.

Examples:
  dockpass trust test policy.yaml --claims claims.json
  dockpass trust test policy.yaml --claims claims.json \\
    --project acme/web --permissions build,pull
  dockpass audit export | jq 'select(.id == "REFERENCE").claims' |
    dockpass trust test policy.yaml --claims -`;

interface TestOptions {
  claims: string;
  project?: ProjectPath[];
  permissions?: Permission[];
  requirePins?: true;
}

export function addTrust(program: Command, terminal: Terminal): void {
  program
    .command('trust')
    .summary('try out trust relationships')
    .description('Try out trust relationships.')
    .command('test')
    .summary('which relationship would admit a job, or why none does')
    .description(
      'Tell which trust relationship of a policy file would admit a job, or why none does.',
    )
    .argument('<FILE>', 'policy file, or - for standard input')
    .requiredOption('--claims <CLAIMS>', 'JSON file with the claims, or - for standard input')
    .option('--project <PROJECT>', 'as the job asks for it; may be repeated', addProject)
    .option('--permissions <LIST>', 'as the job asks for them, such as build,pull', readPermissions)
    .option(
      '--require-pins',
      'refuse relationships without ids, as DOCKPASS_REQUIRE_PINS=true does',
    )
    .addHelpText('after', HELP)
    .action((file: string, options: TestOptions) => test(file, options, terminal));
}

async function test(file: string, options: TestOptions, terminal: Terminal): Promise<void> {
  if (file === '-' && options.claims === '-')
    throw new CommandFailure(['FILE and --claims cannot both be -; put one in a file'], EXIT.usage);
  const { document } = await readPolicyFile(file, terminal);
  const claims = readClaims(await readInput(options.claims, terminal), options.claims);
  const request = { projects: options.project ?? null, permissions: options.permissions ?? null };
  const relationships = relationshipsOf(document, claims);
  const requirePins = options.requirePins ?? false;
  const now = epochSeconds(terminal.clock);
  const decided = decide(claims, relationships, request, { now, requirePins });
  const mustName = request.projects === null && document.organizations.length > 1;
  const decision = mustName ? { ...decided, grants: [], refusal: unnamed() } : decided;
  const warningsOf = (id: string) =>
    relationships
      .filter((relationship) => relationship.id === id)
      .flatMap((relationship) => describeDangers(relationship, { requirePins }));
  const absence = absenceOf(request.projects ?? [], document);
  const lines = describeDecision(decision, claims, warningsOf, absence);
  await printLines(terminal, lines);
  if (decision.refusal) throw new CommandFailure([], EXIT.refused);
}

/** As the exchange has it where there are several organizations. */
function unnamed(): Refusal {
  return projectRequired(
    'Add --project: where there are several organizations, every job has to name its projects.',
  );
}

/** A job hears the same of a project that there is none of as of one that does not trust it. */
function absenceOf(
  projects: readonly ProjectPath[],
  { organizations }: PolicyDocument,
): string | undefined {
  const known = organizations.flatMap(({ name, projects: own }) =>
    own.map((project) => `${name}/${project.name}`),
  );
  const absent = projects.find((project) => !known.includes(project));
  if (absent === undefined) return undefined;
  const meant = nearestName(absent, known);
  const some = known.slice(0, 10).join(', ');
  return `the file has no project ${absent}; ${meant ? `did you mean ${meant}?` : `it has ${some || 'none'}`}`;
}

function addProject(text: string, earlier: ProjectPath[] = []): ProjectPath[] {
  return [...earlier, readProject(text)];
}
