import { REGISTRY_TOKEN_PATH } from '../../protocol/registry-token.ts';

interface DistributionOptions {
  /** DOCKPASS_URL. */
  url: string;
  /** Name of the registry. */
  service: string;
  /** Where the registry finds the root certificates. */
  bundle: string;
}

/**
 * A configuration of the CNCF's distribution, 2.8 and 3, whose options for this are the same
 * (https://distribution.github.io/distribution/about/configuration/#token).
 */
export function distributionConfig({ url, service, bundle }: DistributionOptions): string {
  return `version: 0.1
storage:
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
auth:
  token:
    realm: ${text(url + REGISTRY_TOKEN_PATH)}
    service: ${text(service)}
    issuer: ${text(url)}
    rootcertbundle: ${text(bundle)}
`;
}

/** YAML takes every string that JSON has. */
function text(value: string): string {
  return JSON.stringify(value);
}
