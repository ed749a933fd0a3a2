import type { z } from 'zod';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { Actor } from './actor.ts';

/** The ids in a request's path, or the names that stand for them, by the names of their parameters. */
export type Ids = Readonly<Record<string, string>>;

/** What an operation is about, and whose it is. */
export interface Found<Entity> {
  entity: Entity;
  /** Null: of the installation, or of the user who asks. */
  organizationId: string | null;
  projectId: string | null;
  /** Path of that project, as events name it. */
  project?: ProjectPath;
  /** The user whom it is about, if that makes a difference to who may do what. */
  userId?: string;
}

/** A kind of thing that a path can name. */
export interface Target<Entity> {
  /** Name of the path parameter; the last of them, if there are several. Null: there is none. */
  parameter: string | null;
  /** Form of what that parameter holds, if it is no UUID. */
  idForm?: z.ZodType;
  /** Undefined: there is none with these ids. `now` is in seconds since the epoch. */
  find(records: Records, ids: Ids, actor: Actor, now: number): Promise<Found<Entity> | undefined>;
}

/** The installation itself. */
export const installation: Target<null> = {
  parameter: null,
  find: async () => ({ entity: null, organizationId: null, projectId: null }),
};
