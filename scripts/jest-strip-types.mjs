// Jest runs the TypeScript sources as Node does: types are stripped, nothing is compiled.
import { stripTypeScriptTypes } from 'node:module';

export default {
  process: (source, path) => ({
    code: path.endsWith('.ts') ? stripTypeScriptTypes(source) : source,
  }),
};
