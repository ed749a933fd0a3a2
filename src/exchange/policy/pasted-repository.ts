/** A repository as somebody has copied it from somewhere. */
export interface PastedRepository {
  /** `owner/name`, or what else was there: `repositoryFault` says what is wrong with it. */
  repository: string;
  /** Of its server; null: it was not there. */
  host: string | null;
}

/** `git@github.com:acme/web.git` */
const SCP = /^[^\s@/:]+@([^\s@/:]+):(?!\/\/)(.+)$/;

/** `github.com/acme/web`: names of owners have no dot. */
const WITHOUT_SCHEME = /^([^\s@/]+\.[^\s@/]+)\/([^/]+\/[^/]+.*)$/;

/**
 * Takes what browsers, `git clone` and `git remote` show. A password in a URL is dropped with the rest of what says
 * nothing about the repository.
 */
export function pastedRepository(text: string): PastedRepository {
  const pasted = text.trim();
  const [, host, path] = SCP.exec(pasted) ?? WITHOUT_SCHEME.exec(pasted) ?? [];
  if (host !== undefined && path !== undefined) return located(host, path);
  if (!/^(?:https?|ssh|git):\/\//i.test(pasted) || !URL.canParse(pasted))
    return { repository: pasted.replace(/\/+$/, '').replace(/\.git$/, ''), host: null };
  // Of a scheme that it knows, URL also makes the host lower case and the path sound.
  const { hostname, pathname } = new URL(pasted.replace(/^(?:ssh|git):/i, 'https:'));
  return located(hostname, pathname);
}

/** Behind the name may be anything: `/tree/main`. */
function located(host: string, path: string): PastedRepository {
  const [owner = '', name = ''] = path.split('/').filter((segment) => segment !== '');
  return {
    repository: `${owner}/${name.replace(/\.git$/, '')}`,
    host: host.toLowerCase().replace(/^(?:www|ssh)\.(?=github\.com$)/, ''),
  };
}
