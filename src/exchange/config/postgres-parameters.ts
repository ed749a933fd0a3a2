import { nearestName } from '../nearest-name.ts';

/** What an honoured parameter may be; null: anything. */
type Values = readonly string[] | null;

/** The parameters that our driver, pg, does something with, and what it does is what libpq would. */
const HONOURED: Readonly<Record<string, Values>> = {
  sslmode: ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'],
  sslrootcert: null,
  sslcert: null,
  sslkey: null,
  sslnegotiation: ['postgres', 'direct'],
  application_name: null,
  options: null,
};

/** These have a place of their own in front of `?`; behind it they would name another server than logs do. */
const IN_FRONT = ['host', 'hostaddr', 'port', 'dbname', 'user', 'password'];

/** What else libpq has (https://www.postgresql.org/docs/current/libpq-connect.html, 34.1.2). */
const OF_LIBPQ = [
  'channel_binding',
  'client_encoding',
  'connect_timeout',
  'fallback_application_name',
  'gssdelegation',
  'gssencmode',
  'gsslib',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'krbsrvname',
  'load_balance_hosts',
  'max_protocol_version',
  'min_protocol_version',
  'oauth_client_id',
  'oauth_client_secret',
  'oauth_issuer',
  'oauth_scope',
  'passfile',
  'replication',
  'require_auth',
  'requirepeer',
  'requiressl',
  'scram_client_key',
  'scram_server_key',
  'service',
  'servicefile',
  'sslcertmode',
  'sslcompression',
  'sslcrl',
  'sslcrldir',
  'sslkeylogfile',
  'sslpassword',
  'sslsni',
  'ssl_max_protocol_version',
  'ssl_min_protocol_version',
  'target_session_attrs',
  'tcp_user_timeout',
];

const KNOWN = Object.keys(HONOURED);

/**
 * What is wrong with the parameters of a PostgreSQL URL, as the end of a sentence: the driver passes over
 * what it does not know, and `sslmod=require` would connect without TLS. Values are not quoted, and of
 * names only what can be one: a mistake in front of `?` puts a password there.
 */
export function parametersFault(parameters: URLSearchParams): string | undefined {
  const names = [...parameters.keys()];
  for (const [name, value] of parameters) {
    const fault = nameFault(name) ?? valueFault(name, value);
    if (fault) return fault;
    if (names.filter((other) => other === name).length > 1)
      return `has ${name} more than once; leave one`;
  }
  return undefined;
}

function nameFault(name: string): string | undefined {
  if (KNOWN.includes(name)) return undefined;
  if (!/^[A-Za-z_]{1,40}$/.test(name))
    return 'has something behind ? that is no parameter; write what is special in a URL as %XX';
  if (IN_FRONT.includes(name))
    return `has ${name} behind ?; write it in front, as in postgres://USER:PASSWORD@HOST:PORT/DATABASE`;
  if (OF_LIBPQ.includes(name))
    return `has the parameter ${name}, which is not honoured here; take it away (honoured are ${KNOWN.join(', ')})`;
  const meant = nearestName(name.toLowerCase(), KNOWN);
  const hint = meant ? `write ${meant} if you meant that` : `known are ${KNOWN.join(', ')}`;
  return `has the unknown parameter ${name}; ${hint}`;
}

function valueFault(name: string, value: string): string | undefined {
  if (value === '') return `has the parameter ${name} without a value; give it one or take it away`;
  const values = HONOURED[name];
  if (values && !values.includes(value))
    return `has a value of ${name} that is not honoured; write one of ${values.join(', ')}`;
  if (name === 'sslrootcert' && value === 'system')
    return 'has sslrootcert=system; leave it out, and authorities are those that Node knows';
  return undefined;
}

/** The names of libpq under which an environment says how a connection is secured. */
const SECURING = /^PG(?:SSL[A-Z]*|REQUIRESSL|REQUIREAUTH|REQUIREPEER|CHANNELBINDING|GSSENCMODE)$/;

/** Of these the driver reads some in its own way, and passes over the others. */
export function securingVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env).filter((name) => SECURING.test(name) && env[name]);
}
