/**
 * What a registry may be called. Each function says why its text may not stand there, as
 * `is wrong; do this instead`; undefined if it may.
 */

import { idLikeFault } from '../system/ids.ts';

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?$/;

export function registryNameFault(text: string): string | undefined {
  if (NAME.test(text)) return idLikeFault(text);
  return 'is not a valid name of a registry; use letters, digits and . _ : - between them, at most 128 characters, such as registry.example.com';
}

/** As it stands before the first slash of an image's name: https://github.com/distribution/reference. */
const HOST =
  /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost|\[[0-9a-f:]+\]|[a-z0-9-]+(?=:))(?::[0-9]{1,5})?$/;

export const MAX_HOSTS = 20;

export function registryHostFault(text: string): string | undefined {
  if (text.length <= 255 && HOST.test(text)) return undefined;
  if (/^https?:\/\//.test(text))
    return 'is a URL; write the host as in the names of images, such as registry.example.com';
  return 'is no host of a registry; write it in lower case as in the names of images, such as registry.example.com or localhost:5000';
}
