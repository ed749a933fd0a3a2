import { ownAuthorityFault } from '../builders/server-ca.ts';
import type { PolicyDocument } from './document.ts';
import type { Finding } from './yaml-source.ts';

/** Builders that could not be verified, as only what is stored shows: a project's own authority is no server CA. */
export function judgeServerCa(wanted: PolicyDocument, stored: PolicyDocument): Finding[] {
  const authorities = new Map(
    stored.organizations.flatMap(({ name: organization, projects }) =>
      projects.map(({ name, builderAuthorities = [] }) => [
        `${organization}/${name}`,
        builderAuthorities,
      ]),
    ),
  );
  return wanted.organizations.flatMap((organization, index) =>
    organization.projects.flatMap(({ name, builder }, place) => {
      const own = authorities.get(`${organization.name}/${name}`) ?? [];
      const message = builder && ownAuthorityFault(builder.serverCa, own);
      const path = ['organizations', index, 'projects', place, 'builder', 'server_ca'];
      return message ? [{ path, message }] : [];
    }),
  );
}
