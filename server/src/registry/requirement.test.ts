import { expect, it } from 'vitest';
import { meets, parseRequirement, requirementText } from './requirement.ts';

// Expectations are those of the `semver` crate: its documentation, `src/display.rs` and `src/eval.rs`.
it.each([
  ['0.2.0', '^0.2.0'],
  ['^0.2', '^0.2'],
  ['= 1.2.3-rc.1+build', '=1.2.3-rc.1'],
  ['>=1, <2.0 ', '>=1, <2.0'],
  ['~1.2.3,>1.2.4', '~1.2.3, >1.2.4'],
  ['1.*', '1.*'],
  ['1.2.x', '1.2.*'],
  ['1.*.*', '1.*'],
  ['=1.*', '=1'],
  ['*', '*'],
  [' X ', '*'],
])('%s is written as %s', (text, written) => {
  expect(requirementText(parseRequirement(text) ?? [])).toBe(written);
  expect(parseRequirement(text)).toEqual(parseRequirement(written));
});

it.each([
  '',
  'a',
  '01.2',
  '1.2.3-',
  '1.2.3-01',
  '1.*.3',
  '*,1',
  '1 2',
  '1.2.3.4',
  '>',
  '1,',
  '18446744073709551616',
  '=*',
])('%s is none', (text) => {
  expect(parseRequirement(text)).toBeUndefined();
});

it('has at most 32 comparators', () => {
  expect(parseRequirement(Array(32).fill('1').join(','))).toHaveLength(32);
  expect(parseRequirement(Array(33).fill('1').join(','))).toBeUndefined();
});

it.each([
  ['0.2.0', '0.2.5 0.2.0', '0.3.0 0.1.9 0.2.6-a 1.2.0'],
  ['^1.2.3', '1.2.3 1.2.4 1.3.0', '1.2.2 2.0.0 1.3.0-a'],
  ['0.0.3', '0.0.3', '0.0.4 0.1.3'],
  ['^0.0', '0.0.0 0.0.9', '0.1.0'],
  ['^0', '0.0.0 0.9.0', '1.0.0'],
  ['^1.2', '1.2.0 1.3.0', '1.1.9 2.2.0'],
  ['=1.2', '1.2.0 1.2.9', '1.3.0 1.2.0-a'],
  ['=1.2.3', '1.2.3', '1.2.4 1.2.3-a'],
  ['=1.2.3-a', '1.2.3-a', '1.2.3 1.2.3-b'],
  ['~1.2.3', '1.2.3 1.2.9', '1.2.2 1.3.0'],
  ['~1', '1.0.0 1.9.0', '2.0.0'],
  ['>1.2.3', '1.2.4 1.3.0 2.0.0', '1.2.3 1.2.2'],
  ['>1.2', '1.3.0 2.0.0', '1.2.0 1.2.9'],
  ['>=1.2', '1.2.0 1.3.0 2.0.0', '1.1.9'],
  ['<1.2.3', '1.2.2 1.1.9 0.1.0', '1.2.3 1.2.4 1.2.3-a'],
  ['<=1.2', '1.2.9 1.1.0', '1.3.0'],
  ['>=0.2.0, <0.2.5', '0.2.0 0.2.4', '0.2.5 0.1.9'],
  ['0.2.*', '0.2.0 0.2.9', '0.3.0 0.2.0-a'],
  ['*', '0.0.0 9.9.9', '1.0.0-a'],
  ['^0.2.0-rc.1', '0.2.0-rc.1 0.2.0-rc.2 0.2.0 0.2.4', '0.2.0-beta 0.2.4-rc.2'],
  // Both must hold, and `=0.2` holds no prerelease.
  ['=0.2, >=0.2.1-a', '0.2.1', '0.2.1-b 0.2.0'],
])('%s holds %s, and not %s', (text, fits, others) => {
  const requirement = parseRequirement(text) ?? [];
  const all = [...fits.split(' '), ...others.split(' ')];
  expect(all.filter((it) => meets(requirement, it))).toEqual(fits.split(' '));
});
