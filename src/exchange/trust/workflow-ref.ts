/** `owner/name/path@ref`: how GitHub names one version of a workflow file. */
export interface WorkflowRef {
  /** `owner/name`. */
  repository: string;
  /** `.github/workflows/release.yml`. */
  path: string;
  /** `refs/heads/main`, or the commit's hash. */
  ref: string;
}

const REF = /^(?:refs\/.+|[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The parts of a `workflow_ref` or `job_workflow_ref` claim; undefined if it has another shape.
 *
 * A file may be called `release.yml@x.yml`, and a branch `a@b`: the first `@` ends the path, and
 * what follows must be a ref, so the former reads as no workflow at all rather than as `release.yml`.
 */
export function parseWorkflowRef(claim: string): WorkflowRef | undefined {
  const parts = splitWorkflowRef(claim);
  return parts && REF.test(parts.ref) ? parts : undefined;
}

/** The same cut for a pattern, each part of which is a glob. */
export function splitWorkflowRef(text: string): WorkflowRef | undefined {
  const at = text.indexOf('@');
  if (at < 0) return undefined;
  const [owner, name, ...path] = text.slice(0, at).split('/');
  if (!owner || !name || path.length === 0) return undefined;
  return { repository: `${owner}/${name}`, path: path.join('/'), ref: text.slice(at + 1) };
}
