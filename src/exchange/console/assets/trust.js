// Beside a form of trust: who will be admitted, as the server puts it into words, while somebody types.

const DELAY = 300;

for (const beside of document.querySelectorAll('[data-described]')) keepDescribed(beside);

function keepDescribed(beside) {
  const form = beside.closest('form');
  let timer;
  let asking;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      asking?.abort();
      asking = new AbortController();
      void describe(beside, form, asking.signal);
    }, DELAY);
  });
}

async function describe(beside, form, signal) {
  try {
    const response = await fetch(beside.dataset.described, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      redirect: 'error',
      signal,
    });
    // What is no fragment, such as that the session has ended, is seen when the form is sent.
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
    beside.replaceChildren(...parsed.body.childNodes);
  } catch {
    // The next key asks again.
  }
}
