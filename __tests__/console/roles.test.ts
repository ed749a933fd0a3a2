import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createWorld, type World } from '../exchange/api/admin/world.ts';
import { type PageVisitor, signIn, visit } from '../exchange/console/visitor.ts';
import { type Service, services } from '../exchange/service.ts';
import { addressOf, CONSOLE, type ConsolePage, namesIn, PAGES } from './pages.ts';

/**
 * Who sees what, cell by cell: `stranger` is the admin of another organization, `operator` a member of none.
 * Forms are sent empty, and only by those (not `-`) whom they are not for.
 */
const TABLE = `
                                                                                       nobody stranger member admin operator
  GET  /                                                                                  303      303    303   303      303

  GET  /projects                                                                          303      200    200   200      200
  GET  /projects/new                                                                      303      200    200   200      200
  POST /projects/new                                                                      401      404    404   404      404

  GET  /projects/:organization/:project                                                   303      404    200   200      200
  GET  /projects/:organization/:project/settings                                          303      404    200   200      200
  GET  /projects/:organization/:project/settings/tokens/new                               303      404    403   200      200
  POST /projects/:organization/:project/settings/tokens/new                               401      404    403     -        -
  GET  /projects/:organization/:project/settings/tokens/:token/rename                     303      404    403   200      200
  POST /projects/:organization/:project/settings/tokens/:token/rename                     401      404    403     -        -
  GET  /projects/:organization/:project/settings/tokens/:token/revoke                     303      404    403   200      200
  POST /projects/:organization/:project/settings/tokens/:token/revoke                     401      404    403     -        -
  GET  /projects/:organization/:project/settings/oidc-only                                303      404    403   200      200
  POST /projects/:organization/:project/settings/oidc-only                                401      404    403     -        -
  GET  /projects/:organization/:project/settings/builder                                  303      404    403   200      200
  POST /projects/:organization/:project/settings/builder                                  401      404    403     -        -
  GET  /projects/:organization/:project/settings/builder/delete                           303      404    403   200      200
  POST /projects/:organization/:project/settings/builder/delete                           401      404    403     -        -
  GET  /projects/:organization/:project/settings/builder/authorities/new                  303      404    403   200      200
  POST /projects/:organization/:project/settings/builder/authorities/new                  401      404    403     -        -
  GET  /projects/:organization/:project/settings/builder/authorities/:authority/delete    303      404    403   200      200
  POST /projects/:organization/:project/settings/builder/authorities/:authority/delete    401      404    403     -        -
  GET  /projects/:organization/:project/settings/rename                                   303      404    403   200      200
  POST /projects/:organization/:project/settings/rename                                   401      404    403     -        -
  GET  /projects/:organization/:project/settings/delete                                   303      404    403   200      200
  POST /projects/:organization/:project/settings/delete                                   401      404      -     -        -

  GET  /events/:reference                                                                 303      404    404   200      200
  GET  /events/:reference/revoke-run                                                      303      404    404   404      404
  POST /events/:reference/revoke-run                                                      401      404    404   404      404
  GET  /events/:reference/simulate                                                        303      404    404   404      404
  POST /events/:reference/simulate                                                        401      404    404   404      404

  GET  /projects/:organization/:project/trust                                             303      404    200   200      200
  GET  /projects/:organization/:project/trust/new                                         303      404    403   200      200
  POST /projects/:organization/:project/trust/new                                         401      404    403     -        -
  POST /projects/:organization/:project/trust/describe                                    401      404      -     -        -
  GET  /projects/:organization/:project/trust/:relationship                               303      404    200   200      200
  GET  /projects/:organization/:project/trust/:relationship/edit                          303      404    403   200      200
  POST /projects/:organization/:project/trust/:relationship/edit                          401      404    403     -        -
  GET  /projects/:organization/:project/trust/:relationship/workflow                      303      404    200   200      200
  GET  /projects/:organization/:project/trust/:relationship/pin                           303      404    403   200      200
  GET  /projects/:organization/:project/trust/:relationship/narrow                        303      404    403   200      200
  GET  /projects/:organization/:project/trust/:relationship/extend                        303      404    403   200      200
  GET  /projects/:organization/:project/trust/:relationship/revoke                        303      404    403   200      200
  POST /projects/:organization/:project/trust/:relationship/revoke                        401      404    403     -        -
  GET  /projects/:organization/:project/trust/:relationship/delete                        303      404    403   200      200
  POST /projects/:organization/:project/trust/:relationship/delete                        401      404    403     -        -

  GET  /organizations                                                                     303      200    200   200      200
  GET  /organizations/:organization                                                       303      404    200   200      200
  GET  /organizations/:organization/projects/new                                          303      404    403   200      200
  POST /organizations/:organization/projects/new                                          401      404    403     -        -
  GET  /organizations/:organization/members                                               303      404    200   200      200
  GET  /organizations/:organization/members/:user/role                                    303      404    403   200      200
  POST /organizations/:organization/members/:user/role                                    401      404    403     -        -
  GET  /organizations/:organization/members/:user/remove                                  303      404    403   200      200
  POST /organizations/:organization/members/:user/remove                                  401      404    403     -        -
  GET  /organizations/:organization/invitations/new                                       303      404    403   200      200
  POST /organizations/:organization/invitations/new                                       401      404    403     -        -
  GET  /organizations/:organization/invitations/:invitation/link                          303      404    403   200      200
  POST /organizations/:organization/invitations/:invitation/link                          401      404    403     -        -
  GET  /organizations/:organization/invitations/:invitation/withdraw                      303      404    403   200      200
  POST /organizations/:organization/invitations/:invitation/withdraw                      401      404    403     -        -
  GET  /organizations/:organization/trust                                                 303      404    200   200      200
  GET  /organizations/:organization/trust/:relationship/revoke                            303      404    403   200      200
  POST /organizations/:organization/trust/:relationship/revoke                            401      404    403     -        -
  GET  /organizations/:organization/revoke/run                                            303      404    403   200      200
  POST /organizations/:organization/revoke/run                                            401      404      -     -        -
  GET  /organizations/:organization/revoke/project                                        303      404    403   200      200
  POST /organizations/:organization/revoke/project                                        401      404      -     -        -
  GET  /organizations/:organization/settings                                              303      404    200   200      200
  GET  /organizations/:organization/rename                                                303      404    404   404      200
  POST /organizations/:organization/rename                                                401      404    404   404        -
  GET  /organizations/:organization/delete                                                303      404    404   404      200
  POST /organizations/:organization/delete                                                401      404      -     -        -

  GET  /sign-in                                                                           200      303    303   303      303
  GET  /sign-in/oidc                                                                      503      303    303   303      303
  GET  /sign-in/oidc/link                                                                 303      503    503   503      503
  GET  /sign-in/oidc/callback                                                             403      403    403   403      403

  POST /account/identities                                                                401      403    403   403      403

  GET  /sign-in/token                                                                     200      200    200   200      200
  POST /sign-in/token                                                                     400      400      -     -        -
  POST /sign-in/passkey                                                                   400      400      -     -        -
  POST /sign-in/passkey/options                                                             -        -      -     -        -

  POST /sign-out                                                                            -        -      -     -        -

  GET  /setup/:secret                                                                     404      404    404   404      404
  POST /setup/:secret                                                                     400      400    400     -        -

  GET  /invitations/:secret                                                               200      200    200   200      200
  POST /invitations/:secret/accept                                                        401        -      -     -        -
  POST /invitations/:secret/decline                                                       401      404    404   404      404
  POST /invitations/:secret/join                                                            -      409    409   409      409

  GET  /welcome                                                                           303      303    303   303      303
  GET  /welcome/passkey                                                                   303      200    200   200      200
  GET  /welcome/organization                                                              303      404    404   404      200
  POST /welcome/organization                                                              401      404    404   404        -
  GET  /welcome/organizations/:organization                                               303      404    200   200      200
  POST /welcome/organizations/:organization                                               401      404    403     -        -

  GET  /welcome/projects/:organization/:project/trust                                     303      404    200   200      200
  POST /welcome/projects/:organization/:project/trust                                     401      404    403     -        -
  GET  /welcome/projects/:organization/:project                                           303      404    403   200      200

  GET  /account                                                                           303      200    200   200      200
  GET  /account/tokens/new                                                                303      200    200   200      200
  POST /account/tokens                                                                    401      400    400     -        -
  GET  /account/tokens/:token/revoke                                                      303      200    200   200      200
  POST /account/tokens/:token/revoke                                                      401        -      -     -        -
  GET  /account/passkeys/new                                                              303      200    200   200      200
  POST /account/passkeys                                                                  401      400    400     -        -
  POST /account/passkeys/options                                                          401        -      -     -        -
  GET  /account/passkeys/:passkey                                                         303      200    200   200      200
  POST /account/passkeys/:passkey                                                         401      400    400     -        -
  GET  /account/passkeys/:passkey/remove                                                  303      200    200   200      200
  POST /account/passkeys/:passkey/remove                                                  401        -      -     -        -
  GET  /account/identities/:identity/unlink                                               303      200    200   200      200
  POST /account/identities/:identity/unlink                                               401        -      -     -        -
  GET  /account/sessions/end-others                                                       303      200    200   200      200
  POST /account/sessions/end-others                                                       401        -      -     -        -
  POST /account/sessions/:session/end                                                     401        -      -     -        -

  GET  /projects/:organization/:project/activity                                          303      404    403   200      200
  GET  /projects/:organization/:project/activity/stream                                   303      404    403   200      200

  GET  /organizations/:organization/activity                                              303      404    403   200      200
  GET  /organizations/:organization/activity/stream                                       303      404    403   200      200

  GET  /installation/activity                                                             303      403    403   403      200
  GET  /installation/activity/stream                                                      303      403    403   403      200
  GET  /installation                                                                      303      404    404   404      200
  GET  /installation/organizations                                                        303      404    404   404      200
  GET  /installation/organizations/new                                                    303      404    404   404      200
  POST /installation/organizations/new                                                    401      404    404   404        -
  GET  /installation/users                                                                303      404    404   404      200
  GET  /installation/users/new                                                            303      404    404   404      200
  POST /installation/users/new                                                            401      404    404   404        -
  GET  /installation/users/:user                                                          303      404    404   404      200
  GET  /installation/users/:user/operator                                                 303      404    404   404      200
  POST /installation/users/:user/operator                                                 401      404    404   404        -
  GET  /installation/users/:user/address                                                  303      404    404   404      200
  POST /installation/users/:user/address                                                  401      404    404   404        -
  GET  /installation/users/:user/disabled                                                 303      404    404   404      200
  POST /installation/users/:user/disabled                                                 401      404    404   404        -
  GET  /installation/users/:user/delete                                                   303      404    404   404      200
  POST /installation/users/:user/delete                                                   401      404    404   404        -
  GET  /installation/issuers                                                              303      404    404   404      200
  GET  /installation/issuers/new                                                          303      404    404   404      200
  POST /installation/issuers/new                                                          401      404    404   404        -
  GET  /installation/issuers/:issuer                                                      303      404    404   404      200
  GET  /installation/issuers/:issuer/enabled                                              303      404    404   404      200
  POST /installation/issuers/:issuer/enabled                                              401      404    404   404        -
  GET  /installation/issuers/:issuer/revoke                                               303      404    404   404      200
  POST /installation/issuers/:issuer/revoke                                               401      404    404   404        -
  GET  /installation/issuers/:issuer/delete                                               303      404    404   404      200
  POST /installation/issuers/:issuer/delete                                               401      404    404   404        -
  GET  /installation/registries                                                           303      404    404   404      200
  GET  /installation/registries/new                                                       303      404    404   404      200
  POST /installation/registries/new                                                       401      404    404   404        -
  GET  /installation/registries/:registry                                                 303      404    404   404      200
  GET  /installation/registries/:registry/hosts                                           303      404    404   404      200
  POST /installation/registries/:registry/hosts                                           401      404    404   404        -
  GET  /installation/registries/:registry/delete                                          303      404    404   404      200
  POST /installation/registries/:registry/delete                                          401      404    404   404        -

  GET  /device                                                                            303      200    200   200      200
  POST /device                                                                            401      400    400     -        -
  POST /device/approve                                                                    401      410    410   410      410
  POST /device/deny                                                                       401      410    410   410      410
  GET  /device/done                                                                       200      200    200   200      200
`;

const CALLERS = ['nobody', 'stranger', 'member', 'admin', 'operator'] as const;

type Seeing = (typeof CALLERS)[number];

const ROWS = new Map(
  TABLE.split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([method]) => method === 'GET' || method === 'POST')
    .map(([method, path, ...cells]) => [`${method} ${path}`, cells]),
);

const start = services(afterAll);
let service: Service;
let own: World;
let other: World;
const visitors = new Map<Seeing, PageVisitor>();

beforeAll(async () => {
  service = await start({ config: CONSOLE });
  own = await createWorld(service.store);
  other = await createWorld(service.store);
});

async function visitorOf(caller: Seeing): Promise<PageVisitor> {
  const token = own.tokens[caller];
  const visitor = visitors.get(caller) ?? (token ? await signIn(service, token) : visit(service));
  visitors.set(caller, visitor);
  return visitor;
}

/** Forms that end the session which sends them. */
const ENDING = /^\/sign-(?:in|out)|^\/(?:setup|invitations)\/|\/end$/;

interface Seen {
  status: number;
  source: string;
}

async function ask(
  caller: Seeing,
  { method, path, ...page }: ConsolePage,
  names: Record<string, string>,
): Promise<Seen> {
  const visitor = await visitorOf(caller);
  const address = addressOf({ method, path, ...page }, names);
  if (method === 'POST') {
    if (ENDING.test(path)) visitors.delete(caller);
    return await visitor.post(address);
  }
  if (!path.endsWith('/stream')) return await visitor.get(address);
  const answer = await visitor.request(address);
  await answer.body?.cancel();
  return { status: answer.status, source: '' };
}

test('the table has every page, and no other', () => {
  expect([...ROWS.keys()].toSorted()).toEqual(PAGES.map(({ name }) => name).toSorted());
});

describe('is for whom the table says:', () => {
  test.each(PAGES)('$name', async (page) => {
    const cells = ROWS.get(page.name) ?? [];
    const seen: string[] = [];
    for (const [index, caller] of CALLERS.entries())
      seen.push(
        cells[index] === '-'
          ? '-'
          : String((await ask(caller, page, namesIn(page, own, caller))).status),
      );
    expect(rowOf(page, seen)).toBe(rowOf(page, cells));
  });
});

function rowOf({ method, path }: ConsolePage, cells: readonly string[]): string {
  const widths = CALLERS.map((caller) => caller.length);
  const padded = cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join(' ');
  return `  ${method.padEnd(4)} ${path.padEnd(79)} ${padded}`;
}

/**
 * Each name of each page, taken from the other organization instead. Projects are called alike in both; whoever
 * has a secret has what it opens.
 */
const CROSSED = PAGES.flatMap((page) =>
  [...page.path.matchAll(/:(\w+)/g)]
    .map(([, parameter = '']) => parameter)
    .filter((parameter) => parameter !== 'project' && parameter !== 'secret')
    .map((parameter) => ({ ...page, parameter })),
);

describe('what is another organization’s is answered as what does not exist:', () => {
  test.each(CROSSED)('$name with its $parameter', async ({ parameter, ...page }) => {
    const names = namesIn(page, own, 'admin');
    const theirs = namesIn(page, other, 'admin')[parameter] ?? '';
    const nobodys = theirs.replaceAll(/[0-9a-f]/g, '0');
    const answer = await ask('admin', page, { ...names, [parameter]: theirs });
    const expected = await ask('admin', page, { ...names, [parameter]: nobodys });
    // What is wrong with an empty form is said before anything is looked up.
    expect(page.method === 'GET' ? [404] : [400, 403, 404]).toContain(answer.status);
    expect(answer.status).toBe(expected.status);
    expect(withoutWhatWasAsked(answer, theirs)).toBe(withoutWhatWasAsked(expected, nobodys));
  });
});

function withoutWhatWasAsked({ source }: Seen, asked: string): string {
  return source.replaceAll(asked, '…').replaceAll(/name="(?:form_key|once)" value="[^"]*"/g, '');
}
