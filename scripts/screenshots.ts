/** `npm run screenshots`: the pictures of the console in README.md and docs/console.md, in docs/images. */

import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { newUser } from '../__tests__/exchange/api/admin/administration.ts';
import { launch } from '../__tests__/support/browser/launch.ts';
import { findBrowser } from '../__tests__/support/browser/programs.ts';
import { furnish } from '../__tests__/support/furnished.ts';
import { startGitHubIssuer } from '../__tests__/support/github-issuer.ts';
import { quietPort } from '../__tests__/support/loopback.ts';
import { loadConfig } from '../src/exchange/config/load-config.ts';
import { startExchange } from '../src/exchange/main.ts';
import { openStore } from '../src/exchange/stores/open-store.ts';
import { systemRandom } from '../src/exchange/system/random.ts';

const FOLDER = resolve(import.meta.dirname, '../docs/images');

/** More would make the README slow on a train. */
const MOST_BYTES = 60_000;

/** Name of the file, and address; `EVENT` is the refused job's. */
const PICTURES = {
  overview: '/projects/acme/web',
  refusal: '/events/EVENT',
  trust: '/projects/acme/web/trust',
  settings: '/projects/acme/web/settings',
} as const;

const folder = mkdtempSync(join(tmpdir(), 'dockpass-screenshots-'));
try {
  await takeAll(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function takeAll(folder: string): Promise<void> {
  const program = findBrowser();
  if (!program) throw new Error('No Chromium starts here: set CHROME_PATH, or install Debian’s.');
  // The day that is made up ends now.
  let elapsed = -86_400_000;
  const clock = () => Date.now() + elapsed;
  const issuer = await startGitHubIssuer({ clock });
  const port = await quietPort();
  const publicUrl = `http://localhost:${port}`;
  const config = loadConfig({
    DOCKPASS_URL: publicUrl,
    DOCKPASS_DATABASE: `sqlite:${join(folder, 'dockpass.db')}`,
    PORT: String(port),
    DOCKPASS_RATE_LIMIT_ADDRESS: '0',
    DOCKPASS_RATE_LIMIT_REPOSITORY: '0',
    DOCKPASS_LOG_LEVEL: 'error',
  });
  const store = await openStore(config.database, { random: systemRandom });
  const token = await newUser(store, 'ada@acme.example', { operator: true });
  await store.close();
  const exchange = await startExchange(config, { clock });
  const browser = await launch(program);
  try {
    const pass = (seconds: number) => {
      elapsed += seconds * 1000;
    };
    const reference = await furnish({ url: exchange.url, publicUrl, issuer, pass }, token);
    await mkdir(FOLDER, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        baseURL: publicUrl,
        colorScheme,
        viewport: { width: 1120, height: 700 },
        deviceScaleFactor: 2,
        reducedMotion: 'reduce',
      });
      const page = await signedIn(context, token);
      for (const [name, path] of Object.entries(PICTURES))
        await take(page, path.replace('EVENT', reference), join(FOLDER, `${name}-${colorScheme}`));
    }
  } finally {
    await browser.close();
    await exchange.close();
    await issuer.close();
  }
}

async function signedIn(context: BrowserContext, token: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/sign-in/token');
  await page.getByLabel('User access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/projects');
  return page;
}

/** As WebP, which is a third of PNG here; less sharp until it is small enough. */
async function take(page: Page, path: string, file: string): Promise<void> {
  await page.goto(path);
  await page.evaluate('document.fonts.ready.then(() => null)');
  const session = await page.context().newCDPSession(page);
  for (const quality of [90, 80, 70, 60, 50, 40]) {
    const shot = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(shot.data, 'base64');
    if (bytes.length > MOST_BYTES) continue;
    await writeFile(`${file}.webp`, bytes);
    console.log(`${file}.webp  ${(bytes.length / 1000).toFixed(1)} kB, quality ${quality}`);
    return await session.detach();
  }
  throw new Error(`${path} does not fit into ${MOST_BYTES} bytes`);
}
