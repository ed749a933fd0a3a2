import { type Answer, PUBLIC_URL } from '../service.ts';

/** Three projects that trust the same jobs; one is another tenant's. */
export const TRUST = [{ project: 'acme/web' }, { project: 'acme/docs' }, { project: 'evil/web' }];

/** Asks for these projects. */
export const resource = (...projects: string[]) => ({
  resource: projects.map((project) => `${PUBLIC_URL}/${project}`),
});

/** Of an answer that must be one. */
export function tokenOf({ status, body }: Answer): string {
  if (status !== 200) throw new Error(`not narrowed: ${JSON.stringify(body)}`);
  return body.access_token;
}
