import { resolve } from 'node:path';

/** How the helper's Node starts: what it must not see of a later step, and what it keeps of ours. */
export interface HelperEnvironment {
  unset: readonly string[];
  set: Readonly<Record<string, string>>;
  /** For Node itself. */
  flags: string[];
}

/**
 * What decides whether Node starts at all, and whom it trusts. A later step sets it for programs of
 * its own: with an option that this Node does not know, or a library that does not fit, the helper
 * would die, and Docker would go on without a login. Our own step has proved its values.
 */
const AS_IN_OUR_STEP = [
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_SYSTEM_CA',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
];

/** Nothing that the helper needs: whatever else Node 24 reads, `node --help` has most of it. */
const NEVER = [
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_CLUSTER_SCHED_POLICY',
  'NODE_COMPILE_CACHE',
  'NODE_COMPILE_CACHE_PORTABLE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_DISABLE_COLORS',
  'NODE_DISABLE_COMPILE_CACHE',
  'NODE_ICU_DATA',
  'NODE_NO_WARNINGS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_PENDING_DEPRECATION',
  'NODE_PENDING_PIPE_INSTANCES',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_REDIRECT_WARNINGS',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_REPL_HISTORY',
  'NODE_SKIP_PLATFORM_CHECK',
  'NODE_TEST_CONTEXT',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_UNIQUE_ID',
  'NODE_USE_ENV_PROXY',
  'NODE_V8_COVERAGE',
];

/** Of NODE_OPTIONS: how servers are found and trusted. Nothing that names a file. */
const NETWORK_FLAG =
  /^--(?:use-(?:bundled|openssl|system)-ca|dns-result-order=\w+|tls-(?:min|max)-v1\.[0-3]|(?:no-)?network-family-autoselection)$/;

/** `env` is the environment of our own step. */
export function helperEnvironment(env: (name: string) => string | undefined): HelperEnvironment {
  const ours = AS_IN_OUR_STEP.flatMap((name) => {
    const value = env(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const set = Object.fromEntries(ours);
  // Docker may run in another folder.
  if (set.NODE_EXTRA_CA_CERTS) set.NODE_EXTRA_CA_CERTS = resolve(set.NODE_EXTRA_CA_CERTS);
  const options = env('NODE_OPTIONS')?.split(/\s+/) ?? [];
  return {
    unset: [...AS_IN_OUR_STEP.filter((name) => !(name in set)), ...NEVER],
    set,
    flags: options.filter((option) => NETWORK_FLAG.test(option)),
  };
}
