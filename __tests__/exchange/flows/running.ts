import type { Running } from '../../../src/exchange/flows/admin/running.ts';

/** Where no exchange runs. */
export const RUNNING: Running = {
  versions: { dockpass: '1.0.0', node: process.versions.node },
  database: 'sqlite',
  auditRetention: null,
  heldKeys: () => null,
};
