/** The rules by which `driver-opts` are read, written down from the documentation and the sources. */

/**
 * docker/setup-buildx-action: `driver-opts` is a list with one item a line, in which commas and
 * quotes mean nothing. Empty lines are left out, blanks around an item are, too.
 */
export function readBySetupBuildx(input: string): string[] {
  return input
    .trim()
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * buildx, `--driver-opt`: each is one record of CSV (RFC 4180), each field `key=value`. A quote inside
 * an unquoted field is an error, as is text behind a closing quote; the last value of a key wins.
 */
export function readByBuildx(options: readonly string[]): Record<string, string> {
  const fields = options.flatMap(readRecord);
  return Object.fromEntries(
    fields.map((field) => {
      const [, key = '', value] = /^([^=]*)=(.*)$/s.exec(field) ?? [];
      if (value === undefined) throw new Error(`invalid value ${field}, expecting k=v`);
      return [key, value];
    }),
  );
}

function readRecord(record: string): string[] {
  const fields: string[] = [];
  for (let rest = record; ; ) {
    const [whole, quoted, bare, end] =
      /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest) ?? ([] as string[]);
    if (whole === undefined) throw new Error(`parse error on ${rest}`);
    fields.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') return fields;
    rest = rest.slice(whole.length);
  }
}
