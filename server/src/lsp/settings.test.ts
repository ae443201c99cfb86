import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, docsBelow } from './settings.ts';

it('looks for the documentation below the address of the project, while it has one', () => {
  expect(docsBelow('')).toBeUndefined();
  expect(docsBelow('https://nothing.invalid')).toBeUndefined();
  expect(docsBelow('https://docs.example.org/wit/#readme')).toBe('https://docs.example.org/wit/docs');
  const { homepage } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(DEFAULT_SETTINGS.docsBaseUrl).toBe(docsBelow(homepage));
});
