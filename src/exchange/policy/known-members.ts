import type { z } from 'zod';
import type { Path } from './paths.ts';

type Definition = z.core.$ZodTypes['_zod']['def'];

/** Names that the object at `path` of a document may have; none if the schema has no object there. */
export function knownMembers(schema: z.core.$ZodType, path: Path): string[] {
  let at: z.core.$ZodType | undefined = schema;
  for (const key of path) at = at && inside(at, key);
  const def = at && definitionOf(at);
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

function inside(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const def = definitionOf(schema);
  if (def.type === 'object') return def.shape[String(key)];
  return def.type === 'array' ? def.element : undefined;
}

/** Without what only says that a value may be missing or null, or what becomes of it. */
function definitionOf(schema: z.core.$ZodType): Definition {
  const { def } = schema as z.core.$ZodType & { def: Definition };
  if (def.type === 'pipe') return definitionOf(def.in);
  return 'innerType' in def ? definitionOf(def.innerType) : def;
}
