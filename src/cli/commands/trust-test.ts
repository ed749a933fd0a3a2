import type { Command } from 'commander';
import { testRelationships } from '../../exchange/flows/admin/test-trust.ts';
import { nearestName } from '../../exchange/nearest-name.ts';
import { describeDangers } from '../../exchange/policy/describe-dangers.ts';
import type { PolicyDocument } from '../../exchange/policy/document.ts';
import { projectRequired, type Refusal } from '../../exchange/refusal.ts';
import { epochSeconds } from '../../exchange/system/clock.ts';
import { decide } from '../../exchange/trust/decide.ts';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Session } from '../administration/session.ts';
import { describeDecision, describeTest } from '../describe-decision.ts';
import { EXIT } from '../exit-code.ts';
import { CommandFailure } from '../failure.ts';
import { type JsonOptions, printJson } from '../output/print.ts';
import { readPermissions, readProject } from '../read-arguments.ts';
import { readClaims } from '../read-claims.ts';
import { readInput, readPolicyFile } from '../read-input.ts';
import { relationshipsOf } from '../relationships-of.ts';
import { printLines, type Terminal } from '../terminal.ts';

const HELP = `
With FILE, tries the trust relationships of a policy file, and needs no database. Without, tries those that
are stored for one project. Nothing is stored or issued.

CLAIMS holds the claims of one job as an object: the payload of an ID token, the claims of an
audit event, or what you imagine. Signature, audience and times are not checked; sub neither.

Exit codes: 0 the job would get a build token, 3 it would be refused, 1 or 2 something is wrong.

Examples:
  dockpass trust test policy.yaml --claims claims.json
  dockpass trust test policy.yaml --claims claims.json \\
    --project acme/web --permissions build,pull
  dockpass trust test --project acme/web \\
    --reference 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass audit show REFERENCE --json | jq .claims |
    dockpass trust test policy.yaml --claims -`;

interface TestOptions extends JsonOptions {
  claims?: string;
  reference?: string;
  project?: ProjectPath[];
  permissions?: Permission[];
  requirePins?: true;
}

export function addTrustTest(trust: Command, session: Session): void {
  trust
    .command('test')
    .summary('which relationship would admit a job, or why none does')
    .description('Show which trust relationship would admit a job, or why none does.')
    .argument('[FILE]', 'policy file, or - for standard input; left out: what is stored')
    .option('--claims <CLAIMS>', 'JSON file with the claims, or - for standard input')
    .option('--reference <ID>', 'the job of this audit event, instead of --claims; without FILE')
    .option('--project <PROJECT>', 'as the job asks for it; may be repeated', addProject)
    .option('--permissions <LIST>', 'as the job asks for them, such as build,pull', readPermissions)
    .option(
      '--require-pins',
      'refuse relationships without ids, as DOCKPASS_REQUIRE_PINS=true does',
    )
    .option('--json', 'print JSON, in the shapes of the API; without FILE')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: TestOptions) =>
      file === undefined ? testStored(options, session) : testFile(file, options, session),
    );
}

async function testStored(options: TestOptions, session: Session): Promise<void> {
  const { reference, claims: claimsFile, project = [], permissions, json } = options;
  const [path, ...more] = project;
  if (path === undefined || more.length > 0)
    throw new CommandFailure(['without FILE, name the one project with --project'], EXIT.usage);
  if ((reference === undefined) === (claimsFile === undefined))
    throw new CommandFailure(['name the job with either --claims or --reference'], EXIT.usage);
  const job =
    claimsFile === undefined
      ? { reference }
      : { claims: readClaims(await readInput(claimsFile, session), claimsFile) };
  const answer = await session.administer(({ call }) =>
    call(testRelationships, { project_id: path }, { ...job, ...(permissions && { permissions }) }),
  );
  if (json) await printJson(session, answer);
  else await printLines(session, describeTest(answer));
  if (answer.decision === 'refused') throw new CommandFailure([], EXIT.refused);
}

async function testFile(file: string, options: TestOptions, terminal: Terminal): Promise<void> {
  const { claims: claimsFile } = options;
  if (options.reference !== undefined || options.json)
    throw new CommandFailure(
      ['--reference and --json are for what is stored; leave FILE out'],
      EXIT.usage,
    );
  if (claimsFile === undefined)
    throw new CommandFailure(["required option '--claims <CLAIMS>' not specified"], EXIT.usage);
  if (file === '-' && claimsFile === '-')
    throw new CommandFailure(['FILE and --claims cannot both be -; put one in a file'], EXIT.usage);
  const { document } = await readPolicyFile(file, terminal);
  const claims = readClaims(await readInput(claimsFile, terminal), claimsFile);
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
