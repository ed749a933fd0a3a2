/** One reader per kind of value that a setting can have. */

import { isIP } from 'node:net';
import { baseUrlFault } from '../../protocol/base-url.ts';
import { formatLifetime, parseLifetime } from '../../protocol/lifetime.ts';
import type { Config } from './config.ts';
import { parametersFault } from './postgres-parameters.ts';

/** `fault` ends a sentence that begins with the setting's name; `instead` lets reading go on. */
export type ReadSetting<Value> = (
  text: string,
) => { value: Value } | { fault: string; instead: Value };

type DatabaseSetting = ReturnType<ReadSetting<Config['database']>>;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export const readLogLevel: ReadSetting<Config['logLevel']> = (text) => {
  const value = LOG_LEVELS.find((level) => level === text);
  return value ? { value } : { fault: `must be one of ${LOG_LEVELS.join(', ')}`, instead: 'info' };
};

export const readDatabase: ReadSetting<Config['database']> = (text) => {
  const instead: Config['database'] = { kind: 'sqlite', path: '' };
  if (/^postgres(?:ql)?:/i.test(text)) return readPostgresUrl(text, instead);
  const path = /^sqlite:(?!\/\/)(.+)$/.exec(text)?.[1];
  // SQLite would read it as a URI, and make another file than the one that was secured for it
  // (https://www.sqlite.org/uri.html).
  if (path?.startsWith('file:'))
    return {
      fault: 'must be sqlite: and a plain path; leave file: out, as in sqlite:/var/lib/dockpass.db',
      instead,
    };
  if (path?.includes('?'))
    return { fault: 'must be sqlite: and a plain path; there are no parameters behind ?', instead };
  if (!path || path === ':memory:')
    return {
      fault:
        'must be sqlite: and the path of a file, such as sqlite:data/dockpass.db, or the URL of a PostgreSQL database, such as postgres://dockpass@db.example.com/dockpass',
      instead,
    };
  return { value: { kind: 'sqlite', path } };
};

/** The fault quotes nothing: a URL with a mistake in it has a password in it all the same. */
const readPostgresUrl = (text: string, instead: Config['database']): DatabaseSetting => {
  const url = URL.parse(text);
  if (!url?.host || !/^\/[^/]+$/.test(url.pathname) || url.hash !== '')
    return {
      fault:
        'must name host and database, as postgres://USER:PASSWORD@HOST:PORT/DATABASE does; write what is special in a URL as %XX',
      instead,
    };
  const fault = parametersFault(url.searchParams);
  return fault ? { fault, instead } : { value: { kind: 'postgres', url: text } };
};

export const readHost: ReadSetting<string> = (text) =>
  isIP(text) || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text)
    ? { value: text }
    : { fault: 'must be an IP address or a host name without a port', instead: '' };

export const readPort: ReadSetting<number> = (text) => {
  const port = wholeNumber(text);
  return port !== undefined && port <= 65_535
    ? { value: port }
    : { fault: 'must be a whole number from 0 to 65535', instead: 0 };
};

export const readCount: ReadSetting<number> = (text) => {
  const value = wholeNumber(text);
  return value === undefined
    ? { fault: 'must be a whole number; 0 means no limit', instead: 0 }
    : { value };
};

/** Seconds, in these bounds. */
export function readDuration(
  minimum: number,
  maximum = Number.POSITIVE_INFINITY,
): ReadSetting<number> {
  return (text) => {
    const value = parseLifetime(text);
    if (value === undefined)
      return { fault: 'must be a duration such as 45m, 2h or 3600 (seconds)', instead: Number.NaN };
    if (value < minimum) return { fault: `must be at least ${minimum}s`, instead: Number.NaN };
    if (value > maximum)
      return { fault: `must be at most ${formatLifetime(maximum)}`, instead: Number.NaN };
    return { value };
  };
}

/** A day: Node's timers know no more than 24, and nobody waits that long for a process to end. */
const LONGEST_WAIT = 86_400;

export const readGrace = readDuration(1, LONGEST_WAIT);

/** The same, or none at all: `0s`. */
export const readDrain: ReadSetting<number> = (text) =>
  /^0+s?$/.test(text) ? { value: 0 } : readGrace(text);

/** Seconds; written as nothing: for ever. A day at least, as what is removed does not come back. */
export const readRetention: ReadSetting<number | null> = (text) =>
  text === '' ? { value: null } : readDuration(86_400)(text);

export const readSwitch: ReadSetting<boolean> = (text) =>
  text === 'true' || text === 'false'
    ? { value: text === 'true' }
    : { fault: 'must be true or false', instead: false };

/** An address, or `off`: a setting that is set to nothing has its default. */
export const readKeysUrl: ReadSetting<string | null> = (text) => {
  if (text === 'off') return { value: null };
  const fault = baseUrlFault(text);
  return fault ? { fault: `${fault}; or write off`, instead: null } : { value: text };
};

export const readRepositoryLookup: ReadSetting<{ api: string | null } | null> = (text) => {
  if (text === 'off') return { value: null };
  if (text === 'on') return { value: { api: null } };
  const fault = baseUrlFault(text);
  return fault
    ? { fault: `${fault}; or write on or off`, instead: null }
    : { value: { api: text } };
};

export const readTrustedProxies: ReadSetting<readonly string[]> = (text) => {
  const value = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const wrong = value.filter((entry) => !isNetwork(entry));
  if (value.some((entry) => /\/0+$/.test(entry)))
    return {
      fault:
        'must not trust every address: each client could choose the one that it is counted under; name the proxy',
      instead: [],
    };
  return wrong.length === 0
    ? { value }
    : {
        fault: `must list IP addresses and networks such as 10.0.0.0/8; ${wrong.join(', ')} is none`,
        instead: [],
      };
};

function wholeNumber(text: string): number | undefined {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (wholeNumber(prefix) ?? 999) <= (version === 4 ? 32 : 128);
}
