import type { Command } from 'commander';
import {
  createAuthority,
  listAuthorities,
} from '../../exchange/flows/admin/builder-authorities.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Administration } from '../administration/administration.ts';
import type { Session } from '../administration/session.ts';
import { readProject } from '../read-arguments.ts';

const HELP = `
The certificates alone stand on standard output. They are no secret, stay the same until you replace
them (dockpass builder authority), and admit jobs of this project and nobody else. If the project has no
authority yet, one is made.

Example:
  dockpass builder ca acme/web > clients-ca.pem
  buildkitd --addr tcp://0.0.0.0:1234 --tlscacert clients-ca.pem \\
    --tlscert server.pem --tlskey server-key.pem`;

type Authority = NonNullable<typeof createAuthority.types>['answer'];

export function addBuilderCa(builder: Command, session: Session): void {
  builder
    .command('ca')
    .summary("print what a project's builder has to trust")
    .description("Print the authorities that a project's builder has to trust, as PEM.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', HELP)
    .action(async (path: ProjectPath) => {
      const authorities = await session.administer((administration) =>
        ensureAuthorities(administration, path, session.clock()),
      );
      await session.print(authorities.map((one) => `${one.certificate.trim()}\n`).join(''));
    });
}

/** All that a builder has to trust, the oldest first; there is one afterwards if there was none. */
export async function ensureAuthorities(
  { call }: Administration,
  path: ProjectPath,
  now: number,
): Promise<Authority[]> {
  const { items } = await call(listAuthorities, { project_id: path }, undefined);
  const valid = items.filter(({ expires_at }) => Date.parse(expires_at) > now);
  return valid.length > 0 ? valid : [await call(createAuthority, { project_id: path }, undefined)];
}
