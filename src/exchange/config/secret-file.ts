import { readFileSync } from 'node:fs';

/**
 * A secret out of a file, where orchestrators put them. `what` it is, for faults, which quote nothing of it.
 * Editors and `echo` end a file with a line break, which is no part of it.
 */
export function secretIn(file: string, what: string): { value: string } | { fault: string } {
  try {
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (/[\r\n]/.test(value))
      return { fault: `names a file with more than one line; leave the ${what}` };
    return value === '' ? { fault: 'names a file that is empty' } : { value };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { fault: `names a file that cannot be read (${code}); this account must be able to` };
  }
}
