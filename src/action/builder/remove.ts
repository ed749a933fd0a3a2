import type { BuilderState } from '../state.ts';
import { removeFolder } from '../system/own-folder.ts';
import { CREDENTIAL_FILES } from './files.ts';

/** Takes the credentials away, and the folder unless somebody else's files are in it. */
export function removeCredentials({ folder }: BuilderState): void {
  removeFolder(folder, (name) => Object.values(CREDENTIAL_FILES).includes(name));
}
