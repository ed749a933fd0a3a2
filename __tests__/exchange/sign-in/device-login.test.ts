import { describe, expect, test } from '@jest/globals';
import { DEVICE_CODE_GRANT_TYPE } from '../../../src/protocol/token-exchange.ts';
import { type Service, send, services } from '../service.ts';
import { addUser, disableUser, type UserWithToken } from '../tenants.ts';
import { createSmallBrowser, type Shown, type SmallBrowser } from './browser.ts';

const start = services(undefined, { forBrowsers: true });

const DAY = 86_400;

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

const ask = ({ publicUrl }: Service, fields = {}) =>
  send(
    `${publicUrl}/oauth/device_authorization`,
    form({ client_id: 'dockpass', device_name: 'laptop', ...fields }),
  );

const poll = ({ publicUrl }: Service, deviceCode: string, fields = {}) =>
  send(
    `${publicUrl}/oauth/token`,
    form({
      grant_type: DEVICE_CODE_GRANT_TYPE,
      client_id: 'dockpass',
      device_code: deviceCode,
      ...fields,
    }),
  );

async function signedIn(
  service: Service,
  changes?: Parameters<typeof addUser>[2],
): Promise<{ user: UserWithToken; browser: SmallBrowser }> {
  const user = await addUser(service.store, { acme: 'admin' }, changes);
  const browser = createSmallBrowser();
  const page = await browser.open(`${service.publicUrl}/sign-in/token`);
  await browser.submit(page, '/sign-in/token', { token: user.token });
  return { user, browser };
}

/** Up to the page that asks for a decision. */
async function shownTo(browser: SmallBrowser, service: Service, userCode: string): Promise<Shown> {
  const page = await browser.open(`${service.publicUrl}/device`);
  return await browser.submit(page, '/device', { user_code: userCode });
}

describe('an approved device', () => {
  test('gets a token of whoever approved it, which is recorded, and ends in 90 days', async () => {
    const service = await start();
    const { user, browser } = await signedIn(service);
    const { status, body, headers } = await ask(service);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${service.publicUrl}/device`,
      verification_uri_complete: `${service.publicUrl}/device?user_code=${body.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    const code = await browser.open(body.verification_uri_complete);
    expect(code.text).not.toContain('Approve');
    expect(code.source).toContain(`value="${body.user_code}"`);
    const asked = await browser.submit(code, '/device');
    for (const said of [body.user_code, 'dockpass login on laptop', '127.0.0.1', '90 days'])
      expect(asked.text).toContain(said);
    expect(asked.text).toContain('everything that you may do');
    const done = await browser.submit(asked, '/device/approve');
    expect(done.text).toContain('Approved. The command line is signed in as you.');

    const granted = await poll(service, body.device_code);
    expect(granted).toMatchObject({
      status: 200,
      body: { access_token: /^dpu_/, token_type: 'Bearer' },
    });
    expect(Math.abs(granted.body.expires_in - 90 * DAY)).toBeLessThan(60);
    const whoami = await fetch(`${service.publicUrl}/api/v1/whoami`, {
      headers: { authorization: `Bearer ${granted.body.access_token}` },
    });
    expect(await whoami.json()).toMatchObject({ user: { email: user.email } });
    const recorded = (await service.events()).filter(({ actor }) => actor === user.email);
    expect(recorded.slice(-2)).toMatchObject([
      {
        action: 'device_authorization.approve',
        detail: { after: { client_address: '127.0.0.1' } },
      },
      {
        action: 'user_token.create',
        detail: { after: { description: 'dockpass login on laptop' } },
        tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
    ]);
    expect(await poll(service, body.device_code)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    for (const secret of [body.device_code, granted.body.access_token])
      expect(service.log.join('') + JSON.stringify(await service.events())).not.toContain(secret);
  });

  test('gets none that outlives the token that its approver signed in with', async () => {
    const service = await start();
    const expiresAt = Math.floor(Date.now() / 1000) + DAY;
    const { browser } = await signedIn(service, { expiresAt });
    const { body } = await ask(service);
    await browser.submit(await shownTo(browser, service, body.user_code), '/device/approve');
    const granted = await poll(service, body.device_code);
    expect(granted.body.expires_in).toBeLessThanOrEqual(DAY);
  });

  test('gets nothing once its approver is disabled', async () => {
    const service = await start();
    const { user, browser } = await signedIn(service);
    const { body } = await ask(service);
    await browser.submit(await shownTo(browser, service, body.user_code), '/device/approve');
    await disableUser(service.store, user.userId);
    expect((await poll(service, body.device_code)).body.error).toBe('access_denied');
  });

  test.each(['signs out', 'ends all sessions', 'has the token revoked'])(
    'gets nothing once its approver %s',
    async (way) => {
      const service = await start();
      const { user, browser } = await signedIn(service);
      const { body } = await ask(service);
      await browser.submit(await shownTo(browser, service, body.user_code), '/device/approve');
      await service.store.change(async ({ sessions, userTokens }) => {
        if (way === 'has the token revoked') await userTokens.revoke(user.id, 1);
        else if (way === 'ends all sessions') await sessions.removeOthers(user.userId, null);
      });
      if (way === 'signs out')
        await browser.submit(await browser.open(`${service.publicUrl}/account`), '/sign-out');
      expect((await poll(service, body.device_code)).body.error).toBe('access_denied');
    },
  );

  test('is handed its token once, however many ask at once', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    await browser.submit(await shownTo(browser, service, body.user_code), '/device/approve');
    const answers = await Promise.all([1, 2, 3].map(() => poll(service, body.device_code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('a device that was not approved hears', () => {
  test('authorization_pending, and slow_down if it asks again within the interval', async () => {
    const service = await start();
    const { body } = await ask(service);
    const errors = [];
    for (const wait of [0, 1, 5, 4, 6]) {
      service.pass(wait);
      errors.push((await poll(service, body.device_code)).body.error);
    }
    expect(errors).toEqual([
      'authorization_pending',
      'slow_down',
      'authorization_pending',
      'slow_down',
      'authorization_pending',
    ]);
  });

  test('access_denied once somebody denied it', async () => {
    const service = await start();
    const { user, browser } = await signedIn(service);
    const { body } = await ask(service);
    const done = await browser.submit(
      await shownTo(browser, service, body.user_code),
      '/device/deny',
    );
    expect(done.text).toContain('Denied. The command line gets nothing.');
    expect((await poll(service, body.device_code)).body.error).toBe('access_denied');
    expect((await service.events()).at(-1)).toMatchObject({
      action: 'device_authorization.deny',
      actor: user.email,
    });
  });

  test('expired_token after ten minutes, and nobody can approve it any more', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    const asked = await shownTo(browser, service, body.user_code);
    service.pass(600);
    const late = await browser.submit(asked, '/device/approve');
    expect([late.status, late.text]).toEqual([410, expect.stringContaining('longer than 10 min')]);
    expect((await poll(service, body.device_code)).body.error).toBe('expired_token');
  });

  test('invalid_grant for a code that there is not', async () => {
    const service = await start();
    const answer = await poll(service, 'x'.repeat(43));
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
  });
});

test.each([
  ['another client', { client_id: 'other' }],
  ['no client', { client_id: '' }],
  ['a name that is too long', { device_name: 'x'.repeat(201) }],
])('%s is refused', async (_, fields) => {
  const answer = await ask(await start(), fields);
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
});

describe('a decision', () => {
  test('needs somebody who is signed in', async () => {
    const service = await start();
    const { body } = await ask(service);
    const page = await createSmallBrowser().open(body.verification_uri_complete);
    expect(page.url.pathname).toBe('/sign-in');
    expect(page.url.searchParams.get('to')).toBe(`/device?user_code=${body.user_code}`);
  });

  test.each(['approve', 'deny'])('to %s needs the key of the form and our origin', async (what) => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    const asked = await shownTo(browser, service, body.user_code);
    const forged = await browser.submit(asked, `/device/${what}`, { form_key: 'x' });
    expect(forged.status).toBe(403);
    const elsewhere = { ...asked, url: new URL('https://evil.example.com/') };
    const crossSite = await browser.submit(
      {
        ...elsewhere,
        forms: asked.forms.map((it) => ({ ...it, action: service.publicUrl + it.action })),
      },
      `/device/${what}`,
    );
    expect(crossSite.status).toBe(403);
    expect((await poll(service, body.device_code)).body.error).toBe('authorization_pending');
  });

  test('counts once', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    const asked = await shownTo(browser, service, body.user_code);
    await browser.submit(asked, '/device/deny');
    expect((await browser.submit(asked, '/device/approve')).status).toBe(410);
    expect((await poll(service, body.device_code)).body.error).toBe('access_denied');
  });

  test('for a code as people type it', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    const typed = ` ${body.user_code.toLowerCase().replace('-', ' ')} `;
    expect((await shownTo(browser, service, typed)).text).toContain(body.user_code);
  });

  test('is not to be had by guessing codes', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service);
    const statuses = [];
    for (let guess = 0; guess < 21; guess++)
      statuses.push((await shownTo(browser, service, 'BBBB-BBBB')).status);
    expect(statuses.slice(-2)).toEqual([400, 429]);
    expect((await shownTo(browser, service, body.user_code)).status).toBe(429);
  });

  test('shows markup in a name as text', async () => {
    const service = await start();
    const { browser } = await signedIn(service);
    const { body } = await ask(service, { device_name: '<script>alert(1)</script>' });
    const asked = await shownTo(browser, service, body.user_code);
    expect(asked.source).not.toContain('<script>alert');
    expect(asked.text).toContain('<script>alert(1)</script>');
  });
});
