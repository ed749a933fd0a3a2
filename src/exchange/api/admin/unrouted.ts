import { Problem } from '../../flows/admin/problem.ts';
import { problemResponse } from './problem-response.ts';
import { ADMIN_ROUTES } from './routes.ts';

/** A path of the admin API that is none, or one asked in a way that it does not answer. */
export function adminNotRouted(path: string): Response {
  const methods = [
    ...new Set(
      ADMIN_ROUTES.filter(([, pattern]) => matches(pattern, path)).map(([method]) => method),
    ),
  ];
  if (methods.length === 0)
    return problemResponse(new Problem('not_found', 'There is nothing at this path.'));
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  return methodProblem(allow.join(', '));
}

/** Any path below that of the admin API; `allow` is what it answers. */
export function methodProblem(allow: string): Response {
  return problemResponse(new Problem('method_not_allowed', `This path answers ${allow} only.`), {
    allow,
  });
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
}
