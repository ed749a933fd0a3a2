import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Handler } from '../http/answer.ts';
import { SECURITY_HEADERS } from './headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const FOLDER = join(import.meta.dirname, 'assets');

const FONT = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

/** What pages are made of beside markup: read once, served from memory. */
export interface Assets {
  /** With its hash, so that browsers may keep it for good. */
  urlOf(name: string): string;
  routes: readonly (readonly [path: string, handler: Handler])[];
}

export function loadAssets(): Assets {
  const own = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name))] as const);
  const font = readFileSync(createRequire(import.meta.url).resolve(FONT));
  const hashes = new Map([...own].map(([name, body]) => [name, hash('sha256', body).slice(0, 12)]));
  return {
    urlOf: (name) => `/assets/${name}?${hashes.get(name) ?? ''}`,
    routes: [...own, ['inter.woff2', font] as const].map(([name, body]) => [
      `/assets/${name}`,
      serve(name, body),
    ]),
  };
}

const YEAR = 31_536_000;

/**
 * Compressed, if it is text. Pages are not: the length of one that has a secret beside what somebody else wrote
 * would tell the secret (the BREACH attack).
 */
function serve(name: string, body: Uint8Array<ArrayBuffer>): Handler {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const zipped = type === 'font/woff2' ? null : gzipSync(body);
  return ({ req }) => {
    const isZipped = zipped !== null && /\bgzip\b/.test(req.header('accept-encoding') ?? '');
    const sent = isZipped ? zipped : body;
    // Icons and the font have no hash in their address.
    const lasts = req.url.includes('?') ? `${YEAR}, immutable` : '86400';
    return new Response(sent, {
      headers: {
        ...SECURITY_HEADERS,
        'content-type': type,
        'content-length': String(sent.byteLength),
        'cache-control': `public, max-age=${lasts}`,
        vary: 'accept-encoding',
        ...(isZipped && { 'content-encoding': 'gzip' }),
      },
    });
  };
}
