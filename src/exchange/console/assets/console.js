// What every page does better with script: copy, confirm in a dialog, send a form once.

for (const place of document.querySelectorAll('[data-copy]')) {
  const code = place.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', () => void copyWith(button, code));
  place.append(button);
}

async function copyWith(button, code) {
  button.textContent = (await copy(code)) ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2000);
}

/** Where the clipboard is out of reach, such as over plain http, the text is selected at least. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return false;
  }
}

for (const link of document.querySelectorAll('[data-dialog]'))
  link.addEventListener('click', (event) => {
    const dialog = document.getElementById(link.dataset.dialog);
    if (event.ctrlKey || event.metaKey || event.shiftKey || !dialog) return;
    event.preventDefault();
    if (!dialog.querySelector('[data-close]')) {
      const close = document.createElement('button');
      close.type = 'button';
      close.dataset.close = '';
      close.textContent = 'Cancel';
      close.addEventListener('click', () => dialog.close());
      (dialog.querySelector('.form-end') ?? dialog).append(close);
    }
    dialog.showModal();
  });

// A second click must not send it twice. A page that comes back from the cache is ready again.
for (const form of document.forms)
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent !== undefined) event.preventDefault();
    form.dataset.sent = '';
  });
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});
