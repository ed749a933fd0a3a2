/** Docker looks this one up under `https://index.docker.io/v1/`, and it takes no build tokens. */
const DOCKER_HUB = [
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
];

/** The domain of distribution's reference grammar, which Docker's keys are taken from. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/i;

/** Hosts as image names begin with them, each once; faults are ends of sentences about the input. */
export function parseRegistries(items: readonly string[]): { hosts: string[]; faults: string[] } {
  const hosts = items.map(hostOf);
  return { hosts: [...new Set(hosts)], faults: hosts.flatMap((host) => registryFault(host) ?? []) };
}

/** People paste URLs; the scheme and a bare slash at the end mean nothing to Docker. */
function hostOf(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '');
}

/** Why `host` cannot be made ready, as the end of a sentence; undefined if it can. */
function registryFault(host: string): string | undefined {
  // It would be quoted below.
  if (host.includes('@')) return 'must not contain a user name or password';
  const [domain = ''] = host.split('/');
  if (DOCKER_HUB.includes(domain.toLowerCase()))
    return `names Docker Hub ('${domain}'), which takes no build tokens; log in there with docker/login-action`;
  if (domain !== host && HOST.test(domain))
    return `holds '${host}', but Docker keeps logins by host: write ${domain}`;
  if (!HOST.test(host))
    return `holds '${host}', not a host such as registry.example.com or registry.example.com:5000`;
  return undefined;
}
