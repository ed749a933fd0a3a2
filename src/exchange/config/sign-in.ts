/** The OIDC provider that people sign in to the console with. */

import { baseUrlFault } from '../../protocol/base-url.ts';
import { isName } from '../../protocol/projects.ts';
import type { Config, GroupRole } from './config.ts';
import { secretIn } from './secret-file.ts';
import type { ReadSetting } from './values.ts';

/** Reads one of the settings; a fault is noted with its name. */
type Read = <Value>(name: SignInSetting, readSetting: ReadSetting<Value>) => Value;

export type SignInSetting = keyof typeof SIGN_IN_DEFAULTS;

export const SIGN_IN_DEFAULTS = {
  DOCKPASS_SIGN_IN_ISSUER: '',
  DOCKPASS_SIGN_IN_CLIENT_ID: '',
  DOCKPASS_SIGN_IN_CLIENT_SECRET_FILE: '',
  DOCKPASS_SIGN_IN_NAME: '',
  DOCKPASS_SIGN_IN_GROUPS_CLAIM: 'groups',
  DOCKPASS_SIGN_IN_GROUPS: '',
} as const;

/** Null: there is none. `isSet`: which settings the environment has. */
export function readSignIn(
  read: Read,
  isSet: (name: SignInSetting) => boolean,
): Config['signIn'] | 'incomplete' {
  const issuer = read('DOCKPASS_SIGN_IN_ISSUER', readIssuer);
  const clientId = read('DOCKPASS_SIGN_IN_CLIENT_ID', readText);
  const clientSecret = read('DOCKPASS_SIGN_IN_CLIENT_SECRET_FILE', readSecretFile);
  const name = read('DOCKPASS_SIGN_IN_NAME', readLabel);
  const groupsClaim = read('DOCKPASS_SIGN_IN_GROUPS_CLAIM', readText);
  const groups = read('DOCKPASS_SIGN_IN_GROUPS', readGroups);
  const names = Object.keys(SIGN_IN_DEFAULTS) as SignInSetting[];
  if (!names.some(isSet)) return null;
  if (!isSet('DOCKPASS_SIGN_IN_ISSUER') || !isSet('DOCKPASS_SIGN_IN_CLIENT_ID'))
    return 'incomplete';
  return {
    issuer,
    clientId,
    clientSecret,
    name: name || URL.parse(issuer)?.host || issuer,
    groupsClaim,
    groups,
  };
}

/** As the provider spells it: a slash at its end is a part of it. */
const readIssuer: ReadSetting<string> = (text) => {
  if (text === '') return { value: '' };
  const fault = baseUrlFault(text);
  return fault ? { fault, instead: '' } : { value: text };
};

const readText: ReadSetting<string> = (value) => ({ value });

const MAX_LABEL = 40;

const readLabel: ReadSetting<string> = (value) =>
  value.length <= MAX_LABEL
    ? { value }
    : {
        fault: `must have at most ${MAX_LABEL} characters; it is the label of a button`,
        instead: '',
      };

const readSecretFile: ReadSetting<string | null> = (file) => {
  if (file === '') return { value: null };
  const read = secretIn(file, 'secret');
  return 'fault' in read ? { ...read, instead: null } : read;
};

/** What comes last is the organization's; before it a group may contain the same signs. */
const GROUP_ROLE = /^(.+)=([^=:]+):([^=:]+)$/;

const readGroups: ReadSetting<readonly GroupRole[]> = (text) => {
  const value: GroupRole[] = [];
  for (const entry of text.split(',').map((it) => it.trim())) {
    if (entry === '') continue;
    const [, group = '', organization = '', role] = (GROUP_ROLE.exec(entry) ?? []).map((it) =>
      it.trim(),
    );
    if (group === '' || !isName(organization) || (role !== 'admin' && role !== 'member'))
      return {
        fault: `must list group=organization:role with the role admin or member, separated by commas, as acme-devs=acme:member does; '${entry}' is written otherwise`,
        instead: [],
      };
    value.push({ group, organization, role });
  }
  return { value };
};
