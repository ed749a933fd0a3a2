import { notFound } from '../../../../flows/admin/problem.ts';
import { getProject } from '../../../../flows/admin/projects.ts';
import { getRelationship } from '../../../../flows/admin/trust-relationships.ts';
import type { SignedInRequest } from '../../../request.ts';
import { mayChange } from '../../roles.ts';
import { type ProjectFrame, projectFrame } from '../frame.ts';

/** What the pages about a project's trust relationships have in common. */
export interface TrustFrame extends ProjectFrame {
  /** `/projects/acme/web/trust`. */
  trust: string;
  /** What pages with one question begin with. */
  questionPage: ReturnType<ProjectFrame['frame']> & { narrow: true };
}

export function trustFrame(request: SignedInRequest): TrustFrame {
  const place = projectFrame(request);
  return {
    ...place,
    trust: `${place.base}/trust`,
    questionPage: { ...place.frame('trust'), narrow: true },
  };
}

/** Whether to offer what changes something. */
export async function mayChangeTrust(request: SignedInRequest): Promise<boolean> {
  return await mayChange(request, request.params.organization ?? '');
}

export type Relationship = NonNullable<typeof getRelationship.types>['answer'];

/** The one that the address names, and only below its own project: the page says whose it is. */
export async function relationshipOf(request: SignedInRequest): Promise<Relationship> {
  const { call, params } = request;
  const { ids } = trustFrame(request);
  const relationship = await call(
    getRelationship,
    { trust_relationship_id: params.relationship ?? '' },
    undefined,
  );
  const { id } = await call(getProject, ids, undefined);
  if (relationship.project_id !== id) throw notFound();
  return relationship;
}
