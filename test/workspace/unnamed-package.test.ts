// A package that no file names is shown by what it is, never by an empty name.

import { expect, it } from 'vitest';
import { hover } from '../../server/src/features/hover/hover.ts';
import { directoryWith, run } from '../support/command.ts';
import { fixture } from '../support/fixture.ts';

const TEXT = `interface types {
  record point { x: u32 }
}

interface i {
  use types.{point};
  f: func(p: point);
}

world other {
  import i;
}

world w {
  include other;
  export i;
}
`;

/** An empty name before a colon, a slash or the end of a name: \`package :;\`, \`:/w\`, \`as ":"\`. */
const EMPTY = /package :|(?:^|[^\w:/)%-]):(?:\/\w|["`'<]|;)/m;

it.each(['wit', 'json', 'mermaid', 'svg'])('in a world as %s', async (format) => {
  const directory = directoryWith({ 'a.wit': TEXT });
  const { status, out, err } = await run(directory, ['world', 'a.wit', 'w', '--format', format]);
  expect(status).toBe(1);
  expect(out).toContain('types');
  expect(out).not.toMatch(EMPTY);
  expect(err).not.toMatch(EMPTY);
});

it('in a composition and in what is wrong with it', async () => {
  const directory = directoryWith({ 'a.wit': TEXT, 'b.wit': TEXT });
  for (const args of [
    ['compose', 'a.wit#w', 'b.wit#other'],
    ['check', 'a.wit', 'b.wit'],
  ])
    expect((await run(directory, args)).out).not.toMatch(EMPTY);
});

it('in the hover of every name', async () => {
  const { snapshot, uri } = await fixture(TEXT);
  for (const match of TEXT.matchAll(/\b(?:types|point|i|f|w|other)\b/g)) {
    const found = hover(snapshot, uri, match.index);
    expect(found?.text ?? '').not.toMatch(EMPTY);
  }
});

it('knows an empty name when it sees one', () => {
  for (const text of ['package :;', 'use :/types', '"package":":"', 'as `:`', ':/w', '<br/>:<br'])
    expect(text).toMatch(EMPTY);
  for (const text of ['a: u8', 'wasi:io/streams', '"name": "w"', 'note: x', 'http://x', 'f: func();'])
    expect(text).not.toMatch(EMPTY);
});

it.each(['\n', '\r\n'])('the stars of a block comment are not shown (%j)', async (newline) => {
  const text = `package a:b;

interface i {
  /**
   * Turns the lamp on.
   *
   *   * not a star of the comment
   */
  on: func();
  /** * kept */
  off: func();
}
`.replaceAll('\n', newline);
  const { snapshot, uri } = await fixture(text);
  const shown = hover(snapshot, uri, text.indexOf('on: func'))?.text ?? '';
  expect(shown).toContain('Turns the lamp on.\n\n  * not a star of the comment');
  expect(hover(snapshot, uri, text.indexOf('off: func'))?.text).toContain('* kept');
});
