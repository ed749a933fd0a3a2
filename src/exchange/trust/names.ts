/**
 * GitHub compares names of owners, repositories and environments without regard to ASCII case.
 * `toLowerCase` would also turn the Kelvin sign into `k`, which GitHub takes for another name.
 */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function sameName(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}
