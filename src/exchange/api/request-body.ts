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
