import { X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import {
  canonicalServerCa,
  describeExpired,
  describeServerCa,
  serverCaFault,
} from '../../exchange/builders/server-ca.ts';
import { defaultServerName } from '../../exchange/builders/settings.ts';
import { listAuthorities } from '../../exchange/flows/admin/builder-authorities.ts';
import { deleteBuilder, getBuilder, setBuilder } from '../../exchange/flows/admin/builders.ts';
import { listOrganizations } from '../../exchange/flows/admin/organizations.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import { listProjects } from '../../exchange/flows/admin/projects.ts';
import { epochSeconds } from '../../exchange/system/clock.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import {
  type Administration,
  allEntries,
  eachEntry,
  undefinedIfMissing,
} from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import {
  type JsonOptions,
  jsonOption,
  printDone,
  printEntries,
  printEntry,
  warn,
} from '../output/print.ts';
import { withProgress } from '../output/progress.ts';
import { readEndpoint, readProject, readServerName } from '../read-arguments.ts';
import { readInput } from '../read-input.ts';
import { addBuilderAuthority } from './builder-authority.ts';
import { addBuilderCa } from './builder-ca.ts';

const HELP = `
A builder is a BuildKit daemon behind TLS, one for each project, or several behind one address. Jobs that
may build in the project are told where it is, and get a certificate that it admits.

Examples:
  dockpass builder set acme/web --endpoint tcp://builder.example.com:1234 \\
    --server-ca server-ca.pem
  dockpass builder ca acme/web > clients-ca.pem      for buildkitd --tlscacert
  dockpass builder list

docs/builders.md sets one up from the beginning.`;

const SET_HELP = `
Replaces all settings; omitted ones return to their defaults. The policy file has the same settings
under builder, and the last change counts.

Examples:
  dockpass builder set acme/web --endpoint tcp://builder.example.com:1234 \\
    --server-ca server-ca.pem
  dockpass builder set acme/web --endpoint tcp://10.0.0.7:1234 \\
    --server-name builder.example.com --server-ca server-ca.pem`;

const DELETE_HELP = `
Jobs get no more builder credentials for it. Certificates that are out expire with their tokens, and the
builder admits them until then. Its authorities stay: the next builder can have the same bundle.

Example:
  dockpass builder delete acme/web`;

interface SetOptions extends JsonOptions {
  endpoint: string;
  serverCa: string;
  serverName?: string;
}

export function addBuilder(program: Command, session: Session): void {
  const builder = program
    .command('builder')
    .summary("configure projects' builders")
    .description("Configure projects' builders, and the authorities that vouch for jobs there.")
    .addHelpText('after', HELP);
  builder
    .command('list')
    .summary('list builders')
    .description('List the projects that have a builder.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass builder list')
    .action((options: JsonOptions) => list(options, session));
  builder
    .command('show')
    .summary("show a project's builder")
    .description("Show where a project's builder is, and which authorities it has to trust.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass builder show acme/web')
    .action((path: ProjectPath, options: JsonOptions) => show(path, options, session));
  builder
    .command('set')
    .summary("set where a project's builder is")
    .description("Set where a project's builder is.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .requiredOption('--endpoint <ENDPOINT>', 'tcp://host:port', readEndpoint)
    .requiredOption(
      '--server-ca <FILE>',
      "PEM: who vouches for the builder's certificate; - is stdin",
    )
    .option(
      '--server-name <NAME>',
      'a name in that certificate (default: the host)',
      readServerName,
    )
    .addOption(jsonOption())
    .addHelpText('after', SET_HELP)
    .action((path: ProjectPath, options: SetOptions) => set(path, options, session));
  builder
    .command('delete')
    .summary("delete a project's builder")
    .description("Delete a project's builder: jobs get no more credentials for it.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', DELETE_HELP)
    .action(async (path: ProjectPath) => {
      const ids = { project_id: path };
      await session.administer(({ call }) => call(deleteBuilder, ids, undefined).catch(none(path)));
      await printDone(session, {}, `deleted the builder of ${path}`);
    });
  addBuilderCa(builder, session);
  addBuilderAuthority(builder, session);
}

/** Said of the project: it is there, its builder is not. */
function none(path: ProjectPath) {
  return (error: unknown): never => {
    throw error instanceof Problem && error.code === 'not_found'
      ? new CommandFailure([
          `there is no project ${path}, or it has no builder; dockpass builder set ${path} sets one`,
        ])
      : error;
  };
}

/** Certificates of a file that the command line names, in their canonical form. */
async function readServerCa(file: string, session: Session): Promise<string> {
  const pem = await readInput(file, session);
  const fault = serverCaFault(pem);
  if (fault) throw new CommandFailure([`${file === '-' ? 'standard input' : file} ${fault}`]);
  return canonicalServerCa(pem);
}

async function set(
  path: ProjectPath,
  { endpoint, serverCa: file, serverName = defaultServerName(endpoint), ...options }: SetOptions,
  session: Session,
): Promise<void> {
  const serverCa = await readServerCa(file, session);
  const ids = { project_id: path };
  const wanted = { endpoint, server_ca: serverCa, server_name: serverName };
  const { line, builder } = await session.administer(async ({ call }) => {
    const current = await call(getBuilder, ids, undefined).catch(undefinedIfMissing);
    if (current && isDeepStrictEqual({ ...current, ...wanted }, current))
      return {
        line: `nothing to change: the builder of ${path} has these settings already`,
        builder: current,
      };
    const builder = await call(setBuilder, ids, wanted);
    const line = current
      ? `changed the builder of ${path}`
      : `set the builder of ${path}; it has to trust: dockpass builder ca ${path}`;
    return { line, builder };
  });
  await printDone(session, options, line, builder);
  for (const certificate of describeExpired(serverCa, epochSeconds(session.clock)))
    warn(session, `server CA ${certificate}: it has expired, and jobs trust no builder by it`);
}

async function show(path: ProjectPath, options: JsonOptions, session: Session): Promise<void> {
  const ids = { project_id: path };
  const { builder, authorities } = await session.administer(async ({ call }) => ({
    builder: await call(getBuilder, ids, undefined).catch(none(path)),
    authorities: (await call(listAuthorities, ids, undefined)).items,
  }));
  await printEntry(session, options, builder, (shown) => [
    ['endpoint', shown.endpoint],
    ['server name', shown.server_name],
    ['server CA', describeServerCa(shown.server_ca)],
    ['created', { time: shown.created_at }],
    ...authorities
      .filter(({ expires_at }) => Date.parse(expires_at) > session.clock())
      .map(({ id, signs, certificate, expires_at }) => {
        const state = `${id}, ${signs ? 'signs' : 'waits'}, until ${expires_at}`;
        return ['authority', [state, new X509Certificate(certificate).subject]] as const;
      }),
  ]);
}

async function list(options: JsonOptions, session: Session): Promise<void> {
  const builders = await session.administer((administration) =>
    withProgress(session, 'Reading the builders of projects', ({ count }) =>
      buildersOf(administration, (done) => count(done, 'projects')),
    ),
  );
  const entries = builders.map(({ builder }) => builder);
  const paths = new Map(builders.map(({ builder, path }) => [builder.project_id, path]));
  await printEntries(session, options, entries, {
    columns: [
      { heading: 'PROJECT', value: ({ project_id: id }) => paths.get(id) ?? id },
      { heading: 'ENDPOINT', value: ({ endpoint }) => endpoint, flexible: true },
      { heading: 'SERVER NAME', value: ({ server_name: name }) => name, flexible: true },
    ],
    none: 'No project has a builder; set one with dockpass builder set.',
  });
}

/** The API has no list of builders: each project is asked for its own. */
async function buildersOf(administration: Administration, count: (done: number) => void) {
  const found = [];
  let done = 0;
  for (const { id: organization_id } of await allEntries(administration, listOrganizations)) {
    const projects = eachEntry(administration, listProjects, { organization_id }, {});
    for await (const { id, path } of projects) {
      const builder = await administration
        .call(getBuilder, { project_id: id }, undefined)
        .catch(undefinedIfMissing);
      if (builder) found.push({ path, builder });
      count(++done);
    }
  }
  return found;
}
