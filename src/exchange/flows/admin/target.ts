import type { z } from 'zod';
import type { Records } from '../../stores/ports/records.ts';
import type { Actor } from './actor.ts';

/** The ids in a request's path, by the names of their parameters. */
export type Ids = Readonly<Record<string, string>>;

/** A UUID, or the RFC 7638 thumbprint of a key (SHA-256). */
const ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{43})$/;

/** What has not the form of an id names nothing; the database need not see what was sent instead. */
export function areIds(ids: Ids): boolean {
  return Object.values(ids).every((id) => ID.test(id));
}

/** What an operation is about, and whose it is. */
export interface Found<Entity> {
  entity: Entity;
  /** Null: of the installation, or of the user who asks. */
  organizationId: string | null;
  projectId: string | null;
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
