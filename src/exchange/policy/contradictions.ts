import type { z } from 'zod';
import { hasBaseRef, refsOfEvent, showingOne } from '../trust/github-events.ts';

/** What is judged together: each may be right, and all of them can hold for no job. */
interface Together {
  refs?: readonly string[] | null | undefined;
  base_refs?: readonly string[] | null | undefined;
  events?: readonly string[] | null | undefined;
}

/** Why a relationship with these conditions never grants anything, and what to do; undefined if it may. */
export function contradiction({ refs, base_refs, events }: Together) {
  if (!events) return undefined;
  if (base_refs && !events.some(hasBaseRef))
    return {
      member: 'base_refs',
      message: `can never hold: only pull requests have a base_ref, and events admits ${events.join(', ')}; add pull_request to events, or remove base_refs`,
    };
  if (refs && !events.some(showingOne(refs)))
    return {
      member: 'refs',
      message: `can never hold: ${[...new Set(events)].map(shapesOf).join(', ')}; write such a ref, or leave refs out`,
    };
  return undefined;
}

/** Refinement of the schemas that take a relationship. */
export function refuseContradictions(
  relationship: Together,
  context: z.core.$RefinementCtx<Together>,
): void {
  const found = contradiction(relationship);
  if (found)
    context.addIssue({
      code: 'custom',
      path: [found.member],
      message: found.message,
      params: { unrepeated: true },
    });
}

function shapesOf(event: string): string {
  return `the ref of ${event} is ${refsOfEvent(event).join(' or ')}`;
}
