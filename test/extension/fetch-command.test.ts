// What is typed into a terminal to fetch dependencies: a path in it is one word of a shell, whatever its name.

import { expect, it } from 'vitest';
import { fetchCommand } from '../../client/src/fetch-command.ts';

it('names the directory of the package to wkg', () => {
  expect(fetchCommand('wkg', 'wit')).toBe('wkg fetch wit');
  expect(fetchCommand('wkg', "it's; rm -rf ~")).toBe("wkg fetch 'it'\\''s; rm -rf ~'");
  expect(fetchCommand('wkg', '-x')).toBe('wkg fetch ./-x');
});

it('names its files to wit-deps, where these are not in `wit`', () => {
  expect(fetchCommand('wit-deps', 'wit')).toBe('wit-deps');
  expect(fetchCommand('wit-deps', 'a b')).toBe(
    "wit-deps --manifest 'a b/deps.toml' --lock 'a b/deps.lock' --deps 'a b/deps'",
  );
});
