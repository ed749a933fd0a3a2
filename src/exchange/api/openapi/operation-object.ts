import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { Access } from '../../flows/admin/access.ts';
import { id } from '../../flows/admin/fields.ts';
import type { Operation } from '../../flows/admin/operation.ts';
import { NAMED } from '../../flows/admin/references.ts';
import type { AdminRoute } from '../admin/routes.ts';
import { responsesObject } from './answers.ts';

const WHO: Record<Access, string> = {
  token: 'For whoever holds a live token of any kind.',
  user: 'For every user.',
  own: 'For every user, about what is their own.',
  member: 'For members of the organization.',
  self: 'For the user themself and admins of the organization.',
  admin: 'For admins of the organization.',
  operator: 'For operators of the installation.',
  machine: "For the command line on the exchange's own machine.",
};

const ifMatch = z
  .string()
  .optional()
  .meta({
    description: 'Carry it out only if the `ETag` is still one of these (RFC 9110 section 13.1.1).',
    examples: ['"mTHYq6aUuZTQiV2d9vQbVw"'],
  });

const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({
    description: 'For 24 hours the same request with this key is carried out once.',
    examples: ['8e03978e-40d5-43e8-bc93-6894a57f9324'],
  });

export function operationObject(route: AdminRoute): ZodOpenApiOperationObject {
  const [, path, operation] = route;
  const { name, summary, access, body } = operation;
  return {
    operationId: name,
    summary,
    description: WHO[access],
    tags: [name.split('.')[0] ?? name],
    requestParams: requestParams(path, operation),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
    }),
    responses: responsesObject(route),
  };
}

function requestParams(path: string, { kind, query, represent, target }: Operation) {
  const formOf = (name: string) =>
    (name === target.parameter && target.idForm) || (NAMED[name] ?? id);
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, formOf(name)]);
  const headers = {
    ...(represent && { 'If-Match': ifMatch }),
    ...(kind === 'change' && { 'Idempotency-Key': idempotencyKey }),
  };
  return {
    ...(parameters.length > 0 && { path: z.object(Object.fromEntries(parameters)) }),
    ...(query && { query }),
    ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
  };
}
