import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { findPrograms } from '../programs.ts';

/** A Chromium that can be started. */
export interface BrowserProgram {
  path: string;
  /** Variables that it needs beside our own. */
  env: Record<string, string>;
}

/**
 * CHROME_PATH, then Debian's chromium, then the npm package @sparticuz/chromium. Whoever sets CHROME_PATH
 * means that one: if it does not start, there is none.
 */
export function findBrowser(): BrowserProgram | undefined {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return started({ path: CHROME_PATH, env: {} });
  for (const path of findPrograms('chromium')) {
    const debians = started({ path, env: {} });
    if (debians) return debians;
  }
  return unpacked();
}

/** Not silently: a green run must not be taken for more than it was. */
export function sayThatItIsSkipped(): void {
  process.stderr.write(
    '\nSKIPPED: tests in a browser: no Chromium starts here. Install Debian’s chromium (libnss3 is enough on\n' +
      'x64), or set CHROME_PATH.\n\n',
  );
}

function started(program: BrowserProgram): BrowserProgram | undefined {
  const env = { ...process.env, ...program.env };
  return spawnSync(program.path, ['--version'], { env }).status === 0 ? program : undefined;
}

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache');

const UNPACK =
  "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());";

/**
 * Of the npm package, which holds it packed: once, for about five seconds, beside the package. It unpacks into
 * the folder for temporary files, where others could change what we run, so we give it a folder of its own.
 */
function unpacked(): BrowserProgram | undefined {
  const version = installedVersion();
  if (version === undefined) return undefined;
  const folder = join(CACHE, `chromium-${version}`);
  const program = {
    path: join(folder, 'chromium'),
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
  if (existsSync(folder)) return program;
  mkdirSync(CACHE, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const options = {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: fresh, TMP: fresh, TEMP: fresh },
    };
    spawnSync(process.execPath, ['--input-type=module', '--eval', UNPACK], options);
    writeFileSync(join(fresh, 'fonts.conf'), fontSettings(folder));
    if (!started({ path: join(fresh, 'chromium'), env: {} })) return undefined;
    renameSync(fresh, folder);
  } catch (error) {
    // Another process was quicker, or there is no room.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return program;
}

/** There is one for x64 only. */
function installedVersion(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const require = createRequire(import.meta.url);
    const entry = require.resolve('@sparticuz/chromium');
    return require(join(dirname(entry), '../package.json')).version;
  } catch {
    return undefined;
  }
}

/** The machine's fonts, and the package's for machines that have none. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
