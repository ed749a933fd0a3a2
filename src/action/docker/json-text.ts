import { isMembers, type Members } from '../exchange/answer.ts';

/** In V8 since Node 21, in TypeScript not yet (ECMA-262, JSON.parse source text access). */
interface SourceTextAccess {
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(source: string): object;
  isRawJSON(value: unknown): boolean;
}
const json: SourceTextAccess = JSON as unknown as SourceTextAccess;

/**
 * As JSON.parse, but numbers stay as they are written: 12345678901234567890, 1e400 and 1.0 pass
 * through JSON.stringify unharmed. Undefined if a name stands twice in one object: JSON.parse
 * drops the first, Docker may merge them, and whoever writes the file loses something.
 */
export function parseFaithfully(text: string): unknown {
  let members = 0;
  const value = json.parse(text, function (_, parsed, { source }) {
    if (isObject(this)) members += 1;
    return typeof parsed === 'number' && source !== undefined ? json.rawJSON(source) : parsed;
  });
  // The root comes as the only member of an object.
  return members - 1 === membersIn(text) ? value : undefined;
}

/** A JSON object; a number that has kept its form is none, although it looks like one. */
export function isObject(value: unknown): value is Members {
  return isMembers(value) && !json.isRawJSON(value);
}

/** In JSON, a colon outside a string is a member's. */
function membersIn(text: string): number {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').split(':').length - 1;
}
