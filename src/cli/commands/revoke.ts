import type { Command } from 'commander';
import { getProject } from '../../exchange/flows/admin/projects.ts';
import {
  revokeIssuer,
  revokeProject,
  revokeRelationship,
} from '../../exchange/flows/admin/revocations.ts';
import { getRelationship } from '../../exchange/flows/admin/trust-relationships.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Session } from '../administration/session.ts';
import { readIssuerUrl, readProject, readRunId } from '../read-arguments.ts';

const HELP = `
What is revoked opens nothing from the moment that the command ends, on every replica. A job that runs
on can exchange a new ID token, save for one of a revoked run. So first take the trust away (dockpass
apply, dockpass issuer disable), then revoke what was issued under it.

Examples:
  dockpass revoke run 9876543210 --project acme/web   one job did something odd
  dockpass revoke relationship 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass revoke project acme/web --project-tokens   all but user access tokens
  dockpass revoke issuer https://ghes.example.com/_services/token

One token: dockpass token revoke --help. Everything of one user: dockpass user disable --help.`;

const RUN_HELP = `
Running jobs of the run lose their build tokens for the project and get no new ones, as often as they
ask (run_revoked); nor do re-runs, which have the same id. A new run starts afresh. ID is run_id of the
ID token, the number in the address of the run.

Examples:
  dockpass revoke run 9876543210 --project acme/web
  dockpass revoke run 77 --project acme/web \\
    --issuer https://ghes.example.com/_services/token
  dockpass audit list --run 9876543210                     what the run had`;

const RELATIONSHIP_HELP = `
Running jobs lose what they got under it, and can exchange a new ID token as long as it still admits
them: tighten or remove it first. Removing it also ends its tokens. ID is in the audit events of the
jobs that it admitted.

Examples:
  dockpass revoke relationship 01a209b1-dca3-714d-b524-232afac1fb50
  dockpass audit export --project acme/web |
    jq '{time, repository: .claims.repository, relationships}'`;

const PROJECT_HELP = `
Every build token loses the project, and keeps what it opens besides. Running jobs can exchange a new ID
token as long as a trust relationship admits them. Project tokens go on, unless --project-tokens; user
access tokens go on in any case: disable the user, or make the project oidc_only.

Examples:
  dockpass revoke project acme/web
  dockpass revoke project acme/web --project-tokens`;

const ISSUER_HELP = `
Running jobs of the issuer lose every build token that they have, and can exchange a new ID token. To
refuse them from now on, too: dockpass issuer disable, which revokes the same.

Example:
  dockpass revoke issuer https://token.actions.githubusercontent.com`;

export function addRevoke(program: Command, session: Session): void {
  const revoke = program
    .command('revoke')
    .summary('revoke many tokens at once')
    .description(
      'Revoke everything that was issued to a run, or under a trust relationship, project or issuer.',
    )
    .addHelpText('after', HELP);
  addRunRevocation(revoke, session);
  addRelationshipRevocation(revoke, 'relationship', session);
  addProjectRevocation(revoke, 'project', session);
  addIssuerRevocation(revoke, 'issuer', session);
}

function addRunRevocation(parent: Command, session: Session): void {
  parent
    .command('run')
    .summary('what the jobs of a run hold, and would still get')
    .description('Revoke what the jobs of a run hold in a project, and refuse them any more.')
    .argument('<ID>', 'run_id of the jobs', readRunId)
    .requiredOption('--project <PROJECT>', 'organization/project', readProject)
    .option('--issuer <URL>', 'of the run; left out: the only one', readIssuerUrl)
    .addHelpText('after', RUN_HELP)
    .action(async (runId: string, { project, issuer }: RunOptions) => {
      const run = { run_id: runId, ...(issuer && { issuer }) };
      await session.administer(({ call }) => call(revokeProject, { project_id: project }, run));
      await session.print(`revoked run ${runId} in ${project}\n`);
    });
}

/** `dockpass revoke relationship` and `dockpass trust revoke` are one command. */
export function addRelationshipRevocation(parent: Command, name: string, session: Session): void {
  parent
    .command(name)
    .summary('revoke what was issued under a trust relationship')
    .description('Revoke every build token that was issued under a trust relationship until now.')
    .argument('<ID>', 'its id')
    .addHelpText('after', RELATIONSHIP_HELP)
    .action(async (id: string) => {
      const path = await session.administer(async ({ call }) => {
        const ids = { trust_relationship_id: id };
        const { project_id } = await call(getRelationship, ids, undefined);
        const project = await call(getProject, { project_id }, undefined);
        await call(revokeRelationship, ids, undefined);
        return project.path;
      });
      await session.print(`revoked what was issued under trust relationship ${id} of ${path}\n`);
    });
}

/** `dockpass revoke project` and `dockpass project revoke` are one command. */
export function addProjectRevocation(parent: Command, name: string, session: Session): void {
  parent
    .command(name)
    .summary('revoke the tokens that open a project')
    .description('Take a project from every build token that was issued until now.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .option('--project-tokens', 'revoke its project tokens, too')
    .addHelpText('after', PROJECT_HELP)
    .action(async (path: ProjectPath, options: { projectTokens?: true }) => {
      const { projectTokens = false } = options;
      const body = { project_tokens: projectTokens };
      await session.administer(({ call }) => call(revokeProject, { project_id: path }, body));
      const tokens = projectTokens ? 'build tokens and project tokens' : 'build tokens';
      await session.print(`revoked ${tokens} of ${path}\n`);
    });
}

/** `dockpass revoke issuer` and `dockpass issuer revoke` are one command. */
export function addIssuerRevocation(parent: Command, name: string, session: Session): void {
  parent
    .command(name)
    .summary('revoke what was issued to the jobs of an issuer')
    .description('Revoke every build token that was issued to jobs of an issuer until now.')
    .argument('<URL>', 'of the issuer', readIssuerUrl)
    .addHelpText('after', ISSUER_HELP)
    .action(async (url: string) => {
      await session.administer(({ call }) => call(revokeIssuer, { issuer_id: url }, undefined));
      await session.print(`revoked what was issued to jobs of ${url}\n`);
    });
}

interface RunOptions {
  project: ProjectPath;
  issuer?: string;
}
