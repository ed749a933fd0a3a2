import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A page that a browser shows. */
export interface Shown {
  url: URL;
  status: number;
  headers: Headers;
  source: string;
  /** What people read, with single spaces. */
  text: string;
  /** Where its links with this text lead. */
  link(text: string): string;
  forms: ShownForm[];
}

interface ShownForm {
  action: string;
  /** What is filled in already. */
  fields: Record<string, string>;
}

/**
 * What a browser does with links, forms, cookies and redirects, across servers, without starting one: cookies
 * are kept for each host, and sent along wherever a link leads (SameSite=Lax).
 */
export interface SmallBrowser {
  /** Follows a link, and redirects until there is a page. `from`: the page that has it. */
  open(url: string | URL, from?: Shown): Promise<Shown>;
  /** The same up to the first redirect that leads to an address that begins so; resolves with that address. */
  openUntil(url: string | URL, prefix: string): Promise<string>;
  /** Sends the form of a page whose action ends so. */
  submit(page: Shown, action: string, fields?: Record<string, string>): Promise<Shown>;
  /** The same up to a redirect. */
  submitUntil(
    page: Shown,
    action: string,
    prefix: string,
    fields?: Record<string, string>,
  ): Promise<string>;
  /** By name, for one host. */
  cookies(url: string): ReadonlyMap<string, string>;
}

const MAX_REDIRECTS = 20;

/** `cookies`: what it has of a host already. */
export function createSmallBrowser(
  cookies?: ReadonlyMap<string, string>,
  host = 'http://localhost',
): SmallBrowser {
  const jars = new Map<string, Map<string, string>>();
  if (cookies) jars.set(new URL(host).host, new Map(cookies));
  const jarOf = (url: string | URL) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const request = async (url: URL, init: RequestInit = {}) => {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as object), ...(cookie && { cookie }) };
    const answer = await fetch(url, { redirect: 'manual', ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  const follow = async (start: URL, init: RequestInit, until?: string): Promise<Shown | string> => {
    let url = start;
    let answer = await request(url, init);
    for (let count = 0; count < MAX_REDIRECTS; count++) {
      const location = answer.headers.get('location');
      if (location === null) return await shown(url, answer);
      await answer.body?.cancel();
      url = new URL(location, url);
      if (until !== undefined && url.href.startsWith(until)) return url.href;
      answer = await request(url);
    }
    throw new Error(`${start.href} redirects without end`);
  };
  const page = (result: Shown | string): Shown => {
    if (typeof result === 'string') throw new Error(`there is no page at ${result}`);
    return result;
  };
  const redirected = (result: Shown | string): string => {
    if (typeof result === 'string') return result;
    throw new Error(`no redirect, but a page: ${result.status} ${result.text}`);
  };
  const send = (
    { url, forms, text }: Shown,
    action: string,
    fields: Record<string, string>,
    until?: string,
  ) => {
    const form = forms.find((it) => it.action.endsWith(action));
    if (!form) throw new Error(`there is no form ${action} in: ${text}`);
    const body = new URLSearchParams({ ...form.fields, ...fields });
    const init = { method: 'POST', body, headers: { origin: url.origin } };
    return follow(new URL(form.action, url), init, until);
  };
  return {
    open: async (url, from) => page(await follow(new URL(url), { headers: siteOf(url, from) })),
    openUntil: async (url, prefix) => redirected(await follow(new URL(url), {}, prefix)),
    submit: async (shownPage, action, fields = {}) => page(await send(shownPage, action, fields)),
    submitUntil: async (shownPage, action, prefix, fields = {}) =>
      redirected(await send(shownPage, action, fields, prefix)),
    cookies: jarOf,
  };
}

/** Where a link stands, as browsers say it (Fetch Metadata, section 2.3). */
function siteOf(url: string | URL, from: Shown | undefined): Record<string, string> {
  if (!from) return {};
  return {
    'sec-fetch-site': from.url.origin === new URL(url).origin ? 'same-origin' : 'cross-site',
  };
}

async function shown(url: URL, answer: Response): Promise<Shown> {
  const source = await answer.text();
  const elements = elementsIn(parse(source));
  const named = (tag: string) => elements.filter(({ tagName }) => tagName === tag);
  return {
    url,
    status: answer.status,
    headers: answer.headers,
    source,
    text: elements
      .filter(({ tagName }) => tagName === 'body')
      .map(textOf)
      .join(''),
    link(text) {
      const link = named('a').find((it) => textOf(it).includes(text));
      if (!link) throw new Error(`there is no link ${text}`);
      return new URL(attribute(link, 'href'), url).href;
    },
    forms: named('form').map((form) => ({
      action: attribute(form, 'action'),
      fields: Object.fromEntries(
        elementsIn(form)
          .filter(({ tagName }) => tagName === 'input')
          .map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
      ),
    })),
  };
}

function elementsIn(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsIn) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

function attribute({ attrs }: Element, name: string): string {
  return attrs.find((it) => it.name === name)?.value ?? '';
}

function textOf(node: Node): string {
  return rawText(node).replace(/\s+/g, ' ').trim();
}

function rawText(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(rawText).join(' ') : '';
}
