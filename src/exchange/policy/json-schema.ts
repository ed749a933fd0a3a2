import { z } from 'zod';
import { policySchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the YAML, for editors; `dockpass apply` checks more than it. */
export function policyJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(policySchema, { io: 'input' });
}

/** docs/policy.schema.json. */
export function printPolicySchema(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
