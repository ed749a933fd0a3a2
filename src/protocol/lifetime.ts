const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds in `45m`, `2h`, `90s`, `1d` or plain `3600`; undefined for anything else, zero included. */
export function parseLifetime(text: string): number | undefined {
  const match = /^([0-9]{1,9})([smhd])?$/.exec(text.trim());
  if (!match) return undefined;
  const seconds = Number(match[1]) * UNITS[(match[2] ?? 's') as keyof typeof UNITS];
  return seconds > 0 ? seconds : undefined;
}

/** The shortest way to write `seconds` that `parseLifetime` reads back. */
export function formatLifetime(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds % UNITS[name] === 0) ?? 's';
  return `${seconds / UNITS[unit]}${unit}`;
}
