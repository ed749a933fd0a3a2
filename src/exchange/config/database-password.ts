import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import type { ReadSetting } from './values.ts';

/**
 * DOCKPASS_DATABASE_PASSWORD_FILE: the database's password out of a file, where orchestrators put
 * secrets. In the environment it would be shown by `docker inspect` and inherited by every child.
 * The setting holds a path; nothing that it leads to is quoted in a fault.
 */
export function readPasswordFor(database: Config['database']): ReadSetting<Config['database']> {
  return (file) => {
    if (file === '') return { value: database };
    if (database.kind === 'sqlite')
      return {
        fault: 'goes with a PostgreSQL database; take it away, or name one in DOCKPASS_DATABASE',
        instead: database,
      };
    const url = new URL(database.url);
    const fault = faultOf(url);
    if (fault) return { fault, instead: database };
    const read = passwordIn(file);
    if ('fault' in read) return { ...read, instead: database };
    // The setter of URL leaves a percent sign as it is.
    url.password = encodeURIComponent(read.value);
    return { value: { kind: 'postgres', url: url.href } };
  };
}

function faultOf({ username, password }: URL): string | undefined {
  if (password)
    return 'goes with a DOCKPASS_DATABASE without a password; take one of the two passwords away';
  if (!username)
    return 'goes with a user name in DOCKPASS_DATABASE, as in postgres://dockpass@HOST/DATABASE';
  return undefined;
}

/** Editors and `echo` end a file with a line break, which is no part of a password. */
function passwordIn(file: string): { value: string } | { fault: string } {
  try {
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (/[\r\n]/.test(value))
      return { fault: 'names a file with more than one line; leave the password' };
    return value === '' ? { fault: 'names a file that is empty' } : { value };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { fault: `names a file that cannot be read (${code}); this account must be able to` };
  }
}
