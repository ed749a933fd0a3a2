import type { QueryConfig } from 'pg';

/** Queries are few and fixed but for lists of varying length; those are not kept. */
const KEPT_STATEMENTS = 200;

/**
 * Gives queries names, under which a connection prepares them once: planning a look-up over several
 * tables takes the server longer than looking up.
 */
export function statementCache(): (text: string, values: readonly unknown[]) => QueryConfig {
  const names = new Map<string, string>();
  return (text, values) => {
    // Without values it may be a command such as BEGIN, which is not worth it.
    if (values.length > 0 && names.size < KEPT_STATEMENTS && !names.has(text))
      names.set(text, `dockpass_${names.size + 1}`);
    const name = names.get(text);
    return { text, values: [...values], ...(name !== undefined && { name }) };
  };
}
