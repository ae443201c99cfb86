// What patterns of a policy match.

import { expect, it } from 'vitest';
import { matches, patternProblem } from './pattern.ts';

const TCP = { package: 'wasi:sockets', version: '0.2.6', item: 'tcp' };
const OPEN = { package: 'wasi:filesystem', version: '0.3.0-rc-1', item: 'types', function: 'descriptor.open-at' };

it.each([
  ['*', TCP, true],
  ['wasi:sockets', TCP, true],
  ['wasi:*', TCP, true],
  ['*:sockets', TCP, true],
  ['wasi:sockets/tcp', TCP, true],
  ['wasi:sockets/t*', TCP, true],
  ['wasi:sockets/udp', TCP, false],
  ['wasi:socket', TCP, false],
  ['wasi:sockets@0.2', TCP, true],
  ['wasi:sockets@0.2.6', TCP, true],
  ['wasi:sockets@0.2.60', TCP, false],
  ['wasi:sockets@0.3', TCP, false],
  ['wasi:sockets/*@0.2', { package: 'wasi:sockets', item: 'tcp' }, false],
  ['wasi:filesystem@0.3.0', OPEN, true],
  ['wasi:filesystem/types#descriptor.open-at', OPEN, true],
  ['wasi:filesystem/types#descriptor.*', OPEN, true],
  ['wasi:filesystem/types#*', OPEN, true],
  ['wasi:filesystem/types#*.*', OPEN, true],
  ['wasi:filesystem/types#descriptor.open-at', TCP, false],
])('%s', (pattern, subject, expected) => {
  expect(patternProblem(pattern, pattern.includes('#') ? 'function' : 'item')).toBeUndefined();
  expect(matches(pattern, subject)).toBe(expected);
});
