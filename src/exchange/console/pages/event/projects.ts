import { Problem } from '../../../flows/admin/problem.ts';
import { getProject } from '../../../flows/admin/projects.ts';
import type { ShownEvent } from '../../../flows/admin/shown-event.ts';
import type { SignedInRequest } from '../../request.ts';

/** A project that an event concerns, as it is now: its name may have changed, and be another's since. */
export interface EventProject {
  id: string;
  /** What it was called when it happened. */
  then: string;
  /** What it is called today; null: it was deleted. */
  path: string | null;
}

/** Those whose ids the event tells; of what it is about itself first. */
export async function projectsOf(
  { call }: SignedInRequest,
  { projects, project_ids: ids }: ShownEvent,
): Promise<EventProject[]> {
  const all = new Set([...projects, ...Object.keys(ids)]);
  const found: EventProject[] = [];
  for (const then of all) {
    const id = ids[then];
    if (id === undefined) continue;
    const project = await call(getProject, { project_id: id }, undefined).catch(
      undefinedForNotFound,
    );
    found.push({ id, then, path: project?.path ?? null });
  }
  return found;
}

/** What the event is about and still exists. */
export function existing(
  { projects }: ShownEvent,
  all: readonly EventProject[],
): { id: string; path: string }[] {
  return all.flatMap(({ id, then, path }) =>
    path !== null && projects.includes(then) ? [{ id, path }] : [],
  );
}

export function undefinedForNotFound(error: unknown): undefined {
  if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
}
