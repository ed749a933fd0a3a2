import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { type Service, type ServiceOptions, services } from '../exchange/service.ts';
import { launch } from '../support/browser/launch.ts';

/** Somebody who looks at a console: a browser profile of their own, with one window. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Opens a path of the console; resolves with the status. */
  open(path: string): Promise<number>;
  /** By the form for user access tokens, and on to `to`. */
  signIn(token: string, to?: string): Promise<void>;
  /** What would fail the test so far; takes it away. */
  takeFaults(): string[];
}

export interface VisitorOptions {
  /** Whether scripts run; by default they do. */
  script?: boolean;
  dark?: boolean;
  /** Pixels of the window; by default 1200. */
  width?: number;
  /** Origins beside the console's that pages may lead to, such as an OIDC provider's. */
  origins?: readonly string[];
}

export interface InBrowser {
  /** An exchange that really listens, under the address that browsers use. */
  console(options?: ServiceOptions): Promise<Service>;
  visitor(service: Pick<Service, 'publicUrl'>, options?: VisitorOptions): Promise<Visitor>;
}

/**
 * To be called once in a test file, whose name ends in `.browser.test.ts`: one browser for all its tests.
 * A test fails if any page of its visitors broke its content security policy, logged an error, threw, asked
 * another host, or was answered with 5xx.
 */
export function inBrowser(closeAfter: typeof afterAll = afterEach): InBrowser {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  closeAfter(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });
  const start = services(closeAfter, { forBrowsers: true });
  afterAll(() => browser?.close());

  return {
    console: start,
    async visitor({ publicUrl }, { script = true, dark = false, width = 1200, origins = [] } = {}) {
      if (!browser) throw new Error('the browser has not started');
      const context = await browser.newContext({
        baseURL: publicUrl,
        javaScriptEnabled: script,
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      context.setDefaultTimeout(10_000);
      collectFaults(context, [publicUrl, ...origins], faults);
      const page = await context.newPage();
      const open = async (path: string) => (await page.goto(path))?.status() ?? 0;
      return {
        context,
        page,
        open,
        takeFaults: () => faults.splice(0),
        async signIn(token, to = '/projects') {
          await open(`/sign-in/token?to=${encodeURIComponent(to)}`);
          await page.getByLabel('User access token').fill(token);
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
        },
      };
    },
  };
}

async function launchBrowser(): Promise<Browser> {
  const { TEST_BROWSER } = process.env;
  if (!TEST_BROWSER) throw new Error('jest.config.js has found no browser');
  return await launch(JSON.parse(TEST_BROWSER));
}

function collectFaults(
  context: BrowserContext,
  origins: readonly string[],
  faults: string[],
): void {
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusedPage(message)) faults.push(message.text());
  });
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && !origins.includes(origin)) faults.push(`asked ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} of ${response.url()}`);
  });
}

/** Chromium logs every answer above 399, those to what somebody has opened or sent as well. */
function isRefusedPage(message: ConsoleMessage): boolean {
  const about = message.location().url;
  return (
    /^Failed to load resource: .* status of 4\d\d /.test(message.text()) &&
    about === message.page()?.url()
  );
}
