import { z } from 'zod';
import { type FetchJson, UnexpectedStatus } from '../system/fetch.ts';
import type { Log } from '../system/log.ts';
import { githubServerOf } from './github-servers.ts';

/** Somebody waits for the page: rather they are asked for the ids than wait longer. */
export const LOOK_UP_LIMITS = { maxBytes: 256 * 1024, timeoutMs: 3000 };

/** What the API of a server says of a repository; without ids, why there are none. */
export type LookedUp =
  | { id: string; ownerId: string; message: null }
  | { id: null; ownerId: null; message: string };

/** `issuer`: URL of a registered one. Never rejects: who wrote the name can give the ids instead. */
export type LookUpRepository = (issuer: string, repository: string) => Promise<LookedUp>;

/** Where nobody is asked. */
export const NOT_LOOKED_UP = none('This exchange does not look them up.');

interface LookUpDeps {
  fetchJson: FetchJson;
  log: Log;
  /** DOCKPASS_REPOSITORY_LOOKUP: null: nobody is asked; `api`: who, if not the issuer's own server. */
  setting: { api: string | null } | null;
}

/** https://docs.github.com/en/rest/repos/repos#get-a-repository, of which these members are read. */
const answer = z.object({
  id: z.int().positive(),
  full_name: z.string(),
  owner: z.object({ id: z.int().positive() }),
});

/**
 * Asks the API of GitHub for the ids of a repository, as anybody could: without credentials, so that it answers
 * for public ones only. Which server is asked depends on the issuer alone, and those are the operator's.
 */
export function createLookUpRepository({ fetchJson, log, setting }: LookUpDeps): LookUpRepository {
  return async (issuer, repository) => {
    if (setting === null) return NOT_LOOKED_UP;
    const api = setting.api ?? githubServerOf(issuer)?.api;
    if (api === undefined) return none('The issuer does not tell where its API is.');
    try {
      const { json } = await fetchJson(`${api}/repos/${pathOf(repository)}`);
      return judge(json, repository, new URL(api).host);
    } catch (error) {
      log.info({ err: error }, 'the ids of a repository could not be looked up');
      return none(whyNot(error, new URL(api).host));
    }
  };
}

function pathOf(repository: string): string {
  return repository.split('/').map(encodeURIComponent).join('/');
}

function judge(json: unknown, repository: string, host: string): LookedUp {
  const { data } = answer.safeParse(json);
  // What is answered for another name would pin somebody else.
  if (data?.full_name.toLowerCase() !== repository.toLowerCase())
    return none(`${host} did not answer with this repository.`);
  return { id: String(data.id), ownerId: String(data.owner.id), message: null };
}

function whyNot(error: unknown, host: string): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const status = cause instanceof UnexpectedStatus ? cause.status : null;
  if (status === 404)
    return `${host} shows no public repository of this name. If it is private, that is normal.`;
  if (status === 301 || status === 307)
    return `${host} says that the repository was renamed or transferred. Use its current name.`;
  if (status === 403 || status === 429)
    return `${host} limits how often it answers (${status}), so look up the ids yourself.`;
  return `${host} is unavailable${status === null ? '' : ` (${status})`}, so look up the ids yourself.`;
}

function none(message: string): LookedUp {
  return { id: null, ownerId: null, message };
}
