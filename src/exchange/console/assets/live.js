// Keeps the parts of a page up to date that have `data-live`: the address of a stream that tells when something
// has happened. See `html/live.ts`.

/** Milliseconds between two loads of the page, however much happens. */
const PAUSE = 5000;

const address = document.querySelector('[data-live]')?.dataset.live;
if (address !== undefined) keepUpToDate(address, stateShower());

function keepUpToDate(address, show) {
  let stream = null;
  /** Id of the last event that was told. */
  let told = null;

  const open = () => {
    if (stream || document.hidden) return;
    const url = new URL(address, location.href);
    if (told !== null) url.searchParams.set('after', told);
    stream = new EventSource(url);
    stream.addEventListener('open', () => show('Live'));
    stream.addEventListener('message', ({ data }) => {
      told = data;
      refresh();
    });
    // A stream that has only ended is opened again by the browser; one that was refused is not.
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED) end();
    });
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  const end = () => {
    close();
    show(null);
  };
  const refresh = oneAtATime(async () => {
    try {
      await load();
      show('Live');
    } catch {
      end();
    }
  });

  open();
  // A page that nobody looks at costs nothing.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
}

/** Shows how the page is kept up to date; for null, the link to reload it by. It may stand in a part that is replaced. */
function stateShower() {
  const current = () => document.querySelector('[data-live-state]');
  const reloadLink = [...(current()?.childNodes ?? [])];
  return (text) => {
    const state = current();
    state?.classList.toggle('on', text !== null);
    state?.replaceChildren(...(text === null ? reloadLink : [text]));
  };
}

/** What is asked for meanwhile is done once, after a pause. */
function oneAtATime(work) {
  let isBusy = false;
  let isBehind = false;
  const run = async () => {
    if (isBusy) {
      isBehind = true;
      return;
    }
    isBusy = true;
    await work();
    setTimeout(() => {
      isBusy = false;
      if (!isBehind) return;
      isBehind = false;
      void run();
    }, PAUSE);
  };
  return () => void run();
}

async function load() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  // Signed out, or no longer theirs to see.
  if (!answer.ok || answer.redirected) throw new Error(`the page answers ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(part.id);
    if (!fresh) return location.reload();
    replace(part, document.importNode(fresh, true));
  }
}

/** What is being selected stays as it is; the keyboard stays on the same link. */
function replace(part, fresh) {
  const selection = getSelection();
  if (!selection.isCollapsed && part.contains(selection.anchorNode)) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const known = new Set([...part.querySelectorAll('[data-key]')].map(({ dataset }) => dataset.key));
  for (const row of fresh.querySelectorAll('[data-key]'))
    if (known.size > 0 && !known.has(row.dataset.key)) row.classList.add('new');
  part.replaceWith(fresh);
  const href = focused?.getAttribute('href');
  if (href) fresh.querySelector(`[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}
