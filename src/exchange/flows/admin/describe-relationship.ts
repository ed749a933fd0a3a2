import { z } from 'zod';
import { termsOf } from '../../policy/entries.ts';
import { dangersOf } from '../../trust/danger.ts';
import { describeTerms, sentenceText } from '../../trust/describe-terms.ts';
import { namedIssuer } from './named-issuer.ts';
import { read } from './operation.ts';
import { project } from './projects.ts';
import { requireSense, termsUpdate, warnings } from './relationship-terms.ts';

const shape = z
  .object({
    sentence: z
      .string()
      .meta({ description: 'Who is admitted, and to what: one sentence for people.' }),
    longest_lifetime: z
      .int()
      .meta({ description: 'Seconds that the installation lets build tokens live.' }),
    warnings,
  })
  .meta({ id: 'DescribedTrust', description: 'What a trust relationship would mean.' });

/** What is still being written may lack its repository and its permissions. */
export const describeRelationship = read({
  name: 'trust_relationship.describe',
  summary:
    'Whom a trust relationship would admit, and what is dangerous about it; nothing is stored',
  access: 'member',
  target: project,
  body: termsUpdate,
  answer: shape,
  async read({ records, settings }, body) {
    if (body.issuer) await namedIssuer(records, body.issuer, '/issuer');
    requireSense(body, body, '');
    const { repository = null, permissions = [] } = body;
    const terms = {
      ...termsOf({ ...body, repository: repository ?? '', permissions }),
      repository,
    };
    return {
      sentence: sentenceText(describeTerms(terms, settings.maxLifetime)),
      longest_lifetime: settings.maxLifetime,
      warnings: dangersOf({ ...terms, repository: repository ?? '' }, settings),
    };
  },
});
