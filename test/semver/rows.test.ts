// What is told together: the parts of one function or type are one finding; whole items stand alone; hovers and lists say
// each thing once.

import { describe, expect, it } from 'vitest';
import { contractChanges } from '../../server/src/features/contracts/changes.ts';
import { contractHover } from '../../server/src/features/contracts/hover.ts';
import { findingsIn, findingsTouching } from '../../server/src/features/contracts/report.ts';
import { compared } from './based.ts';

const OLD = `package a:b@1.0.0;

interface api {
  put: func(k: string, v: list<u8>) -> bool;
  a: func();
  b: func();
  record r { x: u32, y: u32 }
  get: func() -> r;
}
`;
const NEW = `package a:b@1.0.0;

interface api {
  put: func(key: string, value: list<u8>) -> result<bool>;
  record r { left: u32, top: u32, z: u32 }
  get: func() -> r;
}
`;

async function snapshotOf(before: string, after: string) {
  const { snapshot, bases } = await compared(new Map([['a.wit', before]]), new Map([['a.wit', after]]));
  const uri = [...snapshot.roots.values()][0]?.files[0] ?? '';
  return { snapshot, bases, uri };
}

describe('rows', () => {
  it('are one for each function, type and removed item', async () => {
    const { snapshot, bases, uri } = await snapshotOf(OLD, NEW);
    const findings = findingsIn(snapshot, bases, uri)?.findings ?? [];
    expect(findings.map(({ item, changes }) => `${item}: ${changes.map(({ kind }) => kind).join(' ')}`)).toEqual([
      'api.r: record-field-added record-field-added record-field-added record-field-removed record-field-removed',
      'api.put: param-renamed param-renamed result-type-changed',
      'api.a: func-removed',
      'api.b: func-removed',
      'a:b@1.0.0: bump-missing',
    ]);
  });

  it('have an owner, both texts, a place and a page in the list for clients', async () => {
    const { snapshot, bases, uri } = await snapshotOf(OLD, NEW);
    const [changes] = contractChanges(snapshot, bases, uri);
    const row = changes?.changes.find(({ item }) => item === 'api.put');
    expect(row).toMatchObject({
      owner: 'api',
      before: 'func(k: string, v: list<u8>) -> bool',
      after: 'func(key: string, value: list<u8>) -> result<bool>',
      page: 'semver/param-renamed.md',
    });
    expect(row?.place).toBeDefined();
    expect(changes?.changes.filter(({ item }) => item.startsWith('api.put')).length).toBe(1);
  });

  it('keep apart what a comment lets pass', async () => {
    const now = NEW.replace('  put:', '  // wit-ignore: semver/param-renamed agreed\n  put:');
    const { snapshot, bases, uri } = await snapshotOf(OLD, now);
    const findings = findingsIn(snapshot, bases, uri)?.findings.filter(({ item }) => item === 'api.put') ?? [];
    expect(findings.map(({ suppressed, changes }) => [suppressed, changes.map(({ kind }) => kind)])).toEqual([
      [true, ['param-renamed', 'param-renamed']],
      [false, ['result-type-changed']],
    ]);
  });
});

it('what a comment lets pass asks for no repair, nor what is in another file or elsewhere', async () => {
  const text = (body: string): string => `package a:b@1.0.0;\ninterface api {\n${body}\n}\n`;
  const now = text('  // wit-ignore: semver/param-type-changed agreed\n  f: func(a: u16);\n  g: func(b: u16);');
  const { snapshot, bases, uri } = await snapshotOf(text('  f: func(a: u8);\n  g: func(b: u8);'), now);
  const found = findingsIn(snapshot, bases, uri);
  if (found === undefined) throw new Error('nothing was compared');
  const touching = (of: string, word: string) => {
    const start = now.indexOf(word);
    return findingsTouching(found, of, { start, end: start + word.length }).map(({ item }) => item);
  };
  expect(touching(uri, 'a: u16')).toEqual([]);
  expect(touching(uri, 'b: u16')).toEqual(['api.g']);
  expect(touching(`${uri}x`, 'b: u16')).toEqual([]);
  expect(touching(uri, 'api')).toEqual([]);
});

it('says what a label stood for, and what it stands for', async () => {
  const text = (body: string): string =>
    `package a:b@1.0.0;\ninterface one { f: func(); }\ninterface two { g: func(); }\nworld w { ${body} }\n`;
  const { snapshot, bases, uri } = await snapshotOf(text('import l: one;'), text('import l: two;'));
  const [finding] = findingsIn(snapshot, bases, uri)?.findings ?? [];
  expect(finding?.message).toContain('`l` of `w` was `one`, is `two` — breaks importers and implementers');
  expect(finding?.changes[0]).toMatchObject({ before: 'l: one', after: 'l: two' });
});

describe('hover', () => {
  it('says each thing once, wherever in the signature it is asked', async () => {
    const { snapshot, bases, uri } = await snapshotOf(OLD, NEW);
    const text = NEW;
    for (const word of ['put', 'key', 'value', 'result<bool>']) {
      const hover = contractHover(snapshot, bases, uri, text.indexOf(word) + 1)?.text ?? '';
      expect(hover).toContain('parameter renamed: `k` of `put` is `key`');
      const lines = hover.split(/\n+/).filter((line) => line !== '```' && line !== '```diff');
      expect(new Set(lines).size, hover).toBe(lines.length);
      expect(hover.match(/Needs 2\.0\.0/g)?.length).toBe(1);
      expect(hover.match(/Breaks importers/g)?.length).toBe(1);
    }
  });

  it('has the message, both texts, who breaks and why, and what it needs, as Markdown and as text', async () => {
    const text = (body: string): string => `package a:b@1.0.0;\ninterface api { ${body} }\n`;
    const now = text('f: func(a: u16);');
    const { snapshot, bases, uri } = await snapshotOf(text('f: func(a: u8);'), now);
    const hovered = (format: 'markdown' | 'plaintext') =>
      contractHover(snapshot, bases, uri, now.indexOf('f: func'), format)?.text ?? '';
    const [message, diff, who] = hovered('markdown').split('\n\n');
    expect(message).toMatch(/^\*\*parameter type changed: `a`.*\*\*$/);
    expect(diff).toBe('```diff\n- func(a: u8)\n+ func(a: u16)\n```');
    expect(who).toMatch(/^Breaks importers and implementers: .+\.$/);
    const [plain, lines, same] = hovered('plaintext').split('\n\n');
    expect(plain).toMatch(/^parameter type changed: `?a`?/);
    expect(lines).toBe('- func(a: u8)\n+ func(a: u16)');
    expect(same).toBe(who?.replaceAll('`', ''));
  });

  it('says at the name of an item what happened to its parts', async () => {
    const versions = [
      'record r { x: u8 } enum e { a } f: func(a: u8); g: func(a: u8); resource s { m: func(a: u8); }',
      'record r { x: u16 } enum e { a, b } f: func(a: u8); g: func(a: u16); resource s { m: func(a: u16); }',
    ].map(
      (body) =>
        `package a:b@1.0.0;\ninterface api { ${body} }\nworld w { import l: interface { h: ${body.includes('u16') ? 'async func' : 'func'}(); } }\n`,
    );
    const [old = '', now = ''] = versions;
    const { snapshot, bases, uri } = await snapshotOf(old, now);
    const at = (text: string, inside: number): string | undefined =>
      contractHover(snapshot, bases, uri, now.indexOf(text) + inside)?.text;
    expect(at('record r', 7)).toContain('field type changed: `x`');
    expect(at('enum e', 5)).toContain('enum case added: `b`');
    expect(at(' g: func', 1)).toContain('parameter type changed: `a`');
    expect(at('m: func', 0)).toContain('parameter type changed: `a`');
    expect(at('h: async', 0)).toContain('async');
    // What did not change says nothing, and neither do the words around it.
    expect(at(' f: func', 1)).toBeUndefined();
    expect(at('record r', 2)).toBeUndefined();
    expect(at('resource s', 9)).toBeUndefined();
    expect(at('interface api', 10)).toBeUndefined();
  });
});
