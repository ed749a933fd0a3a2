import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ADMIN_BASE, PATHS } from '../../../protocol/token-exchange.ts';
import { ADMIN_ROUTES } from '../admin/routes.ts';
import { operationObject } from './operation-object.ts';

const DESCRIPTION = `
What administers a Dockpass installation. Send \`Authorization: Bearer\` with a user access token
(\`dpu_…\`). Lists come in pages, errors as problem documents (RFC 9457), updates and deletions take
\`If-Match\`, creations \`Idempotency-Key\`.

Jobs need none of this. They exchange their ID token at \`POST ${PATHS.token}\` (RFC 8693), revoke at
\`POST ${PATHS.revoke}\` (RFC 7009), and services ask about tokens at \`POST ${PATHS.introspect}\`
(RFC 7662); \`GET ${PATHS.metadata}\` (RFC 8414) describes these.
`.trim();

const TAGS: Record<string, string> = {
  whoami: 'The token that is sent.',
  user_token: "One's own user access tokens.",
  identity: "One's own accounts at OIDC providers.",
  passkey: "One's own passkeys.",
  session: "One's own sessions of the console.",
  user_invitation: 'Invitations to oneself.',
  organization: 'Tenants.',
  member: 'Who belongs to an organization.',
  invitation: 'Who is asked to become a member.',
  invitation_link: 'One-time links to pass on to those who are asked.',
  project: 'What tokens are issued for.',
  trust_relationship: 'Whose jobs get build tokens for a project.',
  repository: 'What the host of a repository says of it.',
  builder: 'Where the builds of a project run.',
  builder_authority: "Who vouches for the clients of a project's builder.",
  project_token: 'Static tokens of one project.',
  audit_event: 'What happened.',
  user: 'People, for operators.',
  issuer: 'OIDC providers.',
  registry: 'Container registries, for operators.',
  registry_root: 'What registries trust, for operators.',
  installation: 'The exchange itself, for operators.',
  policy: 'The whole installation as one file, for operators.',
};

/** OpenAPI 3.1, from the schemas that judge requests. `url` is DOCKPASS_URL. */
export function openApiDocument(url: string): object {
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Dockpass admin API',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url }],
      security: [{ token: [] }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: pathsObject(),
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A user access token (`dpu_…`); for `whoami` any token of this exchange.',
          },
        },
      },
    },
    {
      override({ jsonSchema }) {
        // zod spells out what `uuid` and `date-time` mean, in expressions that nobody can read.
        if ('format' in jsonSchema) delete jsonSchema.pattern;
      },
    },
  );
}

function pathsObject(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of ADMIN_ROUTES) {
    const [method, pattern] = route;
    const path = ADMIN_BASE + pattern.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(route) };
  }
  return paths;
}

/** docs/openapi.json. */
export function printOpenApiDocument(): string {
  return `${JSON.stringify(openApiDocument('https://dockpass.example.com'), null, 2)}\n`;
}
