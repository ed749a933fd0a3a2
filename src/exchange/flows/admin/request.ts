import type { Actor } from './actor.ts';
import type { Ids } from './target.ts';

export interface AdminRequest<Input = unknown> {
  actor: Actor;
  ids: Ids;
  /** Query or body as it was sent; the operation's own schema has yet to judge it. */
  input: Input;
  ifMatch: string | null;
  idempotencyKey: string | null;
}

export interface AdminAnswer<Body = object | null> {
  /** Null: there is nothing to say. */
  body: Body;
  entityTag: string | null;
  /** Whether the change found nothing in its place. */
  created: boolean;
  /** Answered from memory: the request had been carried out before. */
  replayed: boolean;
}
