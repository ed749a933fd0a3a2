import { readdirSync } from 'node:fs';

/** Of every migration there is, in their order. */
export const MIGRATION_NAMES = readdirSync('src/exchange/stores/migrations')
  .filter((file) => /^[0-9]{4}-/.test(file))
  .map((file) => file.replace(/\.ts$/, ''));
