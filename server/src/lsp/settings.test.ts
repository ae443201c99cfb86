import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, docsBelow, readSettings, type Settings, sectionOf, userSection } from './settings.ts';

it('looks for the documentation below the address of the project, while it has one', () => {
  expect(docsBelow('')).toBeUndefined();
  expect(docsBelow('https://nothing.invalid')).toBeUndefined();
  expect(docsBelow('https://docs.example.org/wit/#readme')).toBe('https://docs.example.org/wit/docs');
  const { homepage } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(DEFAULT_SETTINGS.docsBaseUrl).toBe(docsBelow(homepage));
});

const D = DEFAULT_SETTINGS;
/** What a value of the section changes of the defaults. */
const changed = (value: unknown): Partial<Settings> => {
  const read = readSettings(value, D);
  return Object.fromEntries(
    Object.entries(read).filter(([key, it]) => JSON.stringify(it) !== JSON.stringify(D[key as keyof Settings])),
  );
};

it.each<[object, Partial<Settings>]>([
  [{ features: ['a', 3, 'b'] }, { check: { ...D.check, features: ['a', 'b'] } }],
  [{ allFeatures: true }, { check: { ...D.check, allFeatures: true } }],
  [{ resolve: 'toolchain' }, { check: { ...D.check, resolve: 'toolchain' } }],
  [{ maxFileSize: 2 }, { check: { ...D.check, maxFileSize: 2 } }],
  [
    { diagnostics: { levels: { 'lint/x': 'error', 'lint/y': 'loud', 'lint/z': 'off' } } },
    { check: { ...D.check, levels: { ...D.check.levels, 'lint/x': 'error', 'lint/z': 'off' } } },
  ],
  [{ semver: { base: ' v1 ' } }, { semver: { ...D.semver, base: 'v1' } }],
  [{ semver: { releaseBase: 'none' } }, { semver: { ...D.semver, releaseBase: 'none' } }],
  [{ semver: { role: 'component' } }, { semver: { ...D.semver, role: 'component' } }],
  [{ semver: { role: 'platform' } }, { semver: { ...D.semver, role: 'platform' } }],
  [{ semver: { bumpPolicy: 'at-change' } }, { semver: { ...D.semver, bumpPolicy: 'at-change' } }],
  [{ semver: { severity: 'hint' } }, { semver: { ...D.semver, severity: 'hint' } }],
  [{ format: { width: 20 } }, { formatWidth: 20 }],
  [{ format: { width: 400 } }, { formatWidth: 400 }],
  [{ inlayHints: { flagBits: true, nothing: true } }, { inlayHints: { ...D.inlayHints, flagBits: true } }],
  [
    { codeLens: { references: !D.codeLens.references } },
    { codeLens: { ...D.codeLens, references: !D.codeLens.references } },
  ],
  [
    {
      world: {
        capabilities: { 'a:b': 'is ours', 'c:d': { title: 't', sentence: 's' }, 'e:f': { title: 't' }, 'g:h': 3 },
      },
    },
    { capabilities: { 'a:b': 'is ours', 'c:d': { title: 't', sentence: 's' } } },
  ],
  [{ docs: { baseUrl: 'https://docs.example.org/x/' } }, { docsBaseUrl: 'https://docs.example.org/x' }],
  [{ docs: { site: ' http://site.example.org ' } }, { docsSite: 'http://site.example.org' }],
  [{ registry: { check: 'off' } }, { registryCheck: 'off' }],
  [{ registry: { check: 'on open' } }, { registryCheck: 'on open' }],
])('%j changes this and nothing else', (value, expected) => {
  expect(changed(value)).toEqual(expected);
});

it.each([
  ...[undefined, null, 'text', 3, [], { unknown: true }],
  ...[{ features: 'a' }, { allFeatures: 1 }, { resolve: 'elsewhere' }, { maxFileSize: 0 }, { maxFileSize: 1e9 }],
  ...[{ maxFileSize: '2' }, { diagnostics: { levels: ['error'] } }, { diagnostics: [] }, { semver: { base: ' ' } }],
  ...[{ semver: { base: 3 } }, { semver: { role: 'any' } }, { semver: { bumpPolicy: 'never' } }],
  ...[
    { semver: { severity: 'loud' } },
    { format: { width: 19 } },
    { format: { width: 401 } },
    { format: { width: '80' } },
  ],
  ...[{ inlayHints: { flagBits: 'on' } }, { codeLens: { references: 1 } }, { world: { capabilities: [] } }],
  ...[{ docs: { baseUrl: 'ftp://a.example' } }, { docs: { baseUrl: 3 } }, { docs: { site: 'https://x.invalid' } }],
  ...[{ docs: { site: 'https://a.example/?q' } }, { registry: { check: 'always' } }, { registry: 'off' }],
])('%j counts as not set', (value) => {
  expect(changed(value)).toEqual({});
});

it('comes with the name of the section around it, or without; and apart for the user', () => {
  expect(sectionOf({ wit: { a: 1 } })).toEqual({ a: 1 });
  expect(sectionOf({ a: 1 })).toEqual({ a: 1 });
  expect(sectionOf(null)).toBeNull();
  expect(userSection({ user: { a: 1 }, b: 2 })).toEqual({ a: 1 });
  expect(userSection(3)).toBeUndefined();
});
