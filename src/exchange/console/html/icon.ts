import { type Html, html } from './html.ts';

/** Of lucide (ISC); `npm run build` puts them into one file, `assets/icons.svg`. */
export const ICONS = [
  'activity',
  'arrow-left',
  'building-2',
  'check',
  'chevron-right',
  'circle-alert',
  'circle-check',
  'circle-user',
  'circle-x',
  'clock',
  'container',
  'copy',
  'external-link',
  'file-plus',
  'flask-conical',
  'folder-git-2',
  'git-branch',
  'info',
  'key-round',
  'link',
  'log-in',
  'log-out',
  'mail',
  'monitor',
  'pencil',
  'pin',
  'plus',
  'rotate-cw',
  'search',
  'server',
  'settings',
  'shield-check',
  'terminal',
  'trash-2',
  'triangle-alert',
  'user-plus',
  'users',
  'x',
] as const;

export type Icon = (typeof ICONS)[number];

/** Beside words that say the same: screen readers pass over it. */
export function icon(name: Icon): Html {
  return html`<svg class="icon" aria-hidden="true" width="16" height="16"><use href="${ICON_FILE}#${name}"></use></svg>`;
}

/** Its address does not change with its contents: names of icons do. */
const ICON_FILE = '/assets/icons.svg';
