// Broken statements above others with attributes, as nearly every item of WASI has them: those keep what is theirs.

import { expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import type { ItemTree } from './items.ts';

const parser = await testParser();

/** Kinds of the items in their order, members indented. */
function outline({ order }: ItemTree): string[] {
  return order.map(({ context, chunk: { decl } }) => `${context === 'toplevel' ? '' : '  '}${decl.kind}`);
}

it('a `;` is missing', () => {
  const since = '@since(version = 1.0.0)';
  for (const path of ['c:d/e', 'c:d/e@', 'c:d/e@1', 'c:d/', 'c:d', 'c:', 'c']) {
    const tree = parser.read(
      `package a:b\n${since}\nworld w {\n  import ${path}\n  ${since}\n  import f: func();\n}\n`,
    );
    expect(tree.problems.map((it) => tree.text.slice(0, it.start).split('\n').length)).toEqual([1, 4]);
    expect(outline(tree)).toEqual(['package', 'world', '  import', '  import']);
  }
});

it('an inline interface is not closed', () => {
  const text = 'world w {\n  import i: interface { k: func();\n\n@since(version = 1.0.0)\ninterface c { l: func(); }\n';
  expect(outline(parser.read(text))).toEqual(['world', '  import', 'interface', '  func']);
});

it('an interface has no `{`', () => {
  const text = 'interface b\n  @since(version = 1.0.0)\n  h: func();\n}\n@since(version = 1.0.0)\ninterface c { }\n';
  expect(outline(parser.read(text))).toEqual(['interface', '  func', 'interface']);
});
