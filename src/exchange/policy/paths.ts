import { quoteIfNeeded } from '../identity/quote.ts';

/** Keys and indices that lead from the whole document to a part of it. */
export type Path = readonly PropertyKey[];

/** With a wrong path on the command line the text may be any file, whose lines look like keys. */
export const LONGEST_KEY = 40;

/** `organizations[0].projects[1].name`, the path of a fault. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : `${text}${text && '.'}${quoteIfNeeded(String(key), LONGEST_KEY)}`,
    '',
  );
}

/** Undefined if the path leads nowhere; what a prototype has is not part of the document. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(memberOf, value);
}

export function memberOf(parent: unknown, key: PropertyKey): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? Reflect.get(parent, key)
    : undefined;
}

/** A path as a JSON Pointer (RFC 6901): the whole is "", as "/" is a member without a name. */
export function pointer(path: Path): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** The path that `pointer` made this of; no key of a policy file is a number. */
export function pathAt(at: string): Path {
  return at
    .split('/')
    .slice(1)
    .map((step) =>
      /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
    );
}
