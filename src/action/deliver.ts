import type { Permission } from '../protocol/permissions.ts';
import type { ProjectPath } from '../protocol/projects.ts';
import { type ProjectGrant, TOKEN_USERNAME } from '../protocol/token-exchange.ts';
import type { ReadyBuilder } from './builder/make-ready.ts';
import { maskToken } from './exchange/issued-token.ts';
import type { Failure } from './failure/failure.ts';
import { html, type Markup } from './failure/markup.ts';
import type { Inputs } from './inputs.ts';
import { type State, sha256 } from './state.ts';
import type { Runner } from './system/port.ts';

/** What the step ends with: an issued build token, the fallback token, or knowingly nothing. */
export interface StepResult {
  source: 'oidc' | 'fallback' | 'none';
  token: string | undefined;
  /** Seconds. */
  expiresIn: number | undefined;
  expiresAt: Date | undefined;
  projects: ProjectPath[];
  permissions: Permission[];
  grants: ProjectGrant[];
  reference: string | undefined;
  revocable: boolean;
  /** Why there is no build token, if there is none. */
  because?: Failure;
}

/** Before anything can leak or fail: the log hides the token, and post can revoke it. */
export function safeguard(runner: Runner, inputs: Inputs, result: StepResult): void {
  if (!result.token) return;
  maskToken(runner, result.token);
  const state = stateFor(inputs, result);
  // Without state post has nothing to do, and sees that before it loads anything.
  if (state.revoke || state.variable) runner.saveState(JSON.stringify(state));
}

/** Empty if there is no token. */
export function stateFor(inputs: Inputs, { token, revocable }: StepResult): State {
  if (!token) return {};
  return {
    ...(inputs.revoke && revocable && { revoke: { url: inputs.exchangeUrl, token } }),
    ...(inputs.exportEnv && { variable: { name: inputs.exportEnv, sha256: sha256(token) } }),
  };
}

/** To the later steps. Whatever fails from here on, post can still take the token back. */
export function handOver(runner: Runner, inputs: Inputs, result: StepResult): void {
  for (const [name, value] of Object.entries(outputsOf(result)))
    if (value !== undefined) runner.output(name, value);
  if (inputs.exportEnv && result.token) runner.exportVariable(inputs.exportEnv, result.token);
}

function outputsOf(result: StepResult): Record<string, string | undefined> {
  return {
    authenticated: String(result.token !== undefined),
    source: result.source,
    token: result.token,
    username: result.token && TOKEN_USERNAME,
    'expires-in': result.expiresIn?.toString(),
    'expires-at': result.expiresAt?.toISOString(),
    projects: result.projects.join(','),
    permissions: result.permissions.join(','),
    reference: result.reference,
    'error-code': result.because?.code ?? '',
  };
}

/** To people: what was granted, in the log and in the job summary. */
export function reportGrant(runner: Runner, result: StepResult, builder?: ReadyBuilder): void {
  runner.info(grantLine(result));
  runner.summarize(grantSummary(result).source);
  if (!builder) return;
  const { endpoint } = builder;
  const end = builder.endsAt.toISOString();
  runner.info(`Dockpass: the builder at ${endpoint} admits this job until ${end}.`);
  runner.summarize(
    html`<p>The builder at <code>${endpoint}</code> admits this job until ${end}.</p>`.source,
  );
}

function grantLine({ grants, expiresAt }: StepResult): string {
  const what = grants.map(({ project, permissions }) =>
    permissions.length > 0 ? `${project} (${permissions.join(', ')})` : project,
  );
  const end = expiresAt ? `, valid until ${expiresAt.toISOString()}` : '; its lifetime is unknown';
  return `Dockpass: got a build token for ${what.join(', ') || 'this job'}${end}.`;
}

function grantSummary({ grants, expiresAt }: StepResult): Markup {
  const end = expiresAt?.toISOString() ?? 'unknown';
  return html`<h3>Dockpass: build token</h3>
<table>
<tr><th align="left">Project</th><th align="left">Permissions</th><th align="left">Valid until</th></tr>
${(grants.length > 0 ? grants : [undefined]).map((grant) => grantRow(grant, end))}</table>`;
}

function grantRow(grant: ProjectGrant | undefined, end: string): Markup {
  const project = grant ? html`<code>${grant.project}</code>` : html`unknown`;
  const permissions = grant?.permissions.join(', ') || 'unknown';
  return html`<tr><td>${project}</td><td>${permissions}</td><td>${end}</td></tr>
`;
}
