import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What GitHub's API answers for a repository; a number is a bare status. */
export type ApiAnswer = object | number | 'nothing';

export interface GitHubApi {
  /** What DOCKPASS_REPOSITORY_LOOKUP is set to. */
  url: string;
  /** `GET /repos/acme/web` and the headers of each request, in order. */
  requests: { line: string; headers: Record<string, string | string[] | undefined> }[];
  /** By owner/name, in lower case; others are not there, or private. */
  repositories: Map<string, ApiAnswer>;
  close(): Promise<void>;
}

/** Answers as https://docs.github.com/en/rest/repos/repos#get-a-repository says. */
export async function startGitHubApi(): Promise<GitHubApi> {
  const requests: GitHubApi['requests'] = [];
  const repositories: GitHubApi['repositories'] = new Map();
  const server = createServer((request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    const name = decodeURIComponent((request.url ?? '').replace(/^\/repos\//, ''));
    const answer = repositories.get(name.toLowerCase()) ?? 404;
    if (answer === 'nothing') return;
    const status = typeof answer === 'number' ? answer : 200;
    const headers = { 'content-type': 'application/json', location: `${request.url}/moved` };
    response.writeHead(status, headers);
    response.end(JSON.stringify(typeof answer === 'number' ? { message: 'no' } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    repositories,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
