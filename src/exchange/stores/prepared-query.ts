import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Stands in for a value while a query is built. */
class Placeholder {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * Builds a query once and runs it with other values each time. Building one with kysely takes
 * several times as long as looking up a row by its key: docs/decisions/0003-stores.md.
 */
export function prepareQuery<Values extends object, Row>(
  db: Kysely<Database>,
  build: (values: Values) => Compilable<Row>,
): (values: Values) => Promise<Row[]> {
  const placeholders: Values = new Proxy(Object.create(null), {
    get: (_, name) => new Placeholder(name),
  });
  const query: CompiledQuery<Row> = build(placeholders).compile();
  const parameters = query.parameters.map((parameter) =>
    parameter instanceof Placeholder
      ? (values: Values): unknown => Reflect.get(values, parameter.name)
      : () => parameter,
  );
  return async (values) => {
    const bound = parameters.map((read) => read(values));
    return (await db.executeQuery<Row>({ ...query, parameters: bound })).rows;
  };
}
