/**
 * Checks cases that mostly wait at the same time instead of one after the other; a failure carries
 * the name of its case.
 */
export async function together<Case>(
  cases: Readonly<Record<string, Case>>,
  check: (item: Case) => Promise<void>,
): Promise<void> {
  const checked = Object.entries(cases).map(async ([name, item]) => {
    try {
      await check(item);
    } catch (error) {
      if (error instanceof Error) error.message = `${name}: ${error.message}`;
      throw error;
    }
  });
  await Promise.all(checked);
}
