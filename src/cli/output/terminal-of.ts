import { withoutTokens } from '../../exchange/system/log-redaction.ts';
import type { IOStreams, Terminal } from '../terminal.ts';
import { firstColumns } from './table.ts';
import { mapText, render } from './text.ts';

/** To the first column, and away with what stands there (ECMA-48, EL). */
const ERASE_LINE = '\r\u001b[K';

/**
 * Claims, files and audit events are words of strangers, which a terminal must not obey. A token in
 * the wrong place of the command line is not repeated on standard error, which may be a CI's log.
 */
export function terminalOf({
  colors,
  errorColumns,
  print,
  complain,
  ...around
}: IOStreams): Terminal {
  let status = '';
  const showStatus = (text: string) => {
    if (status || text) complain(`${status && ERASE_LINE}${text}`);
    status = text;
  };
  return {
    ...around,
    print(text) {
      showStatus('');
      return print(render(text, colors?.print ?? false));
    },
    complain(text) {
      showStatus('');
      complain(render(mapText(text, withoutTokens), colors?.complain ?? false));
    },
    // A line that breaks could not be taken away.
    status:
      errorColumns === undefined
        ? undefined
        : (text) => showStatus(firstColumns(render(text, false), errorColumns - 1)),
  };
}
