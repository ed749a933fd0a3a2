import type { Actor } from './actor.ts';
import type { Ids } from './target.ts';

export interface AdminRequest {
  actor: Actor;
  ids: Ids;
  /** Query or body as it was sent; the operation's own schema has yet to judge it. */
  input: unknown;
  ifMatch: string | null;
  idempotencyKey: string | null;
}

export interface AdminAnswer {
  /** Null: there is nothing to say. */
  body: object | null;
  entityTag: string | null;
  /** Whether the change found nothing in its place. */
  created: boolean;
  /** Answered from memory: the request had been carried out before. */
  replayed: boolean;
}
