import { describe, expect, it } from 'vitest';
import { basename, dirname, joinUri, normalizeUri, relativeUri, uriFromPath, uriToPath, wayTo } from './uri.ts';

describe('one spelling', () => {
  it.each([
    ['file:///c:/a/x.wit', 'file:///c%3A/a/x.wit'],
    ['file:///C%3A/a/x.wit', 'file:///c%3A/a/x.wit'],
    ['file:///home/me/a b/x.wit', 'file:///home/me/a%20b/x.wit'],
    ['file:///home/me/a+b@1.0.0/x.wit', 'file:///home/me/a%2Bb%401.0.0/x.wit'],
    ['file:///home/me/é𝔘/x.wit', 'file:///home/me/%C3%A9%F0%9D%94%98/x.wit'],
    ['file:///a/%zz/%C3/x.wit', 'file:///a/%25zz/%25C3/x.wit'],
    ['FILE:///a/x.wit', 'file:///a/x.wit'],
    ['file://Server/share/x.wit', 'file://server/share/x.wit'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['vscode-vfs://github/o/r/x.wit?a=b#c', 'vscode-vfs://github/o/r/x.wit?a%3Db#c'],
    ["file:///a/(it's)!.wit", 'file:///a/%28it%27s%29%21.wit'],
  ])('%s', (written, normal) => {
    expect(normalizeUri(written)).toBe(normal);
    expect(normalizeUri(normal)).toBe(normal);
  });

  it('takes half a surrogate pair', () => {
    expect(normalizeUri('file:///a/\ud800.wit')).toBe('file:///a/%EF%BF%BD.wit');
  });
});

describe('paths', () => {
  it.each([
    ['/home/me/x.wit', false, 'file:///home/me/x.wit'],
    ['/home/me/../you/./x.wit', false, 'file:///home/you/x.wit'],
    ['/a\\b.wit', false, 'file:///a%5Cb.wit'],
    ['/', false, 'file:///'],
    ['C:\\Users\\me\\x.wit', true, 'file:///c%3A/Users/me/x.wit'],
    ['\\\\server\\share\\x.wit', true, 'file://server/share/x.wit'],
  ])('%s', (path, windows, uri) => {
    expect(uriFromPath(path, windows)).toBe(uri);
  });

  it.each([
    ['file:///home/me/a%20b.wit', false, '/home/me/a b.wit'],
    ['file:///c%3A/Users/x.wit', true, 'c:\\Users\\x.wit'],
    ['file://server/share/x.wit', true, '\\\\server\\share\\x.wit'],
    ['untitled:Untitled-1', false, undefined],
  ])('%s', (uri, windows, path) => {
    expect(uriToPath(uri, windows)).toBe(path);
  });
});

it('walks', () => {
  expect(dirname('file:///a/b/c.wit')).toBe('file:///a/b');
  expect(dirname('file:///a')).toBe('file:///');
  expect(dirname('file:///a/b/')).toBe('file:///a');
  expect(basename('file:///a/b/')).toBe('b');
  expect(dirname('file:///')).toBe('file:///');
  expect(basename('file:///a/b%20c.wit')).toBe('b c.wit');
  expect(basename('file:///')).toBe('');
  expect(joinUri('file:///a', 'deps', 'x y.wit')).toBe('file:///a/deps/x%20y.wit');
  expect(joinUri('file:///', 'a')).toBe('file:///a');
  expect(joinUri('file:///a/b', '..', 'c')).toBe('file:///a/c');
  expect(relativeUri('file:///a', 'file:///a/b%20c/d')).toBe('b c/d');
  expect(relativeUri('file:///a', 'file:///ab')).toBeUndefined();
  expect(relativeUri('file:///', 'file:///a')).toBe('a');
  expect(relativeUri('file:///a', 'file:///a')).toBe('');
  expect(relativeUri('file:///a', 'untitled:///a/b')).toBeUndefined();
});

it('finds the way to what lies elsewhere', () => {
  expect(wayTo('file:///a/b', 'file:///a/b/c%20d.wasm')).toBe('c d.wasm');
  expect(wayTo('file:///a/b', 'file:///a/c/d.wasm')).toBe('../c/d.wasm');
  expect(wayTo('file:///a/b', 'file:///c.wasm')).toBe('../../c.wasm');
  expect(wayTo('file:///a/b', 'untitled:///a/c')).toBeUndefined();
});
