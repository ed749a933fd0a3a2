import { expect, test } from '@jest/globals';
import type { AuditDecision } from '../../../../src/exchange/audit/event.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { ProjectRecord } from '../../../../src/exchange/stores/ports/projects.ts';
import { auditEvent } from '../records.ts';
import type { Start } from './fixture.ts';

const projectOf = async (store: Store): Promise<ProjectRecord> => {
  const [project] = await store.read(({ projects }) => projects.all());
  if (!project) throw new Error('there is no project');
  return project;
};

async function append(
  store: Store,
  { id: projectId, organizationId }: Pick<ProjectRecord, 'id' | 'organizationId'>,
  decision: AuditDecision,
  time: string,
): Promise<void> {
  const scopes = [{ organizationId, projectId }];
  await store.appendEvent(auditEvent({ decision, time, scopes }));
}

export function describeProjectActivity(start: Start): void {
  test('counts what was granted and refused by the hour, and no more than it is asked for', async () => {
    const { store } = await start();
    const project = await projectOf(store);
    const hours = ['2026-12-01T08', '2026-12-01T09', '2026-12-01T11'];
    const [early, busy, late] = hours.map((hour) => `${hour}:30:00.000Z`);
    for (const decision of ['granted', 'refused'] as const)
      await append(store, project, decision, early ?? '');
    for (const decision of ['granted', 'granted', 'granted', 'refused', 'changed'] as const)
      await append(store, project, decision, busy ?? '');
    await append(store, { ...project, id: 'another' }, 'refused', busy ?? '');
    await append(store, { ...project, organizationId: 'another' }, 'refused', busy ?? '');
    await append(store, project, 'refused', late ?? '');
    const count = (since: string, most: number) =>
      store.read(({ projectActivity }) => projectActivity.byHour(project, since, most));
    expect(await count(busy ?? '', 10)).toEqual([
      { hour: hours[1], granted: 3, refused: 1, more: false },
      { hour: hours[2], granted: 0, refused: 1, more: false },
    ]);
    const [first, second] = await count(early ?? '', 2);
    expect(first).toEqual({ hour: hours[0], granted: 1, refused: 1, more: false });
    expect(second).toEqual({ hour: hours[1], granted: 2, refused: 1, more: true });
    const busiest = await count(busy ?? '', 4);
    expect(busiest[0]).toEqual({ hour: hours[1], granted: 3, refused: 1, more: true });
    const latest = (since: string, most: number) =>
      store.read(({ projectActivity }) => projectActivity.latest([project.id], since, most));
    expect(await latest(early ?? '', 10)).toEqual([
      { projectId: project.id, lastExchangeAt: null, refusals: 3 },
    ]);
    expect(await latest(early ?? '', 1)).toMatchObject([{ refusals: 2 }]);
    expect(await latest(late ?? '', 10)).toMatchObject([{ refusals: 1 }]);
    expect(await latest('2027-01-01T00:00:00.000Z', 10)).toMatchObject([{ refusals: 0 }]);
  });

  test('finds projects by a part of their path, and takes no wildcards', async () => {
    const { store } = await start();
    const { organization, name } = await projectOf(store);
    const find = async (part: string) => {
      const page = { after: null, limit: 10 };
      const found = await store.read(({ projects }) => projects.listAmong(null, page, part));
      return found.map((one) => `${one.organization}/${one.name}`);
    };
    const path = `${organization}/${name}`;
    expect(await find(path.slice(1, -1).toUpperCase())).toEqual([path]);
    expect(await find('/')).toContain(path);
    expect(await find('nothing-like-it')).toEqual([]);
    for (const wildcard of ['%', '_', '\\']) expect(await find(wildcard)).toEqual([]);
  });
}
