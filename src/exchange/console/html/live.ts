import { type Content, type Html, html } from './html.ts';
import { icon } from './icon.ts';

/**
 * A part of a page that follows what happens: `assets/live.js` loads the page again when the stream tells of
 * something, and puts this part in place of the old one. Where the new page has no such part any more, the
 * browser shows that page. Scripts know nothing of what comes in later: no dialogs or copy buttons in it.
 */
export function livePart(id: string, stream: string, body: Content): Html {
  return html`<div class="live-part" id="${id}" data-live="${stream}">${body}</div>`;
}

/** Says that the page is live; without script, or when the stream has ended, how to reload it. */
export function liveState(address: string): Html {
  return html`<span class="live-state" data-live-state><a class="button" href="${address}">${icon('rotate-cw')} Reload</a></span>`;
}
