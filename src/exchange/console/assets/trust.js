// Beside a form of trust: who will be admitted, as the server puts it into words, while somebody types.

const DELAY = 300;

const beside = document.querySelector('[data-described]');
const form = beside?.closest('form');
let timer;
let asking;

form?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void describe(), DELAY);
});

async function describe() {
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(beside.dataset.described, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      redirect: 'error',
      signal: asking.signal,
    });
    // What is no fragment, such as that the session has ended, is seen when the form is sent.
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
    beside.replaceChildren(...parsed.body.childNodes);
  } catch {
    // The next key asks again.
  }
}
