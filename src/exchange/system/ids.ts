/** A UUID as `Random` makes it, or the RFC 7638 thumbprint of a key (SHA-256). */
const ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{43})$/;

export function isId(text: string): boolean {
  return ID.test(text);
}

/**
 * Why a name may not be given, as `is wrong; do this instead`: names stand where ids do, and one that could
 * be an id would hide what it names, or be taken for something else.
 */
export function idLikeFault(name: string): string | undefined {
  return isId(name.toLowerCase()) ? 'looks like an id; choose a name that does not' : undefined;
}
