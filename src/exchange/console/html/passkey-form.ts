import type { Problem } from '../../flows/admin/problem.ts';
import { formProblem } from './form.ts';
import { type Content, type Html, html } from './html.ts';
import { icon } from './icon.ts';

interface PasskeyFormOptions {
  kind: 'create' | 'get';
  /** Where the credential is sent. */
  action: string;
  /** Where what the authenticator is asked comes from. */
  options: string;
  formKey: string;
  problem?: Problem | null;
  fields?: Content;
  submit: string;
  /** Beside the button. */
  instead?: Content;
}

/** `assets/passkey.js` sends it, with what the authenticator says; a page with it lists the script `passkey`. */
export function passkeyForm(options: PasskeyFormOptions): Html {
  const { kind, action, options: from, formKey, problem = null, fields, submit, instead } = options;
  return html`<form method="post" action="${action}" data-passkey="${kind}" data-options="${from}">
<input type="hidden" name="form_key" value="${formKey}"><input type="hidden" name="credential" value="">
${formProblem(problem)}
<p class="callout bad" role="alert" data-passkey-fault hidden></p>
${fields}
<div class="form-end"><button class="primary">${icon('key-round')} ${submit}</button>${instead}</div>
<p class="hint without-script">Passkeys need JavaScript, which is off in this browser.</p>
</form>`;
}

/** Where the console is opened by an IP address. */
export function noPasskeysHere(url: string): Html {
  const { protocol, port } = new URL(url);
  const example = `${protocol}//localhost${port && `:${port}`}`;
  return html`<p class="hint">Passkeys belong to a host name, and this installation’s address is an IP address. Set <code>DOCKPASS_URL</code> to one with a name, such as <code>${example}</code>.</p>`;
}
