import {
  attribute,
  type Element,
  type PageVisitor,
  rawText,
  type VisitedPage,
} from '../exchange/console/visitor.ts';

/** A page and the address that led to it. */
export interface Crawled {
  address: string;
  page: VisitedPage;
}

/** Far more than there are: a crawl that finds more goes in circles. */
const MOST = 1000;

/** Every page that links lead to, each address once, from `/projects` on. */
export async function crawl(visitor: PageVisitor): Promise<Crawled[]> {
  const crawled: Crawled[] = [];
  const addresses = new Set(['/projects']);
  for (const address of addresses) {
    if (crawled.length > MOST) throw new Error(`there is no end of pages: ${address}`);
    const page = await visitor.get(address);
    crawled.push({ address, page });
    for (const link of linksOf(page)) addresses.add(link);
  }
  return crawled;
}

/** Addresses of ours, without what is behind `#`, and where a redirect leads to. */
function linksOf(page: VisitedPage): string[] {
  const location = page.headers.get('location');
  const links = page.all('a').flatMap((link) => attribute(link, 'href') ?? []);
  return [...links, ...(location === null ? [] : [location])]
    .filter((href) => /^\/(?!\/)/.test(href))
    .map((href) => href.replace(/#.*/, ''));
}

export interface SentForm {
  action: string;
  /** Names of the fields that somebody writes into, and what stands in them. */
  written: readonly string[];
  /** Everything that a browser would send. */
  fields: Record<string, string>;
}

/** Forms that change something, or (`get`) that search. */
export function formsOf(page: VisitedPage, method: 'post' | 'get' = 'post'): SentForm[] {
  return page
    .all('form')
    .filter((form) => (attribute(form, 'method') ?? 'get') === method)
    .map((form) => formIn(page, form));
}

const CONTROLS = ['input', 'textarea', 'select'];

function formIn(page: VisitedPage, form: Element): SentForm {
  const controls = CONTROLS.flatMap((tag) => page.all(tag)).filter((it) => isIn(it, form));
  const fields: Record<string, string> = {};
  const written: string[] = [];
  for (const control of controls) {
    const [name = '', type = 'text'] = [attribute(control, 'name'), attribute(control, 'type')];
    const isChoice = type === 'checkbox' || type === 'radio' || control.tagName === 'select';
    if (control.tagName === 'select') fields[name] = selected(page, control);
    else if (!isChoice || attribute(control, 'checked') !== undefined)
      fields[name] = attribute(control, 'value') ?? '';
    if (control.tagName === 'textarea') fields[name] = rawText(control);
    if (!isChoice && type !== 'hidden') written.push(name);
  }
  return { action: attribute(form, 'action') ?? '', written, fields };
}

function selected(page: VisitedPage, select: Element): string {
  const options = page.all('option').filter((it) => isIn(it, select));
  const chosen = options.find((it) => attribute(it, 'selected') !== undefined) ?? options[0];
  return (chosen && attribute(chosen, 'value')) ?? '';
}

export function isIn(element: Element, ancestor: Element): boolean {
  for (let it = element.parentNode; it; it = 'parentNode' in it ? it.parentNode : null)
    if (it === ancestor) return true;
  return false;
}
