// `npm run test:pages`: the tests that `npm run check` has, and `npm test` does not.
import { options, pages } from '../../jest.config.js';

const rootDir = `${import.meta.dirname}/../..`;

export default { ...options, rootDir, projects: [{ ...pages, rootDir }] };
