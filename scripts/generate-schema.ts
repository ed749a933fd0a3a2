/** Writes docs/policy.schema.json, the JSON Schema of the YAML that `dockpass apply` takes. */

import { writeFile } from 'node:fs/promises';
import { printPolicySchema } from '../src/exchange/policy/json-schema.ts';

await writeFile(new URL('../docs/policy.schema.json', import.meta.url), printPolicySchema());
