/**
 * Names of environment variables that decide how later programs run, not what they know. A token
 * in one of them would break the job, or be read by a program as a path or an option.
 */
const REFUSED = [
  'PATH',
  'PATHEXT',
  'HOME',
  'SHELL',
  'IFS',
  'ENV',
  'BASH_*',
  'SHELLOPTS',
  'PROMPT_COMMAND',
  'PS4',
  'CDPATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'COMSPEC',
  'SYSTEMROOT',
  'PSMODULEPATH',
  'CI',
  'LD_*',
  'DYLD_*',
  'NODE_*',
  'NPM_CONFIG_*',
  'PYTHON*',
  'PERL5OPT',
  'PERL5LIB',
  'RUBYOPT',
  'RUBYLIB',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'GIT_*',
  'SSH_*',
  'DOCKER_*',
  'BUILDX_*',
  'BUILDKIT_*',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SSL_CERT_*',
  'GITHUB_*',
  'RUNNER_*',
  'ACTIONS_*',
  'INPUT_*',
  'STATE_*',
] as const;

/** Why `name` cannot be the exported variable, as the end of a sentence; undefined if it can. */
export function variableNameFault(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'must be a variable name: letters, digits and underscores, no digit first';
  const rule = REFUSED.find((pattern) => matches(name.toUpperCase(), pattern));
  return rule && `must not be ${rule}: such a variable changes how later programs run`;
}

/** Names are compared in upper case, as Windows does and as proxies' variables need. */
function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
