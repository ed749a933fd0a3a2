import { isDeepStrictEqual } from 'node:util';
import type { BuilderRecord } from '../exchange/builders/builder-store.ts';
import {
  canonicalServerCa,
  ownAuthorityFault,
  serverCaFault,
} from '../exchange/builders/server-ca.ts';
import { defaultServerName } from '../exchange/builders/settings.ts';
import type { BuilderEntry } from '../exchange/policy/document.ts';
import { epochSeconds } from '../exchange/system/clock.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { CommandFailure } from './failure.ts';
import { requireBuilder, requireProject } from './find-records.ts';
import { changeRecords } from './open-store.ts';
import { aboutProject, operatorEvent } from './operator.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

/** Certificates of a file that the command line names, in their canonical form. */
export async function readServerCa(file: string, terminal: Terminal): Promise<string> {
  const pem = await readInput(file, terminal);
  const fault = serverCaFault(pem);
  if (fault) throw new CommandFailure([`${file === '-' ? 'standard input' : file} ${fault}`]);
  return canonicalServerCa(pem);
}

type Told = Omit<BuilderEntry, 'serverName'> & { serverName: string | undefined };

export async function setBuilder(
  path: ProjectPath,
  { endpoint, serverCa, serverName = defaultServerName(endpoint) }: Told,
  terminal: Terminal,
): Promise<'created' | 'updated' | 'unchanged'> {
  const after = { endpoint, serverName, serverCa };
  return await changeRecords(terminal, async (records) => {
    const project = await requireProject(records, path);
    const fault = ownAuthorityFault(serverCa, await records.builderAuthorities.list(project.id));
    if (fault) throw new CommandFailure([`--server-ca ${fault}`]);
    const stored = await records.builders.find(project.id);
    const before = stored ? entryOf(stored) : null;
    if (isDeepStrictEqual(before, after)) return 'unchanged';
    const createdAt = stored?.createdAt ?? epochSeconds(terminal.clock);
    await records.builders.put({ projectId: project.id, ...after, createdAt });
    const event = { ...aboutProject(project), detail: { before, after } };
    const action = before ? 'builder.update' : 'builder.create';
    await records.auditEvents.append(operatorEvent(terminal, action, event));
    return before ? 'updated' : 'created';
  });
}

export async function removeBuilder(path: ProjectPath, terminal: Terminal): Promise<void> {
  await changeRecords(terminal, async (records) => {
    const project = await requireProject(records, path);
    const before = entryOf(await requireBuilder(records, project));
    await records.builders.remove(project.id);
    const event = { ...aboutProject(project), detail: { before, after: null } };
    await records.auditEvents.append(operatorEvent(terminal, 'builder.delete', event));
  });
}

function entryOf({ endpoint, serverName, serverCa }: BuilderRecord): BuilderEntry {
  return { endpoint, serverName, serverCa };
}
