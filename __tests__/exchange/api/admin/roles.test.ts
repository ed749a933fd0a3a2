import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../../src/exchange/api/admin/routes.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { type Answer, type Service, services } from '../../service.ts';
import { nameOf, parseTable, ROUTE_NAMES, request, worlds } from './requests.ts';
import { CALLERS, type World } from './world.ts';

/**
 * Who may do what, cell by cell: `stranger` is the admin of another organization, `operator` a member
 * of none, `disabled` an admin of this one, `project` and `build` hold tokens of its project.
 */
const TABLE = `
                                                                      nobody stranger member admin operator disabled project build
  GET    /whoami                                                         401      200    200   200      200      401     200   200
  GET    /user/tokens                                                    401      200    200   200      200      401     403   403
  POST   /user/tokens                                                    401      201    201   201      201      401     403   403
  GET    /user/tokens/:token_id                                          401      200    200   200      200      401     403   403
  PATCH  /user/tokens/:token_id                                          401      200    200   200      200      401     403   403
  DELETE /user/tokens/:token_id                                          401      204    204   204      204      401     403   403
  GET    /user/identities                                                401      200    200   200      200      401     403   403
  GET    /user/identities/:identity_id                                   401      200    200   200      200      401     403   403
  DELETE /user/identities/:identity_id                                   401      204    204   204      204      401     403   403
  GET    /user/invitations                                               401      200    200   200      200      401     403   403
  GET    /user/invitations/:invitation_id                                401      200    200   200      200      401     403   403
  POST   /invitation-links/accept                                        401      200    200   200      200      401     403   403
  POST   /user/invitations/:invitation_id/accept                         401      200    200   200      200      401     403   403
  DELETE /user/invitations/:invitation_id                                401      204    204   204      204      401     403   403
  GET    /user/passkeys                                                  401      200    200   200      200      401     403   403
  GET    /user/passkeys/:passkey_id                                      401      200    200   200      200      401     403   403
  PATCH  /user/passkeys/:passkey_id                                      401      200    200   200      200      401     403   403
  DELETE /user/passkeys/:passkey_id                                      401      204    204   204      204      401     403   403
  GET    /user/sessions                                                  401      200    200   200      200      401     403   403
  DELETE /user/sessions                                                  401      204    204   204      204      401     403   403
  GET    /user/sessions/:session_id                                      401      200    200   200      200      401     403   403
  DELETE /user/sessions/:session_id                                      401      204    204   204      204      401     403   403

  GET    /installation                                                   401      403    403   403      200      401     403   403

  GET    /policy                                                         401      403    403   403      200      401     403   403
  POST   /policy/plan                                                    401      403    403   403      200      401     403   403
  POST   /policy/apply                                                   401      403    403   403      200      401     403   403

  GET    /organizations                                                  401      200    200   200      200      401     403   403
  POST   /organizations                                                  401      403    403   403      201      401     403   403
  GET    /organizations/:organization_id                                 401      404    200   200      200      401     403   403
  PATCH  /organizations/:organization_id                                 401      403    403   403      200      401     403   403
  DELETE /organizations/:organization_id                                 401      403    403   403      204      401     403   403

  GET    /organizations/:organization_id/members                         401      404    200   200      200      401     403   403
  POST   /organizations/:organization_id/members                         401      403    403   403      201      401     403   403
  GET    /organizations/:organization_id/members/:user_id                401      404    200   200      200      401     403   403
  PATCH  /organizations/:organization_id/members/:user_id                401      404    403   200      200      401     403   403
  DELETE /organizations/:organization_id/members/:user_id                401      404    403   204      204      401     403   403

  GET    /organizations/:organization_id/invitations                     401      404    403   200      200      401     403   403
  POST   /organizations/:organization_id/invitations                     401      404    403   201      201      401     403   403
  GET    /invitations/:invitation_id                                     401      404    403   200      200      401     403   403
  DELETE /invitations/:invitation_id                                     401      404    403   204      204      401     403   403
  POST   /invitations/:invitation_id/links                               401      404    403   201      201      401     403   403

  GET    /organizations/:organization_id/projects                        401      404    200   200      200      401     403   403
  POST   /organizations/:organization_id/projects                        401      404    403   201      201      401     403   403
  GET    /organizations/:organization_id/trust-relationships             401      404    200   200      200      401     403   403
  GET    /projects                                                       401      200    200   200      200      401     403   403
  GET    /projects/:project_id                                           401      404    200   200      200      401     403   403
  PATCH  /projects/:project_id                                           401      404    403   200      200      401     403   403
  DELETE /projects/:project_id                                           401      404    403   204      204      401     403   403
  GET    /projects/:project_id/activity                                  401      404    200   200      200      401     403   403
  POST   /projects/:project_id/revocations                               401      404    403   204      204      401     403   403

  GET    /projects/:project_id/trust-relationships                       401      404    200   200      200      401     403   403
  POST   /projects/:project_id/trust-relationships                       401      404    403   201      201      401     403   403
  POST   /projects/:project_id/trust-relationships/describe              401      404    200   200      200      401     403   403
  POST   /projects/:project_id/trust-relationships/draft                401      404    403   200      200      401     403   403
  POST   /projects/:project_id/repository-ids                            401      404    403   200      200      401     403   403
  POST   /projects/:project_id/trust-relationships/test                  401      404    200   200      200      401     403   403
  POST   /projects/:project_id/trust-relationships/replay                401      404    403   200      200      401     403   403
  GET    /projects/:project_id/trust-relationships/review                401      404    403   200      200      401     403   403
  GET    /trust-relationships/:trust_relationship_id                     401      404    200   200      200      401     403   403
  GET    /trust-relationships/:trust_relationship_id/review              401      404    403   200      200      401     403   403
  PATCH  /trust-relationships/:trust_relationship_id                     401      404    403   200      200      401     403   403
  DELETE /trust-relationships/:trust_relationship_id                     401      404    403   204      204      401     403   403
  POST   /trust-relationships/:trust_relationship_id/revocations         401      404    403   204      204      401     403   403

  GET    /projects/:project_id/builder                                   401      404    200   200      200      401     403   403
  PUT    /projects/:project_id/builder                                   401      404    403   200      200      401     403   403
  DELETE /projects/:project_id/builder                                   401      404    403   204      204      401     403   403
  GET    /projects/:project_id/builder-authorities                       401      404    200   200      200      401     403   403
  POST   /projects/:project_id/builder-authorities                       401      404    403   201      201      401     403   403
  GET    /builder-authorities/:builder_authority_id                      401      404    200   200      200      401     403   403
  DELETE /builder-authorities/:builder_authority_id                      401      404    403   204      204      401     403   403

  GET    /projects/:project_id/tokens                                    401      404    200   200      200      401     403   403
  POST   /projects/:project_id/tokens                                    401      404    403   201      201      401     403   403
  GET    /projects/:project_id/tokens/count                              401      404    200   200      200      401     403   403
  GET    /project-tokens/:project_token_id                               401      404    200   200      200      401     403   403
  PATCH  /project-tokens/:project_token_id                               401      404    403   200      200      401     403   403
  DELETE /project-tokens/:project_token_id                               401      404    403   204      204      401     403   403

  GET    /users                                                          401      403    403   403      200      401     403   403
  POST   /users                                                          401      403    403   403      201      401     403   403
  GET    /users/:user_id                                                 401      403    403   403      200      401     403   403
  PATCH  /users/:user_id                                                 401      403    403   403      200      401     403   403
  DELETE /users/:user_id                                                 401      403    403   403      204      401     403   403

  GET    /issuers                                                        401      200    200   200      200      401     403   403
  POST   /issuers                                                        401      403    403   403      201      401     403   403
  GET    /issuers/:issuer_id                                             401      200    200   200      200      401     403   403
  GET    /issuers/:issuer_id/keys                                        401      403    403   403      200      401     403   403
  PATCH  /issuers/:issuer_id                                             401      403    403   403      200      401     403   403
  DELETE /issuers/:issuer_id                                             401      403    403   403      204      401     403   403
  POST   /issuers/:issuer_id/revocations                                 401      403    403   403      204      401     403   403

  GET    /registry-roots                                                 401      403    403   403      200      401     403   403
  GET    /registries                                                     401      200    200   200      200      401     403   403
  POST   /registries                                                     401      403    403   403      201      401     403   403
  GET    /registries/:registry_id                                        401      200    200   200      200      401     403   403
  PATCH  /registries/:registry_id                                        401      403    403   403      200      401     403   403
  DELETE /registries/:registry_id                                        401      403    403   403      204      401     403   403

  GET    /organizations/:organization_id/audit-events                    401      404    403   200      200      401     403   403
  GET    /audit-events                                                   401      403    403   403      200      401     403   403
  GET    /audit-events/export                                            401      403    403   403      200      401     403   403
  GET    /audit-events/:audit_event_id                                   401      404    404   200      200      401     403   403
`;

const rows = parseTable(TABLE);

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

test('every route has its row, and every row its route', () => {
  expect([...rows.keys()]).toEqual(ROUTE_NAMES);
});

describe.each(CALLERS)('as %s', (caller) => {
  test.each(ADMIN_ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s',
    async (name, route) => {
      const { status, body } = await request(service, await world.current(), caller, route);
      if (status < 300 && route[0] !== 'GET') world.spent();
      expect({ status, body }).toMatchObject({ status: rows.get(name)?.[caller] });
    },
  );
});

describe("ids of another organization look like ids that do not exist, to that one's admin", () => {
  const hidden = ADMIN_ROUTES.filter(
    (route) => route[1].includes(':') && (rows.get(nameOf(route))?.stranger ?? 0) >= 400,
  );

  test.each(hidden.map((route) => [nameOf(route), route] as const))('%s', async (_, route) => {
    const theirs = await world.current();
    const nowhere = everyId(theirs, () => systemRandom.id());
    const foreign = await request(service, theirs, 'stranger', route);
    const unknown = await request(service, nowhere, 'stranger', route);
    expect(asSent(foreign)).toEqual(asSent(unknown));
  });

  test.each(hidden.map((route) => [nameOf(route), route] as const))(
    '%s, for what is no id at all',
    async (_, route) => {
      const theirs = await world.current();
      const odd = everyId(theirs, () => '%00');
      const foreign = await request(service, theirs, 'stranger', route);
      expect(asSent(await request(service, odd, 'stranger', route))).toEqual(asSent(foreign));
    },
  );
});

test.each([
  [
    'token',
    '/user/tokens/:token_id',
    (of: World) => ({ token_id: of.ids('member').token_id ?? '' }),
  ],
  [
    'linked account',
    '/user/identities/:identity_id',
    (of: World) => ({ identity_id: of.ids('member').identity_id ?? '' }),
  ],
  [
    'invitation',
    '/user/invitations/:invitation_id',
    (of: World) => ({ invitation_id: of.ownInvitationId('member') }),
  ],
])(
  "a %s of somebody else's looks like one that does not exist, even to an operator",
  async (_, prefix, idsOf) => {
    const current = await world.current();
    const ids = idsOf(current);
    const nowhere = Object.fromEntries(Object.keys(ids).map((name) => [name, systemRandom.id()]));
    for (const route of ADMIN_ROUTES.filter(([, path]) => path.startsWith(prefix))) {
      const theirs = await request(service, current, 'operator', route, { ids });
      const unknown = await request(service, current, 'operator', route, { ids: nowhere });
      expect(theirs.status).toBe(404);
      expect(asSent(theirs)).toEqual(asSent(unknown));
    }
  },
);

function everyId(world: World, id: () => string): World {
  const ids: World['ids'] = (caller) =>
    Object.fromEntries(Object.keys(world.ids(caller)).map((parameter) => [parameter, id()]));
  return { ...world, ids, emptyOrganizationId: id() };
}

function asSent({ status, headers, text }: Answer & { text: string }) {
  const lasting = [...headers].filter(([name]) => name !== 'date');
  return { status, headers: lasting, text };
}
