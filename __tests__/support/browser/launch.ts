import { type Browser, chromium } from 'playwright-core';
import type { BrowserProgram } from './programs.ts';

/** Nothing but this machine can be reached from it. */
export async function launch({ path, env }: BrowserProgram): Promise<Browser> {
  return await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
    // So that the back button is what it is for people.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}
