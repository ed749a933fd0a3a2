const { NODE_COMPILE_CACHE } = process.env;

/**
 * For the environment of a program of ours that is to see nothing of the developer's: where Node keeps
 * what it compiled, so that not each process does it anew. jest.config.js says where that is.
 */
export const COMPILED: NodeJS.ProcessEnv = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
