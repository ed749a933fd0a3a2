import { attribute, type Element, type PageVisitor, type VisitedPage } from './visitor.ts';

/** What the fields of the page's form hold, by name; of boxes those that are checked. */
export function fieldsOf(page: VisitedPage): Record<string, string> {
  const fields = [...page.all('input'), ...page.all('textarea'), ...page.all('select')];
  return Object.fromEntries(
    fields.filter(isSent).flatMap((field) => {
      const name = attribute(field, 'name');
      return name === undefined || name === 'form_key' ? [] : [[name, heldBy(field)]];
    }),
  );
}

function isSent(field: Element): boolean {
  const isBox = ['checkbox', 'radio'].includes(attribute(field, 'type') ?? '');
  return !isBox || attribute(field, 'checked') !== undefined;
}

function heldBy(field: Element): string {
  if (field.tagName === 'textarea') return childText(field);
  if (field.tagName !== 'select') return attribute(field, 'value') ?? '';
  const options = field.childNodes.filter((node): node is Element => 'tagName' in node);
  const chosen = options.find((option) => attribute(option, 'selected') !== undefined);
  return (chosen && attribute(chosen, 'value')) ?? '';
}

function childText({ childNodes }: Element): string {
  return childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

/** Opens a form, fills it in and sends it where it says. */
export async function send(
  visitor: PageVisitor,
  path: string,
  fields: Record<string, string> = {},
): Promise<VisitedPage> {
  const page = await visitor.get(path);
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}: ${page.text}`);
  return await visitor.post(path, { ...fieldsOf(page), ...fields });
}

/** Where a change led, once it was made. */
export async function follow(visitor: PageVisitor, answer: VisitedPage): Promise<VisitedPage> {
  if (answer.status !== 303) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return await visitor.get((answer.headers.get('location') ?? '').replace(/#.*/, ''));
}

/** What is said beside each field that is at fault. */
export function faultsOf(page: VisitedPage): string[] {
  return page
    .all('p')
    .filter((it) => attribute(it, 'class') === 'fault')
    .map((it) => deepText(it).trim());
}

function deepText(element: Element): string {
  return element.childNodes
    .map((node) => {
      if ('value' in node) return node.value;
      return 'tagName' in node ? deepText(node) : '';
    })
    .join('');
}

/** Addresses of the links and forms that the page offers. */
export function offers(page: VisitedPage): string[] {
  return [
    ...page.all('a').map((link) => attribute(link, 'href') ?? ''),
    ...page.all('form').map((form) => attribute(form, 'action') ?? ''),
  ];
}
