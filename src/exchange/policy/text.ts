import { z } from 'zod';
import { hasInvisible } from '../invisible.ts';

type Judge = (text: string) => string | undefined;

interface Described {
  description: string;
  examples?: unknown[];
  pattern?: string;
  maxLength?: number;
}

/** A string of one line that one of the functions of fields.ts judges. */
export function text(judge: Judge, described: Described) {
  const judgeLine: Judge = (line) =>
    hasInvisible(line) ? 'contains an invisible character; write it anew' : judge(line);
  return z
    .string()
    .superRefine(refine(judgeLine, {}))
    .meta({ minLength: 1, ...described });
}

/** A text of several lines. No fault repeats it: it may be a private key that was pasted by mistake. */
export function pem(judge: Judge, described: Described) {
  return z
    .string()
    .superRefine(refine(judge, { unrepeated: true }))
    .meta({ minLength: 1, ...described });
}

function refine(judge: Judge, params: Record<string, unknown>) {
  return (value: string, context: z.core.$RefinementCtx<string>) => {
    const message = judge(value);
    if (message) context.addIssue({ code: 'custom', message, params });
  };
}
