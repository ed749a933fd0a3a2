// Passkeys: asks the browser for one, and sends what it answers with the form.

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (isSupported())
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form);
    });
  else {
    form.querySelector('button').disabled = true;
    say(form, 'This browser has no passkeys, or this page was not opened over https.');
  }
}

function isSupported() {
  return typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';
}

async function send(form) {
  say(form, null);
  try {
    const credential = await credentialFor(form.dataset.passkey, await ask(form));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    // Without another `submit` event.
    form.submit();
  } catch (error) {
    say(form, explained(error));
    // The page's other script lets a form be sent once.
    delete form.dataset.sent;
  }
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    body: new URLSearchParams({ form_key: form.elements.form_key.value }),
    headers: { accept: 'application/json' },
  });
  const { options, message } = await answer.json().catch(() => ({}));
  if (options) return options;
  throw new Refused(message ?? 'The exchange did not answer. Reload the page and try again.');
}

async function credentialFor(kind, options) {
  return kind === 'create'
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      });
}

class Refused extends Error {}

/** What browsers throw says little to people (WebAuthn level 3, sections 5.1.3 and 5.1.4). */
function explained(error) {
  if (error instanceof Refused) return error.message;
  if (error.name === 'InvalidStateError') return 'This device has a passkey for you already.';
  if (error.name === 'SecurityError')
    return 'Passkeys don’t work at this address. Open the console at its own address.';
  return 'No passkey was used: it was cancelled, took too long, or this device has none.';
}

function say(form, text) {
  const place = form.querySelector('[data-passkey-fault]');
  place.textContent = text ?? '';
  place.hidden = text === null;
}
