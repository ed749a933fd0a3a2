import { type DefaultTreeAdapterTypes, html, parse } from 'parse5';
import type { Service } from '../service.ts';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;
type Text = DefaultTreeAdapterTypes.TextNode;

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
  /** Every piece of text between tags, in order. */
  texts(): Text[];
}

/** Somebody at the console without a browser: requests as one would send them. */
export interface PageVisitor {
  get(path: string): Promise<VisitedPage>;
  /** Sends a form of the console, with its key. */
  post(path: string, fields?: Record<string, string>): Promise<VisitedPage>;
  /** Goes with every form of its session. */
  formKey(): Promise<string>;
  /** For what is no page. The caller reads or cancels the body. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** What the browser keeps, by name. */
  cookies: ReadonlyMap<string, string>;
}

type Address = Pick<Service, 'url' | 'publicUrl'>;

/** Signs in with a user access token. `headers`: of the browser. */
export async function signIn(
  service: Address,
  token: string,
  headers: Record<string, string> = {},
): Promise<PageVisitor> {
  const visitor = visit(service, headers);
  const answer = await visitor.post('/sign-in/token', { token });
  if (answer.status !== 303) throw new Error(`could not sign in: ${answer.status} ${answer.text}`);
  return visitor;
}

/** Somebody who has yet to sign in. `kept`: what the browser has already. */
export function visit(
  service: Address,
  own: Record<string, string> = {},
  kept: PageVisitor['cookies'] = new Map(),
): PageVisitor {
  const cookies = new Map(kept);
  const request: PageVisitor['request'] = async (path, { headers, ...init } = {}) => {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(service.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: sent, ...own, ...headers },
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
      await request(path, { method: 'POST', body, headers: { origin: service.publicUrl } }),
    );
  };
  return { get, post, formKey, request, cookies };
}

function keyIn(page: VisitedPage): string {
  const field = page.all('input').find((input) => attribute(input, 'name') === 'form_key');
  return (field && attribute(field, 'value')) ?? '';
}

async function visited(answer: Response): Promise<VisitedPage> {
  const source = await answer.text();
  const tree = parse(source);
  const elements = elementsIn(tree);
  const { status, headers } = answer;
  const text = textOf(elements.find(({ tagName }) => tagName === 'body'));
  return {
    status,
    headers,
    source,
    text,
    all: (tag) => elements.filter(({ tagName }) => tagName === tag),
    texts: () => textsIn(tree),
  };
}

function textsIn(node: Node): Text[] {
  if (node.nodeName === '#text') return [node as Text];
  return 'childNodes' in node ? node.childNodes.flatMap(textsIn) : [];
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
  return node ? spacedText(node).replace(/\s+/g, ' ').trim() : '';
}

/** Of all its pieces, as they are written. */
export function rawText(node: Node): string {
  return textsIn(node)
    .map(({ value }) => value)
    .join('');
}

function spacedText(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  const isBlock = 'namespaceURI' in node && node.namespaceURI === html.NS.HTML;
  const inner = 'childNodes' in node ? node.childNodes.map(spacedText).join('') : '';
  return isBlock ? ` ${inner} ` : inner;
}
