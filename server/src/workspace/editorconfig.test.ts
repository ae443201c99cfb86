// Patterns and precedence of `.editorconfig`, after https://spec.editorconfig.org.

import { describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT } from '../format/options.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { EditorConfigs } from './editorconfig.ts';
import { matchesGlob, parseGlob } from './glob.ts';

function matches(pattern: string, path: string): boolean {
  const glob = parseGlob(pattern);
  return glob !== undefined && matchesGlob(glob, path);
}

describe('patterns', () => {
  it.each([
    ['*', 'a.wit', true],
    ['*', 'deep/down/a.wit', true],
    ['*.wit', 'deep/a.wit', true],
    ['*.wit', 'a.wit.md', false],
    ['*.{wit,md}', 'a.md', true],
    ['*.{wit}', 'a.wit', false],
    ['*.{wit}', 'a.{wit}', true],
    ['/a.wit', 'a.wit', true],
    ['/a.wit', 'b/a.wit', false],
    ['wit/*.wit', 'wit/a.wit', true],
    ['wit/*.wit', 'wit/deps/a.wit', false],
    ['wit/**.wit', 'wit/deps/a.wit', true],
    ['wit/**/a.wit', 'wit/a.wit', true],
    ['wit/**/a.wit', 'wit/b/c/a.wit', true],
    ['**/deps/*', 'deps/a.wit', true],
    ['?.wit', 'a.wit', true],
    ['?.wit', '/.wit', false],
    ['[ab].wit', 'b.wit', true],
    ['[a-c].wit', 'd.wit', false],
    ['[!a-c].wit', 'd.wit', true],
    ['[a.wit', '[a.wit', true],
    ['v{1..12}.wit', 'v10.wit', true],
    ['v{1..12}.wit', 'v13.wit', false],
    ['{a,{b,c}d}.wit', 'cd.wit', true],
    ['{a,b.wit', '{a,b.wit', true],
    ['\\*.wit', 'a.wit', false],
    ['\\*.wit', '*.wit', true],
  ])('%s and %s: %s', (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));

  it('cost no more than their length and the path allow', () => {
    expect(matches('{*'.repeat(300), 'a'.repeat(200))).toBe(false);
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(300))).toBe(false);
    expect(matches(`${'{a,b'.repeat(150)}${'}'.repeat(150)}`, 'a')).toBe(true);
  });
});

describe('files', () => {
  const host = new MemoryHost({
    'file:///.editorconfig': 'root=true\n[*]\nindent_style = tab\nmax_line_length = 30\n',
    'file:///w/.editorconfig':
      '\ufeff# mine\r\nRoot = TRUE ; yes\r\n\r\n[*]\r\nindent_size = 4\r\n[*.wit]\r\nmax_line_length = 80 # columns\r\nend_of_line = crlf\r\n',
    'file:///w/wit/.editorconfig': '[a.wit]\nindent_style=tab\ntab_width=8\nmax_line_length=off\nend_of_line=unset\n',
    'file:///w/bad/.editorconfig':
      '[*\n= 3\nindent_size\n[*]\nindent_size=100000000000\nmax_line_length=-1\nindent_style=both\n',
  });
  const options = (uri: string) => new EditorConfigs(host).options(uri, DEFAULT_FORMAT);

  it('are looked for upwards, up to one that is a root', async () =>
    expect(await options('file:///w/b.wit')).toEqual({
      ...DEFAULT_FORMAT,
      tabSize: 4,
      width: 80,
      newline: '\r\n',
    }));

  it('have the last word where they are nearest', async () => {
    expect(await options('file:///w/wit/a.wit')).toEqual({
      ...DEFAULT_FORMAT,
      insertSpaces: false,
      tabSize: 8,
      width: Number.MAX_SAFE_INTEGER,
    });
    expect((await options('file:///w/wit/b.wit')).insertSpaces).toBe(true);
  });

  it('may say nonsense, which hides what is said above', async () =>
    expect(await options('file:///w/bad/a.wit')).toEqual({ ...DEFAULT_FORMAT, newline: '\r\n' }));

  it('may be missing', async () => {
    const nothing = new EditorConfigs(new MemoryHost({}));
    expect(await nothing.options('file:///a.wit', DEFAULT_FORMAT)).toEqual(DEFAULT_FORMAT);
  });
});
