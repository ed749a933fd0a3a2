import type { Pass } from './pass.ts';

export function successLine(pass: Pass): string {
  return `Dockpass: ${pass.source}`;
}

export function successSummary(pass: Pass): string {
  return `Dockpass: ${pass.source}`;
}
