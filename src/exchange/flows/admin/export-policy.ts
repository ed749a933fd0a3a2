import { z } from 'zod';
import { yamlOf } from '../../policy/entries.ts';
import { read } from './operation.ts';
import { readStoredPolicy } from './stored-policy.ts';
import { installation } from './target.ts';

export const exportPolicy = read({
  name: 'policy.export',
  summary: 'The installation as a policy file, which applied again changes nothing',
  access: 'operator',
  target: installation,
  answer: z
    .object({
      policy: z
        .record(z.string(), z.unknown())
        .meta({ description: 'As JSON, in the form of docs/policy.schema.json.' }),
    })
    .meta({ id: 'ExportedPolicy' }),
  async read({ records }) {
    const { document } = await readStoredPolicy(records);
    return { policy: yamlOf(document) };
  },
});
