import type { Command } from 'commander';
import { MAX_BUILDER_AUTHORITIES } from '../../exchange/builders/authority.ts';
import {
  createAuthority,
  deleteAuthority,
  listAuthorities,
} from '../../exchange/flows/admin/builder-authorities.ts';
import { Problem } from '../../exchange/flows/admin/problem.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Session } from '../administration/session.ts';
import { CommandFailure } from '../failure.ts';
import { type JsonOptions, jsonOption, printEntries, warn } from '../output/print.ts';
import { readProject } from '../read-arguments.ts';
import { printLines } from '../terminal.ts';
import { ensureAuthorities } from './builder-ca.ts';

const HELP = `
The authority signs the certificates with which jobs come to the builder. Replace it if the database or a
backup was exposed, or to end every certificate that is out:
  dockpass builder authority prepare acme/web          make another one
  dockpass builder ca acme/web > clients-ca.pem        has both now
  (give the builder that file, and restart it)
  dockpass builder authority retire acme/web           the new one signs alone
  dockpass builder ca acme/web > clients-ca.pem        has the new one alone
  (the same again: until then the builder admits jobs of the old one)`;

export function addBuilderAuthority(builder: Command, session: Session): void {
  const authority = builder
    .command('authority')
    .summary('replace what a builder trusts')
    .description("Replace the authority that a project's builder trusts, without an interruption.")
    .addHelpText('after', HELP);
  authority
    .command('prepare')
    .summary('make another authority')
    .description('Make another authority. It signs nothing before the old one is retired.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', '\nExample:\n  dockpass builder authority prepare acme/web')
    .action(async (path: ProjectPath) => {
      const { made, waited } = await session.administer(async (administration) => {
        const before = await ensureAuthorities(administration, path, session.clock());
        const ids = { project_id: path };
        const made = await administration
          .call(createAuthority, ids, undefined)
          .catch(tooMany(path));
        return { made, waited: before.length > 1 };
      });
      await session.print(
        `prepared authority ${made.id}: dockpass builder ca ${path} > clients-ca.pem, give it to the builder and restart it, then dockpass builder authority retire ${path}\n`,
      );
      if (waited) warn(session, 'another one waits already; only the newest stays when you retire');
    });
  authority
    .command('retire')
    .summary('sign under the newest authority alone')
    .description('Sign under the newest authority alone, at once, and forget the others.')
    .argument('<PROJECT>', 'organization/project', readProject)
    .addHelpText('after', '\nExample:\n  dockpass builder authority retire acme/web')
    .action(async (path: ProjectPath) => {
      const retired = await session.administer(async ({ call }) => {
        const { items } = await call(listAuthorities, { project_id: path }, undefined);
        const old = items.slice(0, -1);
        for (const { id } of old)
          await call(deleteAuthority, { builder_authority_id: id }, undefined);
        return old;
      });
      if (retired.length === 0)
        throw new CommandFailure([
          `there is no other authority to take its place; make one with dockpass builder authority prepare ${path}`,
        ]);
      const lines = [
        ...retired.map(({ id }) => `retired authority ${id}`),
        `give the builder dockpass builder ca ${path} again: until then it trusts the old one`,
      ];
      await printLines(session, lines);
    });
  authority
    .command('list')
    .summary('list authorities')
    .description("List the authorities that a project's builder has to trust, the oldest first.")
    .argument('<PROJECT>', 'organization/project', readProject)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  dockpass builder authority list acme/web')
    .action(async (path: ProjectPath, options: JsonOptions) => {
      const { items } = await session.administer(({ call }) =>
        call(listAuthorities, { project_id: path }, undefined),
      );
      await printEntries(session, options, items, {
        columns: [
          { heading: 'AUTHORITY', value: ({ id }) => id },
          { heading: 'STATE', value: ({ signs }) => (signs ? 'signs' : 'waits') },
          { heading: 'CREATED', value: ({ created_at: time }) => ({ time }) },
          { heading: 'EXPIRES', value: ({ expires_at: time }) => ({ time }) },
        ],
        none: `There are none yet; dockpass builder ca ${path} creates the first.`,
      });
    });
}

function tooMany(path: ProjectPath) {
  return (error: unknown): never => {
    throw error instanceof Problem && error.code === 'conflict'
      ? new CommandFailure([
          `a project has at most ${MAX_BUILDER_AUTHORITIES} builder authorities; once the builder trusts the newest, leave it alone with dockpass builder authority retire ${path}`,
        ])
      : error;
  };
}
