import { z } from 'zod';
import { repositoryFault } from '../../policy/fields.ts';
import { text } from '../../policy/text.ts';
import { namedIssuer } from './named-issuer.ts';
import { read } from './operation.ts';
import { project } from './projects.ts';

const textOrNull = z.string().nullable();

const shape = z
  .object({
    issuer: z.string(),
    repository: z.string(),
    repository_id: textOrNull,
    repository_owner_id: textOrNull,
    message: textOrNull.meta({ description: 'Why there are no ids; null: there are.' }),
  })
  .meta({ id: 'LookedUpRepository', description: 'The ids of a repository at its server.' });

/** For admins of a project: each one makes the exchange ask another server. */
export const lookUpRepository = read({
  name: 'repository.look_up',
  summary: 'Ask the GitHub server of an issuer for the ids of a public repository',
  access: 'admin',
  target: project,
  body: z.strictObject({
    repository: text(repositoryFault, {
      description: 'owner/name of the repository.',
      examples: ['acme/web'],
    }),
    issuer: z.string().optional().meta({
      description: 'URL of a registered issuer; may be left out while there is exactly one.',
    }),
  }),
  answer: shape,
  async read({ records }, { repository, issuer }) {
    const { url } = await namedIssuer(records, issuer, '/issuer');
    return {
      issuer: url,
      repository,
      repository_id: null,
      repository_owner_id: null,
      message: null,
    };
  },
  async outside(asked, { lookUpRepository }) {
    const { id, ownerId, message } = await lookUpRepository(asked.issuer, asked.repository);
    return { ...asked, repository_id: id, repository_owner_id: ownerId, message };
  },
});
