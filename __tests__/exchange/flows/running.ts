import type { Running } from '../../../src/exchange/flows/admin/running.ts';
import { PUBLIC_URL } from '../service.ts';

/** Where no exchange runs. */
export const RUNNING: Running = {
  url: PUBLIC_URL,
  versions: { dockpass: '1.0.0', node: process.versions.node },
  database: 'sqlite',
  auditRetention: null,
  heldKeys: () => null,
};
