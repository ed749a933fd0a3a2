import { isMembers } from '../exchange/answer.ts';
import { oneLine } from '../failure/one-line.ts';
import type { Runner } from '../system/port.ts';

/** Says so if the job's environment turns clients away from Docker's configuration, and so from us. */
export function warnOfOtherLogins(
  runner: Pick<Runner, 'env' | 'warn'>,
  registries: readonly string[],
): void {
  const authFile = runner.env('REGISTRY_AUTH_FILE');
  if (authFile)
    runner.warn(
      'Dockpass: REGISTRY_AUTH_FILE is set',
      `skopeo, podman and buildah take their logins from ${oneLine(authFile)} alone, and do not ask this step's credential helper. Unset REGISTRY_AUTH_FILE in the steps that push or pull. Docker itself does not read it.`,
    );
  const covered = registries.filter((registry) => Object.hasOwn(loginsIn(runner), registry));
  if (covered.length > 0)
    runner.warn(
      'Dockpass: DOCKER_AUTH_CONFIG has a login of its own',
      `Docker 28.3 and later prefers the login to ${covered.join(', ')} in DOCKER_AUTH_CONFIG to this step's. Take it out of that variable.`,
    );
}

/** `auths` of the variable; whatever Docker could not read, it does not use either. */
function loginsIn({ env }: Pick<Runner, 'env'>): object {
  try {
    const { auths } = JSON.parse(env('DOCKER_AUTH_CONFIG') || '{}');
    return isMembers(auths) ? auths : {};
  } catch {
    return {};
  }
}
