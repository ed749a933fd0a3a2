import { z } from 'zod';
import { recordedJobOf } from '../../audit/recorded-job.ts';
import { fieldsOf } from '../../policy/entries.ts';
import { dangersOf } from '../../trust/danger.ts';
import { describeTerms, sentenceText } from '../../trust/describe-terms.ts';
import { draftTerms } from '../../trust/draft-terms.ts';
import { findReadableEvent } from './audit-events.ts';
import { id } from './fields.ts';
import { pastJob } from './job-under-test.ts';
import { read } from './operation.ts';
import { Problem } from './problem.ts';
import { project } from './projects.ts';
import { shownTerms, warnings } from './relationship-terms.ts';

const shape = z
  .object({
    ...shownTerms,
    sentence: z.string().meta({ description: 'Who would be admitted, and to what.' }),
    warnings,
  })
  .meta({ id: 'DraftedTrust', description: 'Terms of a trust relationship; nothing is stored.' });

export const draftRelationship = read({
  name: 'trust_relationship.draft',
  summary: 'The narrowest trust relationship that admits a recorded job; nothing is stored',
  access: 'admin',
  target: project,
  body: z.strictObject({
    reference: id.meta({ description: 'Audit event of an exchange: what a refused job was told.' }),
  }),
  answer: shape,
  async read({ records, actor, settings }, { reference }) {
    const { claims, issuer } = await pastJob(records, reference, actor);
    const event = (await findReadableEvent(records, reference, actor))?.entity;
    const terms = draftTerms(claims, event && recordedJobOf(event)?.request.permissions);
    if (!terms)
      throw new Problem('invalid_request', 'There is nothing to draft from.', [
        { at: '/reference', detail: 'names a job without the claims that jobs are admitted by' },
      ]);
    return {
      ...fieldsOf({ ...terms, issuer: issuer.url }),
      sentence: sentenceText(describeTerms(terms, settings.maxLifetime)),
      warnings: dangersOf(terms, settings),
    };
  },
});
