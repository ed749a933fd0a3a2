export type JsonObject = Readonly<Record<string, unknown>>;

/** Claims are flat; what is nested deeper than this is meant for somebody's stack. */
const MAX_DEPTH = 32;

const STRING_LITERAL = /"(?:[^"\\]|\\.)*"/g;

/**
 * Parses a JSON object and refuses one that names a member twice at any level: of two `repository`
 * members another reader might believe the other one (RFC 8725 section 2.4, RFC 7519 section 4).
 * One that is nested too deep is refused as well: parsing it is safe, passing it on is not.
 * The result has no prototype, so that `__proto__` and `toString` are names like any other.
 * Undefined for everything that is not such an object.
 */
export function parseStrictObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (countMembers(value) !== countWrittenMembers(text)) return undefined;
  return Object.setPrototypeOf(value, null);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In valid JSON a colon outside of strings stands in a member and nowhere else (RFC 8259). */
function countWrittenMembers(text: string): number {
  return text.replace(STRING_LITERAL, '').split(':').length - 1;
}

/** Members that survived parsing, level by level; undefined if there are too many levels. */
function countMembers(root: object): number | undefined {
  let members = 0;
  let level = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return undefined;
    const below: object[] = [];
    for (const container of level) {
      const values: unknown[] = Object.values(container);
      if (!Array.isArray(container)) members += values.length;
      for (const value of values)
        if (typeof value === 'object' && value !== null) below.push(value);
    }
    level = below;
  }
  return members;
}
