/** Why `work` failed is told, whatever becomes of cleaning up after it. */
export async function cleaningUpAfter<Result>(
  work: Promise<Result>,
  cleanUp: () => Promise<unknown>,
): Promise<Result> {
  const result = await cleaningUpIfFailed(work, cleanUp);
  await cleanUp();
  return result;
}

/** The same for what stays open if all goes well. */
export async function cleaningUpIfFailed<Result>(
  work: Promise<Result>,
  cleanUp: () => Promise<unknown>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    await cleanUp().catch(() => {});
    throw error;
  }
}
