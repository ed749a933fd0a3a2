import { posix, win32 } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { driverOpts } from '../../../src/action/builder/driver-opts.ts';
import { readByBuildx, readBySetupBuildx } from './driver-opts-readers.ts';

function filesIn(folder: string, { join } = posix) {
  return {
    cacert: join(folder, 'ca.pem'),
    cert: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
  };
}

test.each([
  ['/home/runner/work/_temp/dockpass-builder-x1', posix],
  ['/runner, the second/_temp', posix],
  ['/a "quoted" folder/_temp', posix],
  ["/it's/50%/$HOME/key=value/#1/_temp", posix],
  ['D:\\a\\_temp\\dockpass-builder-x1', win32],
  ['C:\\Users\\Ada Lovelace, Ltd\\_temp', win32],
])('%s: setup-buildx-action and buildx read what was meant', (folder, style) => {
  const files = filesIn(folder, style);

  const text = driverOpts(files, 'builder.example.com');

  expect(text).not.toMatch(/[\r\n]/);
  const read = readByBuildx(readBySetupBuildx(text));
  expect(read).toEqual({ ...files, servername: 'builder.example.com' });
});

test('any path without control characters', () => {
  const name = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(name, (folder) => {
      const files = filesIn(`/${folder}`);
      const read = readByBuildx(readBySetupBuildx(driverOpts(files, 'builder')));
      expect(read).toEqual({ ...files, servername: 'builder' });
    }),
  );
});

test('further options of the workflow stand beside ours, a line each', () => {
  const text = driverOpts(filesIn('/a, b'), 'builder');

  const read = readByBuildx(readBySetupBuildx(`${text}\ndefault-load=true\n`));

  expect(read).toMatchObject({ cacert: '/a, b/ca.pem', 'default-load': 'true' });
});

test('what is written down of buildx refuses what buildx refuses', () => {
  expect(() => readByBuildx(['cacert=/a "b"/ca.pem'])).toThrow('parse error');
  expect(() => readByBuildx(['cacert=/a,b/ca.pem'])).toThrow('invalid value');
});
