import type { Kysely } from 'kysely';
import type { RevocationRecords } from '../ports/revocations.ts';
import type { Database } from '../schema.ts';

export function revocationRecords(db: Kysely<Database>): RevocationRecords {
  return {
    revokeIssuer: (issuerId) => raiseGeneration(db, 'issuers', issuerId),
    async revokeProject(projectId, at, projectTokens) {
      await raiseGeneration(db, 'projects', projectId);
      if (projectTokens)
        await db
          .updateTable('project_tokens')
          .set({ revoked_at: at })
          .where('project_id', '=', projectId)
          .where('revoked_at', 'is', null)
          .execute();
    },
    revokeRelationship: (id) => raiseGeneration(db, 'trust_relationships', id),
    async revokeRun({ issuer, runId, projectId }, keepUntil) {
      await db
        .insertInto('revoked_runs')
        .values({ issuer, run_id: runId, project_id: projectId, keep_until: keepUntil })
        .onConflict((known) =>
          known.columns(['issuer', 'run_id', 'project_id']).doUpdateSet({ keep_until: keepUntil }),
        )
        .execute();
    },
    async isRunRevoked({ issuer, runId, projectId }) {
      const row = await db
        .selectFrom('revoked_runs')
        .select('run_id')
        .where('issuer', '=', issuer)
        .where('run_id', '=', runId)
        .where('project_id', '=', projectId)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** What was granted under the old one is found no more. */
export async function raiseGeneration(
  db: Kysely<Database>,
  table: 'issuers' | 'projects' | 'trust_relationships',
  id: string,
): Promise<void> {
  await db
    .updateTable(table)
    .set(({ eb }) => ({ generation: eb('generation', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
