// Links in documentation: where they are found, what they name, what is said of dead ones and how that is repaired, what
// completion offers in them; and documentation that an item has not got yet.

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { quickFixes, refactorings } from '../../server/src/features/code-actions.ts';
import { complete } from '../../server/src/features/completion/completion.ts';
import { docsHtml } from '../../server/src/site/markdown.ts';
import { docLinksIn, readDocPath } from '../../server/src/syntax/doc-links.ts';
import { fixture } from '../support/fixture.ts';

const paths = (docs: string): string[] => docLinksIn(docs).map((it) => it.path);

describe('links', () => {
  it.each([
    ['[`a`] and [`b.c`], [`i.t.m`] [`f()`] [`%list`]', ['a', 'b.c', 'i.t.m', 'f()', '%list']],
    [
      '[text][`a`] [x](wasi:io/streams) [y](<wasi:io/streams@0.2.0>)',
      ['a', 'wasi:io/streams', 'wasi:io/streams@0.2.0'],
    ],
    [
      '[`wasi:io/streams@0.2.0.input-stream`] [`wasi:io/streams@0.2.0-rc.1#s`]',
      ['wasi:io/streams@0.2.0.input-stream', 'wasi:io/streams@0.2.0-rc.1#s'],
    ],
    ['`[`a`]` ``[`b`]`` \\[`c`', []],
    ['```\n[`a`]\n```\n[`b`]\n~~~~\n[`c`]\n~~~\n[`d`]\n~~~~\n[`e`]', ['b', 'e']],
    ['[`a`](https://x.example) [`b`]: x [`a + b`] [`--flag`] [`a b`] [`1.2`]', []],
    ['[a](https://x.example) [b](mailto:a@b) [c](docs/x.md) [d](javascript:x)', []],
    ['', []],
  ])('of %j', (docs, expected) => {
    expect(paths(docs)).toEqual(expected);
  });

  it('have the place of the path', () => {
    const docs = '🦀 [`a`] [text][`bc`]\n[x](n:p/i)';
    expect(docLinksIn(docs).map(({ path, start, end }) => [path, docs.slice(start, end)])).toEqual([
      ['a', 'a'],
      ['bc', 'bc'],
      ['n:p/i', 'n:p/i'],
    ]);
  });

  it('are read in parts', () => {
    expect(readDocPath('wasi:io/streams@0.2.0.input-stream.read')).toEqual({
      package: 'wasi:io',
      version: '0.2.0',
      names: ['streams', 'input-stream', 'read'],
    });
    expect(readDocPath('a:b')).toEqual({ package: 'a:b', names: [] });
    expect(readDocPath('r::m()')).toEqual({ names: ['r', 'm'] });
    expect(readDocPath('x'.repeat(301))).toBeUndefined();
  });

  it('are the same for the pages', () => {
    const docs =
      'a [`a`] `[`a`]` **[`a`]** [t][`a`] [t](n:p/i)\n\n- [`a`]\n\n```\n[`a`]\n```\n\n> [`a`]\n\n| x |\n|---|\n| [`a`] |\n';
    const html = docsHtml({ markdown: docs, links: { a: '#a', 'n:p/i': 'i.html' } });
    expect(html.match(/<a href="/g)).toHaveLength(paths(docs).length);
    expect(paths(docs)).toHaveLength(7);
  });
});

const TEXT = `/// Package: [\`orders\`], [\`nowhere\`].
package a:b@1.0.0;

/// [\`order\`] [\`place\`] [\`shop\`] [\`orders.order.id\`] [\`a:b/orders\`] [\`u32\`] [\`x:y/z\`] [\`a:b/gone\`]
interface orders {
  /** 🦀 [\`id\`] [\`total\`]
      [\`totl\`] */
  record order {
    /// [\`order\`]
    id: u32, total: u32
  }
  resource basket {
    /// [\`add\`] [\`basket.add\`] [\`basket.ad\`]
    add: func();
  }
  use other.{thing};
  place: func() -> thing;
}
/// [\`thing.x\`] [\`thing.y\`]
interface other { record thing { x: u8 } }
/// [\`run\`] [\`orders\`] [\`log\`]
world shop { export run: func(); import log: interface { /// [\`write\`] [\`wrote\`]
 write: func(); } }
`;

async function dead(text: string): Promise<string[]> {
  const { snapshot, uri, texts } = await fixture(text);
  return snapshot
    .diagnostics(uri)
    .filter((it) => it.code === 'lint/dead-doc-link')
    .map((it) => `${(texts.get(uri) ?? '').slice(it.span.start, it.span.end)}: ${it.message}`);
}

describe('lint/dead-doc-link', () => {
  const EXPECTED = [
    'nowhere: this link names nothing here: unknown item `nowhere`',
    'a:b/gone: this link names nothing here: unknown item `a:b/gone`',
    'totl: this link names nothing here: unknown item `totl`; did you mean `total`?',
    'basket.ad: this link names nothing here: unknown item `basket.ad`; did you mean `basket.add`?',
    'thing.y: this link names nothing here: unknown item `thing.y`; did you mean `thing.x`?',
    'log: this link names nothing here: unknown item `log`',
    'wrote: this link names nothing here: unknown item `wrote`; did you mean `write`?',
  ];

  it('marks the name, whatever comment it is in', async () => {
    expect((await dead(`${TEXT}//$0`)).sort()).toEqual([...EXPECTED].sort());
  });

  it('with lines that end in CRLF, too', async () => {
    expect((await dead(`${TEXT}//$0`.replaceAll('\n', '\r\n'))).sort()).toEqual([...EXPECTED].sort());
  });

  it('is repaired by the name that was meant, or without a link', async () => {
    const text = 'package a:b;\n/// See [`totl`].\ninterface i { total: func(); }\n$0';
    const { snapshot, uri, texts } = await fixture(text);
    const source = texts.get(uri) ?? '';
    const fixes = quickFixes(snapshot, uri, { start: source.indexOf('totl'), end: source.indexOf('totl') });
    expect(fixes.map(({ fix }) => [fix.title, applyEdits(source, fix.edits[0]?.edits ?? []).split('\n')[1]])).toEqual([
      ['Change to `total`', '/// See [`total`].'],
      ['Remove the link', '/// See `totl`.'],
    ]);
  });

  it('is silenced like others', async () => {
    expect(await dead('package a:b;\n// wit-ignore: lint/dead-doc-link later\n/// [`x`]\ninterface i {}\n$0')).toEqual(
      [],
    );
  });
});

describe('completion in links', () => {
  async function labels(text: string): Promise<string[]> {
    const { snapshot, uri, offset } = await fixture(text);
    return complete(snapshot, uri, offset).items.map((it) => it.label);
  }

  const around = (docs: string): string =>
    `package a:b@1.0.0;\n/// ${docs}\ninterface i {\n  record r { x: u8 }\n  resource s { m: func(); }\n  f: func();\n}\nworld w {}\n`;

  it.each([
    ['See [`$0', ['f', 'i', 'r', 's', 'w']],
    ['See [`f$0`].', ['f', 'i', 'r', 's', 'w']],
    ['[text][`$0', ['f', 'i', 'r', 's', 'w']],
    ['[`r.$0', ['x']],
    ['[`s.$0`]', ['m']],
    ['[`a:b/$0', ['i', 'w']],
    ['[`a:b/i.$0', ['f', 'r', 's']],
    ['[`nowhere.$0', []],
    ['See `$0', []],
    ['See [`f`] $0', []],
  ])('`%s`', async (docs, expected) => {
    expect(await labels(around(docs))).toEqual(expected);
  });

  it('replaces the whole name', async () => {
    const { snapshot, uri, offset, texts } = await fixture(around('[`fo$0o`]').replaceAll('\n', '\r\n'));
    const { replace, items } = complete(snapshot, uri, offset);
    expect((texts.get(uri) ?? '').slice(replace.start, replace.end)).toBe('foo');
    expect(items.find((it) => it.label === 's')?.kind).toBe('resource');
  });
});

describe('Document this item', () => {
  async function documented(text: string): Promise<string | undefined> {
    const { snapshot, uri, offset, texts } = await fixture(text);
    const found = refactorings(snapshot, uri, { start: offset, end: offset }).find(
      (it) => it.title === 'Document this item',
    );
    return found && applyEdits(texts.get(uri) ?? '', found.edits[0]?.edits ?? []);
  }

  it('has a line for each parameter and the result', async () => {
    expect(
      await documented(
        'package a:b;\r\ninterface i {\r\n  @since(version = 1.0.0)\r\n  f$0: func(one: u8, %list: u8) -> u8;\r\n}\r\n',
      ),
    ).toBe(
      'package a:b;\r\ninterface i {\r\n  /// TODO\r\n  ///\r\n  /// Parameters:\r\n  ///\r\n  /// - `one`: TODO\r\n  /// - `list`: TODO\r\n  ///\r\n  /// Returns TODO.\r\n  @since(version = 1.0.0)\r\n  f: func(one: u8, %list: u8) -> u8;\r\n}\r\n',
    );
  });

  it.each([
    ['package a:b;\ninterface$0 i {}\n', '/// TODO\ninterface i {}'],
    ['package a:b;\ninterface i { resource r { m$0: func(x: u8); } }\n', '- `x`: TODO'],
    ['package a:b;\nworld w {\n  import f$0: func(y: u8);\n}\n', '- `y`: TODO'],
    ['package a:b;\ninterface i {\n  enum$0 e { a }\n}\n', '  /// TODO\n  enum e'],
  ])('above %j', async (text, expected) => {
    expect(await documented(text)).toContain(expected);
  });

  it.each([
    'package a:b;\n/// There.\ninterface$0 i {}\n',
    'package a:b;\ninterface j { type t = u8; }\ninterface i { use$0 j.{t}; }\n',
    'package a:b;$0\n',
  ])('is not offered for %j', async (text) => {
    expect(await documented(text)).toBeUndefined();
  });
});
