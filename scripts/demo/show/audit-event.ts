import type { AuditEvent } from '../../../src/exchange/audit/event.ts';
import type { ClaimCheck, Evaluation } from '../../../src/exchange/trust/match.ts';
import type { Style } from '../page.ts';
import { columns } from './columns.ts';

/** The detail of a refusal, claim by claim; conditions that nobody set are left out. */
export function claimChecks(style: Style, event: AuditEvent, width: number): string[] {
  const { cause } = event.detail as { cause: Evaluation[] };
  const checks = cause.flatMap(({ identity, conditions }) => [...identity, ...conditions]);
  const rows = checks
    .filter(({ expected }) => expected !== null)
    .map(({ claim, presented, expected, ok }) => [
      ok ? style('green', '✓') : style(['bold', 'red'], '✗'),
      claim,
      presented ?? '(absent)',
      alternatives(expected),
    ]);
  return columns(
    [['', 'claim', 'presented', 'expected'].map((text) => style('dim', text)), ...rows],
    width,
  );
}

function alternatives(expected: ClaimCheck['expected']): string {
  const [first = 'anything', second, ...more] = expected ?? [];
  if (second === undefined) return first;
  return more.length > 0 ? `${first} or ${more.length + 1} others` : `${first} or ${second}`;
}
