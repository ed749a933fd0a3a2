import type { Command } from 'commander';
import { ConfigError, loadConfig } from '../../exchange/config/load-config.ts';
import { distributionConfig } from '../../exchange/registry/distribution-config.ts';
import { ensureRegistryRoot, listRegistryRoots } from '../../exchange/registry/roots.ts';
import { requireRegistry } from '../find-records.ts';
import { withExistingStore } from '../open-store.ts';
import { readRegistryName } from '../read-arguments.ts';
import type { Terminal } from '../terminal.ts';

const DEFAULT_BUNDLE = '/etc/docker/registry/dockpass.pem';

const HELP = `
Works with distribution 2.8 and 3 (the images registry:2 and registry:3, Debian's docker-registry).
DOCKPASS_URL must be set to what it is where the exchange runs: it is in the configuration. The
certificate is the root that vouches for whatever the exchange signs tokens with; it stays the same
until you replace it (dockpass registry root) and is no secret. Storage and address are examples.

Examples:
  dockpass registry-config registry.example.com > config.yml
  dockpass registry-config registry.example.com --certificate > dockpass.pem
  dockpass registry-config registry.example.com \\
    --bundle /certs/dockpass.pem > config.yml`;

interface Options {
  certificate?: true;
  bundle: string;
}

export function addRegistryConfig(program: Command, terminal: Terminal): void {
  program
    .command('registry-config')
    .summary('print the configuration of a registry')
    .description('Print what a registry must be told, to let in whom the exchange lets in.')
    .argument('<NAME>', 'of a registered registry', readRegistryName)
    .option('--certificate', 'print the root certificate instead, for the bundle')
    .option('--bundle <PATH>', 'where the registry finds that certificate', DEFAULT_BUNDLE)
    .addHelpText('after', HELP)
    .action((name: string, options: Options) => print(name, options, terminal));
}

async function print(name: string, options: Options, terminal: Terminal): Promise<void> {
  const { clock, random } = terminal;
  const url = options.certificate ? '' : publicUrl(terminal);
  const output = await withExistingStore(terminal, async (store) => {
    await store.read((records) => requireRegistry(records, name));
    const deps = { store, clock, random };
    await ensureRegistryRoot(deps);
    if (options.certificate)
      return (await listRegistryRoots(deps)).map((root) => `${root.certificate.trim()}\n`).join('');
    return distributionConfig({ url, service: name, bundle: options.bundle });
  });
  await terminal.print(output);
}

/** Without the default, which is good on this machine only: clients of the registry are on others. */
function publicUrl({ env }: Terminal): string {
  const { url } = loadConfig(env);
  if (env.DOCKPASS_URL?.trim()) return url;
  throw new ConfigError([
    `DOCKPASS_URL is not set, and the configuration would send clients of the registry to ${url} on their own machine; set it to what it is where the exchange runs, such as https://dockpass.example.com.`,
  ]);
}
