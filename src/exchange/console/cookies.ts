import { parse } from 'hono/utils/cookie';
import type { ApiContext } from '../http/answer.ts';

/** Of this origin alone, for no script, and sent along only where somebody follows a link to us. */
export interface Cookies {
  read(context: ApiContext, name: CookieName): string | undefined;
  /** A line of `Set-Cookie`; `maxAge` in seconds, 0 to remove it. */
  write(name: CookieName, value: string, maxAge: number): string;
}

export type CookieName = 'session' | 'form' | 'ceremony';

/** `__Host-` (RFC 6265bis section 4.1.3.2) needs https, which only this machine does without. */
export function createCookies(url: string): Cookies {
  const isSecure = url.startsWith('https:');
  const spelled = (name: CookieName) => `${isSecure ? '__Host-' : ''}dockpass-${name}`;
  return {
    read({ req }, name) {
      const header = req.header('cookie');
      return header === undefined ? undefined : parse(header, spelled(name))[spelled(name)];
    },
    write: (name, value, maxAge) =>
      `${spelled(name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? '; Secure' : ''}`,
  };
}
