import type { Problem } from '../../flows/admin/problem.ts';
import type { Form } from '../../http/request.ts';
import { type Content, type Html, html, NOTHING, written } from './html.ts';
import { icon } from './icon.ts';

/** What a form shows again after it was refused: everything that was typed, and what was wrong with it. */
export interface Typed {
  values: Form;
  problem: Problem | null;
}

export const UNTOUCHED: Typed = { values: new URLSearchParams(), problem: null };

interface FormOptions {
  action: string;
  formKey: string;
  /** Makes what is sent twice happen once: see `idempotencyKey` of the operations. */
  once?: string;
  body: Content;
  submit: Content;
  /** How the button looks: `danger` for what can't be taken back. */
  tone?: 'primary' | 'danger' | 'plain';
  /** Where to go instead. */
  cancel?: string;
  problem?: Problem | null;
  id?: string;
}

export function form({
  action,
  formKey,
  once,
  body,
  submit,
  tone = 'primary',
  cancel,
  problem = null,
  id,
}: FormOptions): Html {
  return html`<form method="post" action="${action}"${id && html` id="${id}"`}>
<input type="hidden" name="form_key" value="${formKey}">
${once && html`<input type="hidden" name="once" value="${once}">`}
${formProblem(problem)}
${body}
<div class="form-end"><button class="${tone}">${submit}</button>${cancel && html`<a class="button" href="${cancel}">Cancel</a>`}</div>
</form>`;
}

/** A button that changes something. */
export function actionButton(
  options: Pick<FormOptions, 'action' | 'formKey' | 'submit' | 'tone'> & {
    fields?: Readonly<Record<string, string>>;
  },
): Html {
  const { action, formKey, submit, tone = 'plain', fields = {} } = options;
  return html`<form class="inline" method="post" action="${action}"><input type="hidden" name="form_key" value="${formKey}">${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button class="${tone}">${submit}</button></form>`;
}

/** What is wrong, above the fields; those that are at fault say so themselves. */
export function formProblem(problem: Problem | null): Html {
  if (problem === null) return NOTHING;
  const elsewhere = problem.faults.length > 0 ? 'Check the marked fields.' : problem.message;
  return html`<div class="callout bad" role="alert">${icon('circle-x')}<div>${elsewhere}</div></div>`;
}

/** `at`: JSON Pointer of the member in the operation's body, whose faults belong to the field. */
export function faultAt(problem: Problem | null, at: string): string | undefined {
  return problem?.faults.find((fault) => fault.at === at || fault.at.startsWith(`${at}/`))?.detail;
}

interface FieldOptions {
  name: string;
  label: string;
  hint?: Content;
  fault?: string | undefined;
}

function field(
  { name, label, hint, fault }: FieldOptions,
  control: (attributes: Html) => Html,
): Html {
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ');
  const attributes = html` id="${name}" name="${name}"${described && html` aria-describedby="${described}"`}${fault && html` aria-invalid="true"`}`;
  return html`<div class="field"><label for="${name}">${label}</label>${control(attributes)}${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}${fault && html`<p class="fault" id="${name}-fault">${icon('circle-alert')} ${sentence(label, fault)}</p>`}</div>`;
}

/** Faults read on from the name of what is at fault. */
function sentence(label: string, fault: string): Html {
  return html`${label} ${written(fault)}`;
}

export function textField(
  options: FieldOptions & {
    value?: string;
    type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'search';
    placeholder?: string;
    required?: boolean;
    maxlength?: number;
    autocomplete?: string;
  },
): Html {
  const {
    value = '',
    type = 'text',
    placeholder,
    required = false,
    maxlength,
    autocomplete = 'off',
  } = options;
  return field(
    options,
    (attributes) =>
      html`<input type="${type}" value="${value}" autocomplete="${autocomplete}"${placeholder && html` placeholder="${placeholder}"`}${required && html` required`}${maxlength !== undefined && html` maxlength="${maxlength}"`}${attributes}>`,
  );
}

export function textArea(
  options: FieldOptions & { value?: string; rows?: number; placeholder?: string },
): Html {
  const { value = '', rows = 4, placeholder } = options;
  return field(
    options,
    (attributes) =>
      html`<textarea rows="${rows}" spellcheck="false"${placeholder && html` placeholder="${placeholder}"`}${attributes}>${value}</textarea>`,
  );
}

export interface Choice {
  value: string;
  label: string;
  hint?: Content;
}

export function selectField(
  options: FieldOptions & { value?: string; choices: readonly Choice[] },
): Html {
  const { value, choices } = options;
  return field(
    options,
    (attributes) =>
      html`<select${attributes}>${choices.map((choice) => html`<option value="${choice.value}"${choice.value === value && html` selected`}>${choice.label}</option>`)}</select>`,
  );
}

/** Several at once (`checkbox`) or one of them (`radio`). */
export function choiceField(
  options: FieldOptions & {
    type: 'checkbox' | 'radio';
    values: readonly string[];
    choices: readonly Choice[];
  },
): Html {
  const { name, label, hint, fault, type, values, choices } = options;
  return html`<fieldset class="field"${fault && html` aria-describedby="${name}-fault"`}><legend>${label}</legend>${hint && html`<p class="hint">${hint}</p>`}${choices.map(
    (choice) =>
      html`<label class="choice"><input type="${type}" name="${name}" value="${choice.value}"${values.includes(choice.value) && html` checked`}><span>${choice.label}${choice.hint && html`<span class="hint">${choice.hint}</span>`}</span></label>`,
  )}${fault && html`<p class="fault" id="${name}-fault">${icon('circle-alert')} ${sentence(label, fault)}</p>`}</fieldset>`;
}
