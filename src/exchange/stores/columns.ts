/** How values are written into columns, the same in every database. */

import { type Conditions, NO_CONDITIONS } from '../trust/relationship.ts';

declare const written: unique symbol;

/** A `Value` as JSON text. */
export type Json<Value> = string & { readonly [written]: Value };

export function toJson<Value>(value: Value): Json<Value>;
export function toJson(value: unknown): string {
  return JSON.stringify(value);
}

export function fromJson<Value>(json: Json<Value>): Value {
  const value: Value = JSON.parse(json);
  return value;
}

/** A condition that is younger than the relationship is not set. */
export function conditionsOf(json: Json<Conditions>): Conditions {
  return { ...NO_CONDITIONS, ...fromJson(json) };
}

/** GitHub compares repository names without regard to ASCII case; no locale may have a say in it. */
export function repositoryKey(repository: string): string {
  return repository.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A boolean: SQLite has none. */
export type Flag = 0 | 1;

export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}
