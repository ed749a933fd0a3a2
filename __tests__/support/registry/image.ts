import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Blob {
  digest: string;
  size: number;
}

/**
 * An OCI image layout (https://github.com/opencontainers/image-spec) with one layer that no other
 * image has. Returns the digest of its manifest.
 */
export async function writeImage(folder: string): Promise<string> {
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
  const files = tarOf('greeting', `Hello, ${randomUUID()}!\n`);
  // Clients would compress it themselves, and the manifest would be another one.
  const layer = await writeBlob(folder, gzipSync(files));
  const config = await writeBlob(
    folder,
    json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(files)] },
    }),
  );
  const type = 'application/vnd.oci.image';
  const manifest = await writeBlob(
    folder,
    json({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: { mediaType: `${type}.config.v1+json`, ...config },
      layers: [{ mediaType: `${type}.layer.v1.tar+gzip`, ...layer }],
    }),
  );
  const entry = { mediaType: `${type}.manifest.v1+json`, ...manifest };
  await writeFile(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [entry] }));
  return manifest.digest;
}

/** Of the only image in an OCI layout. */
export async function digestIn(folder: string): Promise<string> {
  const { manifests } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  return manifests[0].digest;
}

async function writeBlob(folder: string, content: Buffer): Promise<Blob> {
  const digest = digestOf(content);
  await writeFile(join(folder, 'blobs', digest.replace(':', '/')), content);
  return { digest, size: content.length };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A tar archive (POSIX ustar) with one file. */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  const size = Buffer.byteLength(content).toString(8).padStart(11, '0');
  const fields: [offset: number, text: string][] = [
    [0, name],
    [100, '0000644\0'],
    [108, '0000000\0'],
    [116, '0000000\0'],
    [124, `${size}\0`],
    [136, '00000000000\0'],
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\x0000'],
  ];
  for (const [offset, text] of fields) header.write(text, offset, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}
