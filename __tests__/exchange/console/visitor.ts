import { type DefaultTreeAdapterTypes, html, parse } from 'parse5';
import { PUBLIC_URL, type Service } from '../service.ts';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** A page as it was answered. */
export interface VisitedPage {
  status: number;
  headers: Headers;
  /** Markup. */
  source: string;
  /** What people read, with single spaces. */
  text: string;
  /** Every element with this name, in order. */
  all(tag: string): Element[];
}

/** Somebody at the console without a browser: requests as one would send them. */
export interface PageVisitor {
  get(path: string): Promise<VisitedPage>;
  /** Sends a form of the console, with its key. */
  post(path: string, fields?: Record<string, string>): Promise<VisitedPage>;
  /** For what is no page. The caller reads or cancels the body. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

/** Signs in with a user access token. */
export async function signIn(service: Pick<Service, 'url'>, token: string): Promise<PageVisitor> {
  const cookies = new Map<string, string>();
  const request: PageVisitor['request'] = async (path, { headers, ...init } = {}) => {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(service.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: sent, ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const get: PageVisitor['get'] = async (path) => await visited(await request(path));
  const formKey = async () => {
    const page = await get('/sign-in/token');
    // Who is signed in is led on; every page has the form to sign out.
    return keyIn(page.status === 200 ? page : await get('/projects'));
  };
  const post: PageVisitor['post'] = async (path, fields = {}) => {
    const body = new URLSearchParams({ form_key: await formKey(), ...fields });
    return await visited(
      await request(path, { method: 'POST', body, headers: { origin: PUBLIC_URL } }),
    );
  };
  const answer = await post('/sign-in/token', { token });
  if (answer.status !== 303) throw new Error(`could not sign in: ${answer.status} ${answer.text}`);
  return { get, post, request };
}

function keyIn(page: VisitedPage): string {
  const field = page.all('input').find((input) => attribute(input, 'name') === 'form_key');
  return (field && attribute(field, 'value')) ?? '';
}

async function visited(answer: Response): Promise<VisitedPage> {
  const source = await answer.text();
  const elements = elementsIn(parse(source));
  const { status, headers } = answer;
  const text = textOf(elements.find(({ tagName }) => tagName === 'body'));
  return {
    status,
    headers,
    source,
    text,
    all: (tag) => elements.filter(({ tagName }) => tagName === tag),
  };
}

function elementsIn(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsIn) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((it) => it.name === name)?.value;
}

/** What people read of it, with single spaces. */
export function textOf(node: Node | undefined): string {
  return node ? rawText(node).replace(/\s+/g, ' ').trim() : '';
}

function rawText(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  const isBlock = 'namespaceURI' in node && node.namespaceURI === html.NS.HTML;
  const inner = 'childNodes' in node ? node.childNodes.map(rawText).join('') : '';
  return isBlock ? ` ${inner} ` : inner;
}
