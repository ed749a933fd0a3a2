/**
 * Names of environment variables that decide how later programs run, not what they know. A token
 * in one of them would break the job, or be read by a program as a path or an option.
 */
// biome-ignore format: one subject a line
const REFUSED = [
  'PATH', 'PATHEXT', 'CDPATH', 'PWD', 'OLDPWD',
  'HOME', 'HOMEDRIVE', 'HOMEPATH', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'XDG_*',
  'SHELL', 'IFS', 'ENV', 'ZDOTDIR', 'BASH_*', 'SHELLOPTS', 'BASHOPTS', 'PROMPT_COMMAND', 'PS4',
  'EDITOR', 'VISUAL', 'PAGER', 'BROWSER',
  'TMPDIR', 'TEMP', 'TMP', 'COMSPEC', 'SYSTEMROOT', 'WINDIR', 'PSMODULEPATH', 'CI',
  'LD_*', 'DYLD_*', 'GLIBC_TUNABLES', 'GCONV_PATH', 'MALLOC_*',
  'NODE_*', 'NPM_CONFIG_*', 'PYTHON*', 'PERL5OPT', 'PERL5LIB', 'PERL5DB', 'RUBYOPT', 'RUBYLIB',
  'JAVA_HOME', 'JAVA_OPTS', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS', 'CLASSPATH', 'GRADLE_OPTS', 'MAVEN_OPTS',
  'DOTNET_*', 'COMPLUS_*', 'CORECLR_*', 'COR_*',
  'GOENV', 'GOFLAGS', 'GOPATH', 'GOPROXY', 'GOROOT', 'GOTOOLCHAIN', 'CARGO_HOME', 'RUSTC_*', 'RUSTFLAGS', 'MAKEFLAGS',
  'GIT_*', 'SSH_*', 'DOCKER_*', 'BUILDX_*', 'BUILDKIT_*', 'KUBECONFIG',
  'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY',
  'OPENSSL_*', 'SSL_CERT_*', 'SSLKEYLOGFILE', 'CURL_CA_BUNDLE', 'CURL_HOME', 'REQUESTS_CA_BUNDLE',
  'DOCKPASS_URL', 'GITHUB_*', 'RUNNER_*', 'ACTIONS_*', 'INPUT_*', 'STATE_*',
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
