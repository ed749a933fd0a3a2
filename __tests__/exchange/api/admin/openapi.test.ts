import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ADMIN_ROUTES, type AdminRoute } from '../../../../src/exchange/api/admin/routes.ts';
import { printOpenApiDocument } from '../../../../src/exchange/api/openapi/document.ts';
import { type Answer, PUBLIC_URL, type Service, services } from '../../service.ts';
import { bodyOf, nameOf, request, worlds } from './requests.ts';
import { CALLERS } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document
type Json = any;

const start = services(afterAll);

let service: Service;
let served: Json;

const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  served = await (await fetch(`${service.url}/openapi.json`)).json();
  ajv.addSchema(served, 'openapi.json');
});

const world = worlds(() => service);

test('docs/openapi.json is what the code says (npm run build)', async () => {
  const path = new URL('../../../../docs/openapi.json', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(printOpenApiDocument());
});

test('it is served to everybody, for this installation', async () => {
  const { status, headers } = await fetch(`${service.url}/openapi.json`);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toMatch(/^public, max-age=/);
  expect(served.servers).toEqual([{ url: PUBLIC_URL }]);
  expect({ ...served, servers: [] }).toEqual({
    ...JSON.parse(printOpenApiDocument()),
    servers: [],
  });
});

describe('the document is sound', () => {
  test('it has every route, and no other', () => {
    const described = Object.entries<object>(served.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routed = ADMIN_ROUTES.map(
      ([method, path]) => `${method} /api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.toSorted()).toEqual(routed.toSorted());
  });

  test('every operation has an id of its own, a described tag, and who may', () => {
    const operations = ADMIN_ROUTES.map(operationOf);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ADMIN_ROUTES.length);
    const tags = new Set(served.tags.map(({ name }: Json) => name));
    expect(new Set(operations.flatMap((operation) => operation.tags))).toEqual(tags);
    expect(operations.filter(({ description }) => !description?.startsWith('For '))).toEqual([]);
  });

  test('every parameter of a path is declared, and no other', () => {
    for (const route of ADMIN_ROUTES) {
      const named = [...route[1].matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
      const declared = (operationOf(route).parameters ?? []).filter(
        (parameter: Json) => parameter.in === 'path',
      );
      expect(declared.map(({ name }: Json) => name)).toEqual(named);
      expect(declared.every(({ required }: Json) => required === true)).toBe(true);
    }
  });

  test('every reference leads somewhere', () => {
    const references = [...JSON.stringify(served).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    const missing = references.map(([, target = '']) => target).filter((target) => !at(target));
    expect(missing).toEqual([]);
  });

  test('every schema is one of JSON Schema 2020-12', () => {
    const meta = new Ajv2020({ strict: false, validateFormats: false });
    const schemas = schemasIn(served);
    expect(schemas.length).toBeGreaterThan(100);
    expect(schemas.filter((schema) => !meta.validateSchema(schema))).toEqual([]);
  });

  test('what takes If-Match and what takes Idempotency-Key says so', () => {
    const headersOf = (route: AdminRoute) =>
      (operationOf(route).parameters ?? [])
        .filter((parameter: Json) => parameter.in === 'header')
        .map(({ name }: Json) => name);
    for (const route of ADMIN_ROUTES) {
      const [method, path] = route;
      // What ends several sessions is about no single thing that could be read before.
      const expected = ['PUT', 'PATCH', 'DELETE'].includes(method) && path !== '/user/sessions';
      expect([nameOf(route), headersOf(route).includes('If-Match')]).toEqual([
        nameOf(route),
        expected,
      ]);
      if (method === 'GET') expect(headersOf(route)).toEqual([]);
    }
  });
});

describe.each(CALLERS)('what %s is answered is as described', (caller) => {
  test.each(ADMIN_ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s',
    async (_, route) => {
      const answer = await request(service, await world.current(), caller, route);
      if (answer.status < 300 && route[0] !== 'GET') world.spent();
      expect(faultsOf(route, answer)).toEqual([]);
    },
  );
});

test.each(ADMIN_ROUTES.map((route) => [nameOf(route), route] as const))(
  '%s: what is sent in these tests is as described, and what is senseless is not',
  async (_, route) => {
    const body = bodyOf(route, await world.current());
    const schema = pointer(route, 'requestBody', 'content', 'application/json', 'schema');
    if (body === undefined) return expect(at(schema)).toBeUndefined();
    expect(complaints(schema, body)).toEqual([]);
    expect(complaints(schema, { ...body, no_such_member: 1 })).not.toEqual([]);
  },
);

/** What is wrong with an answer according to the document. */
function faultsOf(route: AdminRoute, { status, headers, body }: Answer): unknown[] {
  const response = operationOf(route).responses[status];
  if (!response) return [`${status} is not described`];
  const { $ref } = response;
  const place = $ref ?? pointer(route, 'responses', `${status}`);
  const { content, headers: described = {} } = at(place);
  const mandatory = Object.entries<Json>(described)
    .filter(([name, { required }]) => required && headers.get(name) === null)
    .map(([name]) => `${name} is missing`);
  if (!content) return body === null ? mandatory : [...mandatory, 'there is a body'];
  const [type = ''] = Object.keys(content);
  if (headers.get('content-type') !== type) return [...mandatory, `it is no ${type}`];
  return [...mandatory, ...complaints(`${place}/content/${escaped(type)}/schema`, body)];
}

function complaints(schema: string, value: unknown): unknown[] {
  const validate = ajv.compile({ $ref: `openapi.json${schema}` });
  validate(value);
  return validate.errors ?? [];
}

function operationOf([method, path]: AdminRoute): Json {
  return served.paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`][method.toLowerCase()];
}

/** JSON Pointer (RFC 6901) of a part of an operation, as a fragment. */
function pointer([method, path]: AdminRoute, ...steps: string[]): string {
  const described = `/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`;
  return `#/${['paths', described, method.toLowerCase(), ...steps].map(escaped).join('/')}`;
}

function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function at(fragment: string): Json {
  const steps = fragment.slice('#/'.length).split('/');
  const names = steps.map((step) =>
    decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'),
  );
  return names.reduce((found: Json, name) => found?.[name], served);
}

/** What stands under `schema` or among the components. */
function schemasIn(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries<Json>(value).flatMap(([name, inner]) => {
    const inside = schemasIn(inner);
    if (name === 'schema') return [inner, ...inside];
    return name === 'schemas' ? [...Object.values(inner), ...inside] : inside;
  });
}
