import { type Content, DOCTYPE, type Html, html, NOTHING, written } from './html.ts';
import { icon } from './icon.ts';

/** A page, without what all pages have in common. */
export interface View {
  /** First what is particular: `Settings`. Browsers and screen readers get it with the rest. */
  title: string;
  /** Of the whole: what it is part of, from the outside to the inside. */
  path?: readonly { label: string; href: string }[];
  tabs?: readonly Tab[];
  /** Which of the navigation's entries it belongs to. */
  section?: Section;
  /** First-party modules that make it more comfortable: names of files in `assets/`. */
  scripts?: readonly Script[];
  body: Html;
  /** Beside the heading. */
  actions?: Content;
  /** Where a narrow page reads better, such as one with a single form. */
  narrow?: boolean;
  status?: number;
}

export interface Tab {
  label: string;
  href: string;
  current: boolean;
  /** Whether only admins of the organization that the address names may open it. */
  adminsOnly?: boolean;
}

export type Section = 'projects' | 'organizations' | 'installation' | 'account';

export type Script = 'console' | 'passkey' | 'live' | 'trust';

/** What the frame shows of who is signed in. */
export interface Frame {
  /** Null: nobody. */
  user: { email: string; operator: boolean; formKey: string } | null;
  assetUrl(name: string): string;
  /** What was just done; see `notices.ts`. */
  notice: string | null;
}

export function document(view: View, frame: Frame): Html {
  const { title, scripts = [], narrow = false } = view;
  const context = (view.path ?? []).map(({ label }) => label).toReversed();
  const { assetUrl } = frame;
  return html`${DOCTYPE}<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${[title, ...context, 'Dockpass'].join(' · ')}</title>
<link rel="icon" href="${assetUrl('favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('console.css')}">
${['console' as const, ...scripts].map((name) => html`<script type="module" src="${assetUrl(`${name}.js`)}"></script>`)}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${topBar(view, frame)}
<main id="main" class="${narrow ? 'narrow' : ''}">
${heading(view)}
${frame.notice && html`<p class="notice success" role="status">${icon('circle-check')} <span>${frame.notice}</span></p>`}
${view.body}
</main>
</body>
</html>`;
}

function topBar({ section }: View, { user }: Frame): Html {
  if (user === null)
    return html`<header class="top"><a class="brand" href="/">${mark()}Dockpass</a></header>`;
  const link = (name: Section, href: string, label: string) =>
    html`<a href="${href}"${section === name && html` aria-current="page"`}>${label}</a>`;
  return html`<header class="top">
<a class="brand" href="/projects">${mark()}Dockpass</a>
<nav aria-label="Main">
${link('projects', '/projects', 'Projects')}
${link('organizations', '/organizations', 'Organizations')}
${user.operator && link('installation', '/installation', 'Installation')}
</nav>
<div class="who">
<a href="/account"${section === 'account' && html` aria-current="page"`} title="${user.email}">${icon('circle-user')}<span class="wide">${written(user.email)}</span><span class="hidden">Account</span></a>
<form method="post" action="/sign-out"><input type="hidden" name="form_key" value="${user.formKey}"><button class="quiet" title="Sign out">${icon('log-out')}<span class="hidden">Sign out</span></button></form>
</div>
</header>`;
}

function mark(): Html {
  return html`<svg class="mark" aria-hidden="true" width="20" height="20" viewBox="0 0 20 20"><path d="M3 4.5A1.5 1.5 0 0 1 4.5 3h11A1.5 1.5 0 0 1 17 4.5V8a2 2 0 0 0 0 4v3.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15.500V12a2 2 0 0 0 0-4z"></path></svg>`;
}

function heading({ title, path = [], tabs = [], actions }: View): Html {
  return html`<div class="heading">
${path.length > 0 && html`<nav class="path" aria-label="Breadcrumb"><ol>${path.map(({ label, href }) => html`<li><a href="${href}">${written(label)}</a></li>`)}</ol></nav>`}
<div class="title"><h1>${written(title)}</h1>${actions ? html`<div class="actions">${actions}</div>` : NOTHING}</div>
${tabs.length > 0 && html`<nav class="tabs" aria-label="Sections">${tabs.map(({ label, href, current }) => html`<a href="${href}"${current && html` aria-current="page"`}>${label}</a>`)}</nav>`}
</div>`;
}
