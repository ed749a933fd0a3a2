import type { IntrospectionResponse } from '../../../src/protocol/token-exchange.ts';
import type { Style } from '../page.ts';

/** An answer of RFC 7662 on one line; who issued it and when is left out. */
export function introspectionLine(style: Style, answer: IntrospectionResponse): string {
  if (!answer.active) return `{ ${style(['bold', 'red'], '"active": false')} }`;
  const { scope, projects } = answer;
  const rest = `"scope": ${JSON.stringify(scope)}, "projects": ${JSON.stringify(projects)}`;
  return `{ ${style(['bold', 'green'], '"active": true')}, ${rest} }`;
}
