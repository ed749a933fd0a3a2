import type { ProjectGrant } from '../../protocol/token-exchange.ts';
import type { ReadyBuilder } from '../builder/make-ready.ts';
import type { Pass } from '../pass.ts';
import { html, type Markup } from './markup.ts';

/** The line in the log of a step that got its token. */
export function successLine(pass: Pass): string {
  const what = pass.grants.map(({ project, permissions }) =>
    permissions.length > 0 ? `${project} (${permissions.join(', ')})` : project,
  );
  const { expiresAt } = pass;
  const end = expiresAt ? `, valid until ${expiresAt.toISOString()}` : '; its lifetime is unknown';
  return `Dockpass: got a build token for ${what.join(', ') || 'this job'}${end}.`;
}

/** The job summary of such a step: project, permissions, expiry. */
export function successSummary(pass: Pass): string {
  return html`<h3>Dockpass: build token</h3>
<table>
<tr><th align="left">Project</th><th align="left">Permissions</th><th align="left">Valid until</th></tr>
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
  const project = grant ? html`<code>${grant.project}</code>` : html`unknown`;
  const permissions = grant?.permissions.join(', ') || 'unknown';
  return html`<tr><td>${project}</td><td>${permissions}</td><td>${end}</td></tr>
`;
}

function until({ expiresAt }: Pass): string {
  return expiresAt?.toISOString() ?? 'unknown';
}
