import { expect, test } from '@jest/globals';
import { variableNameFault } from '../../src/action/inputs.ts';

test.each(['BUILD_TOKEN', 'DEPOT_TOKEN', 'token', '_', 'A1', 'MY_PATH', 'HOMEPAGE', 'GITHUBTOKEN'])(
  '%s is a name for a token',
  (name) => {
    expect(variableNameFault(name)).toBeUndefined();
  },
);

test.each([
  'PATH',
  'path',
  'HOME',
  'IFS',
  'ENV',
  'SHELLOPTS',
  'BASH_ENV',
  'BASH_FUNC_ls',
  'LD_PRELOAD',
  'DYLD_LIBRARY_PATH',
  'NODE_OPTIONS',
  'npm_config_registry',
  'PYTHONSTARTUP',
  'PERL5OPT',
  'RUBYOPT',
  'JAVA_TOOL_OPTIONS',
  'GIT_SSH_COMMAND',
  'DOCKER_HOST',
  'GITHUB_TOKEN',
  'RUNNER_TEMP',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'INPUT_PROJECT',
  'STATE_dockpass',
  'http_proxy',
  'dotnet_startup_hooks',
  'OPENSSL_CONF',
  'ZDOTDIR',
  'UserProfile',
  'GOFLAGS',
  'DOCKPASS_URL',
  '1A',
  'A-B',
  'A B',
  'A=B',
  'A\n',
  'Ä',
])('%j is not', (name) => {
  expect(variableNameFault(name)).toBeDefined();
});
