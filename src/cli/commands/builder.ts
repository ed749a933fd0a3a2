import { X509Certificate } from 'node:crypto';
import type { Command } from 'commander';
import { describeExpired, describeServerCa } from '../../exchange/builders/server-ca.ts';
import { epochSeconds, formatTime } from '../../exchange/system/clock.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { authoritiesOf } from '../builder-authorities.ts';
import { readServerCa, removeBuilder, setBuilder } from '../builder-settings.ts';
import { requireBuilder, requireProject } from '../find-records.ts';
import { readRecords } from '../open-store.ts';
import { readEndpoint, readProject, readServerName } from '../read-arguments.ts';
import { tableLines } from '../table.ts';
import { printLines, type Terminal } from '../terminal.ts';
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
Says all of it anew: what is not named here is as for a new one. The policy file has the same under
builder, and what was set last counts.

Examples:
  dockpass builder set acme/web --endpoint tcp://builder.example.com:1234 \\
    --server-ca server-ca.pem
  dockpass builder set acme/web --endpoint tcp://10.0.0.7:1234 \\
    --server-name builder.example.com --server-ca server-ca.pem`;

const REMOVE_HELP = `
Jobs get no more builder credentials for it. Certificates that are out end with their tokens, and the
builder admits them until then. Its authorities stay: the next builder can have the same bundle.

Example:
  dockpass builder remove acme/web`;

interface SetOptions {
  endpoint: string;
  serverCa: string;
  serverName?: string;
}

export function addBuilder(program: Command, terminal: Terminal): void {
  const builder = program
    .command('builder')
    .summary('tell where projects have their builders')
    .description('Tell where projects have their builders, and who vouches for the jobs there.')
    .addHelpText('after', HELP);
  builder
    .command('set')
    .summary("tell where a project's builder is")
    .description("Tell where a project's builder is.")
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
    .addHelpText('after', SET_HELP)
    .action((path: ProjectPath, options: SetOptions) => set(path, options, terminal));
  builder
    .command('show')
    .summary("show a project's builder")
    .description("Show where a project's builder is, and which authorities it has to trust.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', '\nExample:\n  dockpass builder show acme/web')
    .action((path: ProjectPath) => show(path, terminal));
  builder
    .command('list')
    .summary('list builders')
    .description('List the projects that have a builder.')
    .addHelpText('after', '\nExample:\n  dockpass builder list')
    .action(() => list(terminal));
  builder
    .command('remove')
    .summary("forget a project's builder")
    .description("Forget a project's builder.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', REMOVE_HELP)
    .action(async (path: ProjectPath) => {
      await removeBuilder(path, terminal);
      await terminal.print(`removed the builder of ${path}\n`);
    });
  addBuilderCa(builder, terminal);
  addBuilderAuthority(builder, terminal);
}

async function set(
  path: ProjectPath,
  { endpoint, serverCa: file, serverName }: SetOptions,
  terminal: Terminal,
): Promise<void> {
  const serverCa = await readServerCa(file, terminal);
  const outcome = await setBuilder(path, { endpoint, serverCa, serverName }, terminal);
  const line = {
    unchanged: `nothing to change: the builder of ${path} is so already`,
    updated: `changed the builder of ${path}`,
    created: `set the builder of ${path}; it has to trust: dockpass builder ca ${path}`,
  }[outcome];
  await terminal.print(`${line}\n`);
  for (const certificate of describeExpired(serverCa, epochSeconds(terminal.clock)))
    terminal.complain(`! server CA ${certificate}: it is over, and jobs trust no builder by it\n`);
}

async function show(path: ProjectPath, terminal: Terminal): Promise<void> {
  const lines = await readRecords(terminal, async (records) => {
    const project = await requireProject(records, path);
    const { endpoint, serverName, serverCa, createdAt } = await requireBuilder(records, project);
    const authorities = await authoritiesOf(records, project.id, terminal);
    return [
      `endpoint:    ${endpoint}`,
      `server name: ${serverName}`,
      ...describeServerCa(serverCa).map((certificate) => `server CA:   ${certificate}`),
      `since:       ${formatTime(createdAt)}`,
      ...authorities.flatMap(({ id, signs, expiresAt, certificate }) => [
        `authority:   ${id}, ${signs ? 'signs' : 'waits'}, until ${formatTime(expiresAt)}`,
        `             ${new X509Certificate(certificate).subject}`,
      ]),
    ];
  });
  await printLines(terminal, lines);
}

async function list(terminal: Terminal): Promise<void> {
  const rows = await readRecords(terminal, async ({ builders, projects }) => {
    const paths = new Map(
      (await projects.all()).map(({ id, organization, name }) => [id, `${organization}/${name}`]),
    );
    const settings = await builders.all();
    return settings
      .map(({ projectId, endpoint, serverName }) => [
        paths.get(projectId) ?? '',
        endpoint,
        serverName,
      ])
      .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
  });
  const lines = tableLines(['PROJECT', 'ENDPOINT', 'SERVER NAME'], rows);
  await printLines(terminal, lines);
}
