const LONGEST = 200;

/**
 * Text that a stranger presented, fit to be shown in a message, a log or a terminal: in quotation
 * marks, of bounded length, nothing but printable ASCII.
 */
export function quote(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(shown).replace(/[^\x20-\x7e…]/g, escapeCodeUnit);
}

function escapeCodeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
