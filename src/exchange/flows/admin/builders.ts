import { z } from 'zod';
import type { BuilderRecord } from '../../builders/builder-store.ts';
import { ownAuthorityFault } from '../../builders/server-ca.ts';
import { builderOf, builderSettings } from '../../policy/builder.ts';
import type { BuilderEntry } from '../../policy/document.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import { id, shownTime, time } from './fields.ts';
import { change, read, type Working } from './operation.ts';
import { Problem } from './problem.ts';
import { project } from './projects.ts';
import type { Target } from './target.ts';

const shape = z
  .object({
    project_id: id,
    endpoint: z.string(),
    server_name: z.string(),
    server_ca: z.string(),
    created_at: time,
  })
  .meta({ id: 'Builder', description: 'Where the builds of a project run.' });

function shown(builder: BuilderRecord): z.input<typeof shape> {
  return {
    project_id: builder.projectId,
    endpoint: builder.endpoint,
    server_name: builder.serverName,
    server_ca: builder.serverCa,
    created_at: shownTime(builder.createdAt),
  };
}

/** A project's builder; there is none until one is set. */
const builder: Target<BuilderRecord> = {
  parameter: 'project_id',
  async find(records, ids, actor, now) {
    const found = await project.find(records, ids, actor, now);
    const entity = found && (await records.builders.find(found.entity.id));
    return entity && { ...found, entity };
  },
};

interface BuilderPlace {
  project: ProjectRecord;
  builder: BuilderRecord | undefined;
}

/** Where a project's builder is, or will be. */
const builderPlace: Target<BuilderPlace> = {
  parameter: 'project_id',
  async find(records, ids, actor, now) {
    const found = await project.find(records, ids, actor, now);
    if (!found) return undefined;
    const stored = await records.builders.find(found.entity.id);
    return { ...found, entity: { project: found.entity, builder: stored } };
  },
};

export const getBuilder = read({
  name: 'builder.get',
  summary: 'Where the builder of a project is',
  access: 'member',
  target: builder,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const setBuilder = change({
  name: 'builder.set',
  summary: 'Tell where the builder of a project is, in the place of what was said before',
  access: 'admin',
  target: builderPlace,
  body: builderSettings,
  answer: shape,
  represent: ({ builder }) => (builder ? shown(builder) : null),
  async change(context, body) {
    const { entity, records } = context;
    const authorities = await records.builderAuthorities.list(entity.project.id);
    const detail = ownAuthorityFault(body.server_ca, authorities);
    if (detail)
      throw new Problem('invalid_request', 'Jobs could not verify the builder.', [
        { at: '/server_ca', detail },
      ]);
    return await putBuilder(context, entity, builderOf(body));
  },
});

/** Whether jobs could verify it, the caller has judged. */
export async function putBuilder(
  { records, now }: Working,
  { project, builder: replaced }: BuilderPlace,
  settings: BuilderEntry,
) {
  const set = { projectId: project.id, ...settings, createdAt: replaced?.createdAt ?? now };
  await records.builders.put(set);
  const answer = shown(set);
  const event = { action: replaced ? 'builder.update' : 'builder.create' };
  return { answer, before: replaced ? shown(replaced) : null, after: answer, event };
}

export const deleteBuilder = change({
  name: 'builder.delete',
  summary: 'Forget the builder of a project: jobs get no more builder credentials for it',
  access: 'admin',
  target: builder,
  represent: shown,
  change: (context) => removeBuilder(context, context.entity),
});

export async function removeBuilder({ records }: Working, builder: BuilderRecord) {
  await records.builders.remove(builder.projectId);
  return { answer: null, before: shown(builder), after: null };
}
