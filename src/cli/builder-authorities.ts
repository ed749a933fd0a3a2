import {
  addBuilderAuthority,
  ensureBuilderAuthority,
  type ListedAuthority,
  listBuilderAuthorities,
  MAX_BUILDER_AUTHORITIES,
  makeBuilderAuthority,
} from '../exchange/builders/authority.ts';
import type { BuilderAuthorityRecord } from '../exchange/builders/builder-store.ts';
import type { Store } from '../exchange/stores/port.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import { epochSeconds, formatTime } from '../exchange/system/clock.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { CommandFailure } from './failure.ts';
import { requireProject } from './find-records.ts';
import { changeRecords, withExistingStore } from './open-store.ts';
import { aboutProject, OPERATOR, operatorEvent } from './operator.ts';
import type { Terminal } from './terminal.ts';

/** All that a builder has to trust, the oldest first; there is one afterwards if there was none. */
export async function ensureAuthorities(
  path: ProjectPath,
  terminal: Terminal,
): Promise<ListedAuthority[]> {
  return await withExistingStore(terminal, async (store) => {
    const projectId = await ensureFirst(store, path, terminal);
    return await store.read((records) => authoritiesOf(records, projectId, terminal));
  });
}

/** Those that have not expired, the oldest first. */
export async function authoritiesOf(
  records: Records,
  projectId: string,
  { clock }: Pick<Terminal, 'clock'>,
): Promise<ListedAuthority[]> {
  const now = epochSeconds(clock);
  const listed = await listBuilderAuthorities(records, projectId, now);
  return listed.filter(({ expiresAt }) => expiresAt > now);
}

/** Another one, which signs nothing yet, and whether one waited already. */
export async function prepareAuthority(
  path: ProjectPath,
  terminal: Terminal,
): Promise<{ made: BuilderAuthorityRecord; waited: boolean }> {
  const { clock, random } = terminal;
  return await withExistingStore(terminal, async (store) => {
    const projectId = await ensureFirst(store, path, terminal);
    // Before the transaction, which on SQLite everybody's commits wait for.
    const next = await makeBuilderAuthority(projectId, { now: epochSeconds(clock), random });
    return await store.change(async (records) => {
      const project = await requireProject(records, path);
      const waited = (await authoritiesOf(records, project.id, terminal)).length > 1;
      const made = await addBuilderAuthority(records.builderAuthorities, next);
      if (!made)
        throw new CommandFailure([
          `a project has at most ${MAX_BUILDER_AUTHORITIES} builder authorities; once the builder trusts the newest, leave it alone with dockpass builder authority retire ${path}`,
        ]);
      const event = { ...aboutProject(project), detail: { before: null, after: shown(made) } };
      await records.auditEvents.append(operatorEvent(terminal, 'builder_authority.create', event));
      return { made, waited };
    });
  });
}

/** All but the newest go; it signs from then on. Returns those that went. */
export async function retireAuthorities(
  path: ProjectPath,
  terminal: Terminal,
): Promise<BuilderAuthorityRecord[]> {
  return await changeRecords(terminal, async (records) => {
    const project = await requireProject(records, path);
    const retired = (await records.builderAuthorities.list(project.id)).slice(0, -1);
    for (const authority of retired) {
      await records.builderAuthorities.remove(authority.id);
      const detail = { before: shown(authority), after: null };
      const event = { ...aboutProject(project), detail };
      await records.auditEvents.append(operatorEvent(terminal, 'builder_authority.delete', event));
    }
    return retired;
  });
}

/** The id of the project, which has an authority from then on. */
async function ensureFirst(
  store: Store,
  path: ProjectPath,
  { clock, random }: Terminal,
): Promise<string> {
  const { id } = await store.read((records) => requireProject(records, path));
  await ensureBuilderAuthority({ store, clock, random }, id, OPERATOR);
  return id;
}

/** As the event of the first authority, which is made by itself, has it. */
function shown({ id, expiresAt }: BuilderAuthorityRecord): object {
  return { id, expires_at: formatTime(expiresAt) };
}
