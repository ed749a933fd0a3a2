/** Of the Node that runs us, such as 24.21.0. */
export function nodeVersion(): string {
  return process.versions.node;
}
