// What is typed into a terminal to fetch dependencies: a path in it is one word of a shell, whatever its name.

import { expect, it } from 'vitest';
import { fetchCommand } from '../../client/src/fetch-command.ts';

it('names the directory of the package to wkg', () => {
  expect(fetchCommand({ tool: 'wkg' }, 'wit')).toBe('wkg fetch wit');
  expect(fetchCommand({ tool: 'wkg' }, "it's; rm -rf ~")).toBe("wkg fetch 'it'\\''s; rm -rf ~'");
  expect(fetchCommand({ tool: 'wkg' }, '-x')).toBe('wkg fetch ./-x');
  expect(fetchCommand({ tool: 'wkg', path: '/opt/my tools/wkg' }, 'wit')).toBe("'/opt/my tools/wkg' fetch wit");
});

it.each([
  ['wkg 0.16.1', 'wkg fetch wit'],
  ['wkg 0.16.0', 'wkg fetch wit'],
  ['wkg 0.15.1', 'wkg wit fetch --wit-dir wit'],
  ['wkg 0.7.4', 'wkg wit fetch --wit-dir wit'],
  ['wkg 1.0.0', 'wkg fetch wit'],
  ['wkg 0.100.2-rc.1', 'wkg fetch wit'],
  ['something else', 'wkg fetch wit'],
])('is spelt as %s has it', (version, command) => {
  expect(fetchCommand({ tool: 'wkg', version }, 'wit')).toBe(command);
});

it('names its files to wit-deps, where these are not in `wit`', () => {
  expect(fetchCommand({ tool: 'wit-deps' }, 'wit')).toBe('wit-deps');
  expect(fetchCommand({ tool: 'wit-deps' }, 'a b')).toBe(
    "wit-deps --manifest 'a b/deps.toml' --lock 'a b/deps.lock' --deps 'a b/deps'",
  );
});
