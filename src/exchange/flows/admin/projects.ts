import { z } from 'zod';
import { isProjectPath, type ProjectPath } from '../../../protocol/projects.ts';
import { text } from '../../policy/text.ts';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import type { Records } from '../../stores/ports/records.ts';
import { userOf } from './actor.ts';
import { id, name, shownTime, shownTimeOrNull, time } from './fields.ts';
import { change, read, type Working } from './operation.ts';
import { organization } from './organizations.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { referencedProject, withNamesOf } from './references.ts';
import { requireRoom } from './room.ts';
import { installation, type Target } from './target.ts';

const oidcOnly = z.boolean().meta({
  description: 'Refuse user access tokens and project tokens; only OIDC build tokens open it.',
});

const shownPath = { description: '`organization/project`.', examples: ['acme/web'] };

const shape = z
  .object({
    id,
    organization_id: id,
    name,
    path: z.string().meta(shownPath),
    oidc_only: oidcOnly,
    created_at: time,
  })
  .meta({ id: 'Project', description: 'What tokens are issued for.' });

function shown(project: ProjectRecord): z.input<typeof shape> & { path: ProjectPath } {
  return {
    id: project.id,
    organization_id: project.organizationId,
    name: project.name,
    path: pathOf(project),
    oidc_only: project.oidcOnly,
    created_at: shownTime(project.createdAt),
  };
}

export function pathOf({ organization, name }: ProjectRecord): ProjectPath {
  return `${organization}/${name}`;
}

export const project: Target<ProjectRecord> = {
  parameter: 'project_id',
  async find(records, { project_id = '' }) {
    const entity = await referencedProject(records, project_id);
    if (!entity) return undefined;
    const { id: projectId, organizationId } = entity;
    return { entity, organizationId, projectId, project: pathOf(entity) };
  },
};

export const listProjects = read({
  name: 'project.list',
  summary: 'Projects of an organization',
  access: 'member',
  target: organization,
  query: pageQuery,
  answer: listOf(shape),
  read: ({ entity, records }, query) =>
    pageOf(
      query,
      (page) => records.projects.list(entity.id, page),
      ({ id }) => id,
      shown,
    ),
});

/** More refusals than that are no number to compare by. */
const MOST_REFUSALS = 100;

const DAY = 24 * 60 * 60;

const listed = shape
  .extend({
    activity: z
      .object({
        last_exchange_at: time.nullable().meta({
          description: 'When a trust relationship that there is last admitted a job, to a minute.',
        }),
        refusals: z.int().meta({
          description: `Of the last 24 hours; ${MOST_REFUSALS + 1} if there are more than ${MOST_REFUSALS}.`,
        }),
      })
      .optional(),
  })
  .meta({ id: 'ListedProject' });

/** With `path` also for clients behind a proxy that decodes `%2F` in paths. */
export const listAllProjects = read({
  name: 'project.list_all',
  summary: 'Projects of every organization that you belong to; for an operator all of them',
  access: 'user',
  target: installation,
  query: pageQuery.extend({
    path: text(pathFault, { ...shownPath, description: 'Only the one with this path.' }).optional(),
    search: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Only those whose path has this in it.', examples: ['web'] }),
    activity: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'Whether to tell of their last exchange, and of refusals.' }),
  }),
  answer: listOf(listed),
  async read({ actor, operator, records, now }, { path, search, activity, ...query }) {
    if (path !== undefined) {
      const visible = operator ? records : withNamesOf(records, userOf(actor).id);
      const found = await referencedProject(visible, path);
      return { items: found ? [shown(found)] : [], next: null };
    }
    const own = operator ? null : await records.members.membershipsOf(userOf(actor).id);
    const only = own?.map(({ id }) => id) ?? null;
    const { items, next } = await pageOf(
      query,
      (page) => records.projects.listAmong(only, page, search),
      ({ id }) => id,
      shown,
    );
    return { items: activity === 'true' ? await withActivity(records, items, now) : items, next };
  },
});

async function withActivity<Item extends { id: string }>(
  { projectActivity }: Records,
  items: readonly Item[],
  now: number,
) {
  const ids = items.map(({ id }) => id);
  const latest = await projectActivity.latest(ids, shownTime(now - DAY), MOST_REFUSALS);
  const byId = new Map(latest.map((one) => [one.projectId, one]));
  return items.map((item) => {
    const { lastExchangeAt = null, refusals = 0 } = byId.get(item.id) ?? {};
    return { ...item, activity: { last_exchange_at: shownTimeOrNull(lastExchangeAt), refusals } };
  });
}

function pathFault(written: string): string | undefined {
  if (isProjectPath(written)) return undefined;
  return 'is not the path of a project; write it as organization/project';
}

export const createProject = change({
  name: 'project.create',
  summary: 'Create a project',
  access: 'admin',
  target: organization,
  body: z.strictObject({ name, oidc_only: oidcOnly.default(false) }),
  answer: shape,
  async change(context, { name, oidc_only: oidcOnly }) {
    const { entity, records } = context;
    requireRoom('projects', entity.name, await records.projects.count(entity.id));
    return (await addProject(context, entity, { name, oidcOnly })).change;
  },
});

/** Whether there is room for it, the caller has judged. */
export async function addProject(
  { records, random, now }: Working,
  { id: organizationId, name: organization }: OrganizationRecord,
  settings: Pick<ProjectRecord, 'name' | 'oidcOnly'>,
) {
  const created = { id: random.id(), organizationId, organization, ...settings, createdAt: now };
  await records.projects.insert(created);
  const answer = shown(created);
  const path = pathOf(created);
  const scopes = [{ organizationId, projectId: created.id, project: path }];
  const event = { projects: [path] };
  return { created, change: { answer, before: null, after: answer, scopes, event } };
}

export const getProject = read({
  name: 'project.get',
  summary: 'Get a project',
  access: 'member',
  target: project,
  answer: shape,
  read: async ({ entity }) => shown(entity),
});

export const updateProject = change({
  name: 'project.update',
  summary: 'Rename a project, which changes its URL, or change what it accepts',
  access: 'admin',
  target: project,
  body: z.strictObject({ name: name.optional(), oidc_only: oidcOnly.optional() }),
  answer: shape,
  represent: shown,
  change: (context, { name, oidc_only: oidcOnly }) =>
    changeProject(context, context.entity, { name, oidcOnly }),
});

export async function changeProject(
  { records }: Working,
  project: ProjectRecord,
  { name = project.name, oidcOnly = project.oidcOnly }: Switched<'name' | 'oidcOnly'>,
) {
  const updated = { ...project, name, oidcOnly };
  await records.projects.update(project.id, updated);
  const answer = shown(updated);
  return { answer, before: shown(project), after: answer };
}

/** What is undefined stays. */
type Switched<Name extends keyof ProjectRecord> = {
  [Field in Name]?: ProjectRecord[Field] | undefined;
};

export const deleteProject = change({
  name: 'project.delete',
  summary: 'Delete a project; its tokens die with it, its audit events stay',
  access: 'admin',
  target: project,
  represent: shown,
  change: (context) => removeProject(context, context.entity),
});

export async function removeProject({ records }: Working, project: ProjectRecord) {
  await records.projects.remove(project.id);
  return { answer: null, before: shown(project), after: null };
}
