import type { ShownEvent } from '../../flows/admin/shown-event.ts';

/** Where a job was started, for a browser; only of GitHub's own addresses is that known. */
export function runAddress({ issuer, claims }: ShownEvent): string | null {
  const { repository, run_id: runId } = claims ?? {};
  const isGitHub = issuer === 'https://token.actions.githubusercontent.com';
  if (!isGitHub || !repository || !runId || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return `https://github.com/${repository}/actions/runs/${encodeURIComponent(runId)}`;
}
