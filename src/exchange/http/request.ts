import { isProjectPath, type ProjectPath } from '../../protocol/projects.ts';
import { quote } from '../identity/quote.ts';
import { wrongAudience } from '../identity/verify.ts';
import { Refusal } from '../refusal.ts';
import type { ApiContext } from './answer.ts';

/** Bytes. An ID token is refused beyond 16 KiB; this leaves room for many a `resource` beside it. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The body as text if it has the media type that the endpoint speaks. What is longer than the cap
 * is refused before it is read, or, if it does not say its length, as soon as it passes the cap.
 */
export async function readBody(
  context: ApiContext,
  mediaType: string,
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  const { incoming } = context.env;
  if (mediaTypeOf(incoming.headers['content-type']) !== mediaType)
    throw new Refusal('malformed_request', `Send the request with Content-Type: ${mediaType}.`);
  try {
    if (incoming.headers['transfer-encoding'] === undefined) {
      if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
      return await context.req.text();
    }
    return await readStream(context, maxBytes);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const message = 'The request ended before its body was complete; send it again.';
    throw new Refusal('malformed_request', message, { cause: error });
  }
}

async function readStream(context: ApiContext, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(maxBytes: number): Refusal {
  const message = `The request body is larger than ${maxBytes} bytes; send only what is asked for.`;
  return new Refusal('malformed_request', message, { kind: 'too_large' });
}

/** Without its parameters (RFC 9110 section 8.3.1), of which `charset` is the only one ever sent. */
function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Parameters of an OAuth request, RFC 6749 appendix B. */
export type Form = URLSearchParams;

/** `parseBody` of Hono is four times slower than this. */
export async function readForm(context: ApiContext): Promise<Form> {
  return new URLSearchParams(await readBody(context, 'application/x-www-form-urlencoded'));
}

/**
 * RFC 6749 section 3.2: a parameter without a value counts as omitted, and none may come twice:
 * which of the two would count is what a request smuggler plays with.
 */
export function optionalParameter(form: Form, name: string): string | undefined {
  const values = form.getAll(name);
  if (values.length > 1)
    throw new Refusal('malformed_request', `The parameter ${name} may be sent only once.`);
  return values[0] || undefined;
}

export function requiredParameter(form: Form, name: string): string {
  const value = optionalParameter(form, name);
  if (value === undefined)
    throw new Refusal('malformed_request', `The parameter ${name} is missing.`);
  return value;
}

/** For the one kind that may be repeated. */
export function repeatedParameter(form: Form, name: string): string[] {
  return form.getAll(name).filter((value) => value !== '');
}

/** More than any job needs, and few enough to look up in one query. */
const MAX_RESOURCES = 100;

/**
 * The projects that the parameter `resource` names (RFC 8707 section 2, RFC 8693 section 2.1), each
 * once; null if it names none. `installation` is DOCKPASS_URL.
 */
export function parseResources(form: Form, installation: string): ProjectPath[] | null {
  const resources = repeatedParameter(form, 'resource');
  if (resources.length === 0) return null;
  if (resources.length > MAX_RESOURCES)
    throw refused(`At most ${MAX_RESOURCES} projects can be named in one request.`);
  return [...new Set(resources.map((resource) => parseResource(resource, installation)))];
}

/** An exchange and one of its projects. */
const PROJECT_URL = /^(https?:\/\/.+)\/([^/]+\/[^/]+)$/;

function parseResource(resource: string, installation: string): ProjectPath {
  const [, exchange, project = ''] = PROJECT_URL.exec(resource) ?? [];
  if (!isProjectPath(project))
    throw refused(
      `Each resource must be a project of this exchange, written ${installation}/organization/project.`,
    );
  if (exchange !== installation)
    throw wrongAudience(`A resource is ${quote(resource)}`, installation);
  return project;
}

function refused(message: string): Refusal {
  return new Refusal('malformed_request', message, { kind: 'invalid_target' });
}

/** RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
}
