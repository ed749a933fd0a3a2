import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, Page } from 'playwright-core';

/** What is wrong with the page that is open: a sentence each. */
export async function faultsOf(page: Page): Promise<string[]> {
  const light = await accessibilityFaults(page, 'light');
  const wide = await overflowAt(page, 1440);
  const narrow = await overflowAt(page, 360);
  return [...light, ...wide, ...narrow, ...(await keyboardFaults(page))];
}

/** Contrast is all that a dark page can lack beside what a light one does. */
export async function faultsInTheDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const faults = await accessibilityFaults(page, 'dark', ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

async function accessibilityFaults(page: Page, theme: string, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${theme}: ${id}: ${help}: ${html.slice(0, 200)}`),
  );
}

/** What has to be wider scrolls by itself; the page never does. */
async function overflowAt(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  const widest: string = await page.evaluate(`(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return '';
    const wide = [...document.querySelectorAll('body *')].filter(
      (it) => it.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return wide.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)).join(' … ');
  })()`);
  return widest ? [`wider than ${width} px: ${widest}`] : [];
}

interface Focused {
  what: string;
  outlined: boolean;
  inView: boolean;
}

const MOST_STOPS = 120;

/** Tab from the top: the link past the navigation first, then everything that can be used, each seen. */
async function keyboardFaults(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 800 });
  const stops: Focused[] = [];
  await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)');
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const focused: Focused | 'same' | null = await page.evaluate(FOCUSED);
    if (focused === null) break;
    // Such as the day, month and year of one date.
    if (focused !== 'same') stops.push(focused);
  }
  const [first] = stops;
  const faults = first?.what.includes('Skip to content') ? [] : ['no link past the navigation'];
  const usable: number = await page.evaluate(USABLE);
  if (stops.length < Math.min(usable, MOST_STOPS))
    faults.push(`Tab reaches ${stops.length} of ${usable}`);
  for (const { what, outlined, inView } of stops) {
    if (!outlined) faults.push(`focus can't be seen: ${what}`);
    if (!inView) faults.push(`focus is out of view: ${what}`);
  }
  return faults;
}

const FOCUSED = `(() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  if (it.dataset.stopped === 'last') return 'same';
  if (it.dataset.stopped) return null;
  for (const last of document.querySelectorAll('[data-stopped]')) last.dataset.stopped = 'yes';
  it.dataset.stopped = 'last';
  const { outlineStyle, outlineWidth } = getComputedStyle(it);
  const { top, left, bottom, right } = it.getBoundingClientRect();
  return {
    what: it.outerHTML.slice(0, 120),
    outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    inView: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
  };
})()`;

/** Radio buttons of one name are one stop. */
const USABLE = `(() => {
  const usable = [...document.querySelectorAll(
    'a[href], button:not([disabled]), input:not([type=hidden], [disabled]), select, textarea, summary, [tabindex="0"]',
  )].filter((it) => it.checkVisibility({ visibilityProperty: true }));
  const groups = usable.filter((it) => it.type === 'radio').map((it) => it.name);
  return usable.filter((it) => it.type !== 'radio').length + new Set(groups).size;
})()`;

/** A dialog takes the focus, keeps it, ends with Escape, and gives the focus back. */
export async function dialogFaults(page: Page): Promise<string[]> {
  const links = await page.locator('[data-dialog]:visible').all();
  const faults: string[] = [];
  for (const link of links.slice(0, 5)) {
    const id = await link.getAttribute('data-dialog');
    await link.focus();
    await page.keyboard.press('Enter');
    const inside: boolean = await page.evaluate(focusIsIn(id));
    if (!inside) faults.push(`${id} does not take the focus`);
    for (let stop = 0; stop < 8; stop += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(`!${focusIsIn(id)} && document.activeElement !== document.body`))
        faults.push(`${id} lets the focus out`);
    }
    await page.keyboard.press('Escape');
    const back: boolean = await page.evaluate(
      `document.activeElement?.dataset.dialog === ${JSON.stringify(id)}`,
    );
    if (!back) faults.push(`${id} does not give the focus back`);
  }
  return faults;
}

const focusIsIn = (id: string | null) =>
  `Boolean(document.activeElement?.closest('dialog[open]#' + CSS.escape(${JSON.stringify(id)})))`;

const MOST_BYTES = 100_000;

/** What opening the page takes, with nothing in the cache. */
export async function transferFaults(page: Page, path: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    return await watchedTransfer(page, session, path);
  } finally {
    await session.detach();
  }
}

async function watchedTransfer(page: Page, session: CDPSession, path: string): Promise<string[]> {
  let bytes = 0;
  const asked: string[] = [];
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.requestWillBeSent', ({ request, type }) => {
    if (type !== 'EventSource' && !request.url.startsWith('data:'))
      asked.push(new URL(request.url).pathname);
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(path);
  await page.evaluate('document.fonts.ready.then(() => null)');
  const [, ...others] = asked;
  const strange = others.filter((it) => !it.startsWith('/assets/'));
  return [
    ...(bytes > MOST_BYTES ? [`${bytes} bytes`] : []),
    ...strange.map((it) => `asks for ${it} as well`),
  ];
}
