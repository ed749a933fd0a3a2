import type { ProjectGrant } from '../protocol/token-exchange.ts';
import type { ReadyBuilder } from './builder/make-ready.ts';
import { html, type Markup } from './markup.ts';
import type { Pass } from './pass.ts';

/** The line in the log of a step that got its token. */
export function successLine(pass: Pass): string {
  const what = pass.grants.map(
    ({ project, permissions }) => `${project} (${permissions.join(', ')})`,
  );
  return `Dockpass: got a build token for ${what.join(', ') || 'this job'}, good until ${until(pass)}.`;
}

/** The job summary of such a step: project, permissions, expiry. */
export function successSummary(pass: Pass): string {
  return html`<h3>Dockpass: build token</h3>
<table>
<tr><th align="left">Project</th><th align="left">Permissions</th><th align="left">Good until</th></tr>
${(pass.grants.length > 0 ? pass.grants : [undefined]).map((grant) => row(grant, until(pass)))}</table>`
    .source;
}

export function builderLine({ endpoint, endsAt }: ReadyBuilder): string {
  return `Dockpass: the builder at ${endpoint} admits this job until ${endsAt.toISOString()}.`;
}

export function builderSummary({ endpoint, endsAt }: ReadyBuilder): string {
  return html`<p>The builder at <code>${endpoint}</code> admits this job until ${endsAt.toISOString()}.</p>`
    .source;
}

function row(grant: ProjectGrant | undefined, end: string): Markup {
  const project = grant ? html`<code>${grant.project}</code>` : html`not said`;
  const permissions = grant?.permissions.join(', ') || 'not said';
  return html`<tr><td>${project}</td><td>${permissions}</td><td>${end}</td></tr>
`;
}

function until({ expiresAt }: Pass): string {
  return expiresAt?.toISOString() ?? 'the exchange did not say when';
}
