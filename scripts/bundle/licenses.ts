import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages in the bundle. ncc's own list leaves out packages whose modules it has merged into
 * one; tunnel comes in by the back door of tunnel.cjs.
 */
const PACKAGES = ['@actions/core', '@actions/http-client', 'jose', 'tunnel'];

/** The licences of all bundled packages; throws if a bundle holds a package that is not listed. */
export function licenses(root: string, bundles: readonly string[]): string {
  for (const [, name = ''] of bundles
    .join('\n')
    .matchAll(/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//g))
    if (!PACKAGES.includes(name)) throw new Error(`${name} is bundled: add it to licenses.ts.`);
  return PACKAGES.map((name) => licenseOf(root, name)).join('\n');
}

function licenseOf(root: string, name: string): string {
  const folder = join(root, 'node_modules', name);
  const file = ['LICENSE', 'LICENSE.md'].map((base) => join(folder, base)).find(existsSync);
  if (!file) throw new Error(`${name} has no licence file.`);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
  return `${name} ${manifest.version} (${manifest.license})\n\n${text}\n`;
}
