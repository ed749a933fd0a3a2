/** Once after all test files: takes away what set-up.ts made. */
export default async function tearDown(): Promise<void> {
  for (const close of globalThis.afterPostgresTests?.toReversed() ?? []) await close();
}
