import { z } from 'zod';
import { canonicalServerCa, MAX_SERVER_CA_LENGTH, serverCaFault } from '../builders/server-ca.ts';
import { builderEndpointFault, defaultServerName, serverNameFault } from '../builders/settings.ts';
import type { BuilderEntry } from './document.ts';
import { pem, text } from './text.ts';

/** Where a project's builder is, as the YAML and the admin API have it. */
export const builderSettings = z.strictObject({
  endpoint: text(builderEndpointFault, {
    description: 'Where the builder listens, as buildx takes it: tcp://host:port.',
    examples: ['tcp://builder.example.com:1234'],
  }),
  server_name: text(serverNameFault, {
    description: "A name in the builder's own certificate. Left out: the host of the endpoint.",
    examples: ['builder.example.com'],
  }).optional(),
  server_ca: pem(serverCaFault, {
    description: "Certificates that the builder's own is verified with, in PEM.",
    maxLength: MAX_SERVER_CA_LENGTH,
  }).transform(canonicalServerCa),
});

export type BuilderYaml = z.output<typeof builderSettings>;

export function builderOf({ endpoint, server_name, server_ca }: BuilderYaml): BuilderEntry {
  return {
    endpoint,
    serverName: server_name ?? defaultServerName(endpoint),
    serverCa: server_ca,
  };
}

/** Without the name if it is what the endpoint says. */
export function builderYaml({ endpoint, serverName, serverCa }: BuilderEntry): BuilderYaml {
  return {
    endpoint,
    ...(serverName !== defaultServerName(endpoint) && { server_name: serverName }),
    server_ca: serverCa,
  };
}
