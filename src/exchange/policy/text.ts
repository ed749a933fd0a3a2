import { z } from 'zod';
import { hasInvisible } from '../invisible.ts';

type Described = { description: string; examples?: unknown[]; pattern?: string };

/** A string that one of the functions of fields.ts judges. */
export function text(judge: (text: string) => string | undefined, described: Described) {
  return z
    .string()
    .superRefine((value, context) => {
      const message = hasInvisible(value)
        ? 'contains an invisible character; write it anew'
        : judge(value);
      if (message) context.addIssue({ code: 'custom', message });
    })
    .meta({ minLength: 1, ...described });
}
