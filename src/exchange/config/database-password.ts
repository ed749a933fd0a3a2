import type { Config } from './config.ts';
import { secretIn } from './secret-file.ts';
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
    const read = secretIn(file, 'password');
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
