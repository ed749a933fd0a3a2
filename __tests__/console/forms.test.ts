import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createWorld, type World } from '../exchange/api/admin/world.ts';
import { type PageVisitor, signIn, visit } from '../exchange/console/visitor.ts';
import { type Service, services } from '../exchange/service.ts';
import { addressOf, CONSOLE, namesIn, PAGES } from './pages.ts';

const start = services(afterAll);
let service: Service;
let world: World;
let operator: PageVisitor;
/** Of another session of the same person. */
let strangeKey: string;
let ownKey: string;

beforeAll(async () => {
  service = await start({ config: CONSOLE });
  world = await createWorld(service.store);
  const token = world.tokens.operator ?? '';
  operator = await signIn(service, token);
  strangeKey = await (await signIn(service, token)).formKey();
  ownKey = await operator.formKey();
});

interface Attack {
  key?: () => string;
  headers: () => Record<string, string>;
}

const OWN = () => ({ origin: service.publicUrl });

const ATTACKS: Record<string, Attack> = {
  'from another site': { key: () => ownKey, headers: () => ({ origin: 'https://evil.example' }) },
  'from a page without an origin': { key: () => ownKey, headers: () => ({ origin: 'null' }) },
  'from the same site, but another name': {
    key: () => ownKey,
    headers: () => ({ origin: service.publicUrl.replace('//', '//evil.') }),
  },
  'by another site’s page, whose browser keeps the origin to itself': {
    key: () => ownKey,
    headers: () => ({ 'sec-fetch-site': 'cross-site' }),
  },
  'by no browser': { key: () => ownKey, headers: () => ({}) },
  'without a form key': { headers: OWN },
  'with the form key of another session': { key: () => strangeKey, headers: OWN },
  'with the form key of nobody': { key: () => '', headers: OWN },
};

const FORMS = PAGES.filter(({ method }) => method === 'POST');

describe.each(FORMS)('$name', (page) => {
  test.each(Object.entries(ATTACKS))('is refused %s', async (_, { key, headers }) => {
    const address = addressOf(page, namesIn(page, world, 'operator'));
    const before = stored();
    const body = new URLSearchParams(key && { form_key: key() });
    for (const visitor of [operator, visit(service)]) {
      const answer = await visitor.request(address, { method: 'POST', body, headers: headers() });
      expect(await answer.text()).toContain('nothing was changed');
      expect(answer.status).toBe(403);
    }
    expect(stored()).toEqual(before);
  });

  test('changes nothing as a link', async () => {
    const address = addressOf(page, namesIn(page, world, 'operator'));
    const before = stored();
    const answer = await operator.request(`${address}?form_key=${ownKey}`);
    await answer.text();
    expect([200, 303, 404, 405]).toContain(answer.status);
    expect(stored()).toEqual(before);
  });
});

/** Whatever the database holds, but when a session was last seen. */
function stored(): Record<string, unknown[]> {
  const database = new DatabaseSync(join(service.folder, 'dockpass.db'), { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        database
          .prepare(`select * from "${String(name)}"`)
          .all()
          .map(({ last_seen_at: _, ...row }) => row),
      ]),
    );
  } finally {
    database.close();
  }
}
