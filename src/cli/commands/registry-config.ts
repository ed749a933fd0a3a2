import type { Command } from 'commander';
import { ConfigError, loadConfig } from '../../exchange/config/load-config.ts';
import { createRegistryRoot, listRegistryRoots } from '../../exchange/flows/admin/machine-keys.ts';
import { getRegistry } from '../../exchange/flows/admin/registries.ts';
import { distributionConfig } from '../../exchange/registry/distribution-config.ts';
import type { Session } from '../administration/session.ts';
import { readRegistryName } from '../read-arguments.ts';
import type { Terminal } from '../terminal.ts';

const DEFAULT_BUNDLE = '/etc/docker/registry/dockpass.pem';

const HELP = `
Works with distribution 2.8 and 3 (the images registry:2 and registry:3, Debian's docker-registry).
DOCKPASS_URL must be set to what it is where the exchange runs: it is in the configuration. The
certificate is the root that vouches for whatever the exchange signs tokens with; it stays the same
until you replace it (dockpass registry root) and is no secret. Storage and address are examples.

Examples:
  dockpass registry config registry.example.com > config.yml
  dockpass registry config registry.example.com --certificate > dockpass.pem
  dockpass registry config registry.example.com \\
    --bundle /certs/dockpass.pem > config.yml`;

interface Options {
  certificate?: true;
  bundle: string;
}

export function addRegistryConfig(registry: Command, session: Session): void {
  registry
    .command('config')
    .summary('print the configuration of a registry')
    .description(
      'Print the configuration with which a registry accepts the tokens of the exchange.',
    )
    .argument('<NAME>', 'of a registered registry', readRegistryName)
    .option('--certificate', 'print the root certificate instead, for the bundle')
    .option('--bundle <PATH>', 'where the registry finds that certificate', DEFAULT_BUNDLE)
    .addHelpText('after', HELP)
    .action((name: string, options: Options) => print(name, options, session));
}

async function print(name: string, options: Options, session: Session): Promise<void> {
  session.requireMachine('dockpass registry config');
  const url = options.certificate ? '' : publicUrl(session);
  const roots = await session.administer(async ({ call }) => {
    await call(getRegistry, { registry_id: name }, undefined);
    const { items } = await call(listRegistryRoots, {}, undefined);
    return items.length > 0 ? items : [await call(createRegistryRoot, {}, undefined)];
  });
  await session.print(
    options.certificate
      ? roots.map(({ certificate }) => `${certificate.trim()}\n`).join('')
      : distributionConfig({ url, service: name, bundle: options.bundle }),
  );
}

/** Without the default, which is good on this machine only: clients of the registry are on others. */
function publicUrl({ env }: Terminal): string {
  const { url } = loadConfig(env);
  if (env.DOCKPASS_URL?.trim()) return url;
  throw new ConfigError([
    `DOCKPASS_URL is not set, and the configuration would send clients of the registry to ${url} on their own machine; set it to what it is where the exchange runs, such as https://dockpass.example.com.`,
  ]);
}
