import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Paths that git knows, with forward slashes; without those that were deleted but not committed. */
export function committedFiles(): string[] {
  const listing = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  return listing.split('\0').filter((path) => path !== '' && existsSync(path));
}
