// Syntax that WIT once had and people still paste: read as it was meant, reported with today's spelling.

import type { Span } from '../base/text.ts';
import type { RecoveringReader } from './reader.ts';
import { readList } from './recover-lists.ts';
import { readType } from './recover-types.ts';

/** `default world w`. */
export function readOldDefault(reader: RecoveringReader): void {
  const token = reader.peek();
  if (token.kind !== 'identifier' || reader.slice(token) !== 'default') return;
  const next = reader.peek(1);
  if (next.kind !== 'world' && next.kind !== 'interface') return;
  const message = `\`default\` is no longer part of WIT; a package may have several ${next.kind}s`;
  const fix = reader.change({ start: token.start, end: next.start }, '', 'Remove `default`');
  reader.problem('syntax/old-default-world', token, message, { fix });
  reader.take();
}

/** Is `union {`-like syntax next: this word, a name, an opening brace? */
export function atOldUnion(reader: RecoveringReader): boolean {
  return reader.slice(reader.peek()) === 'union' && reader.atWord(1) && reader.peek(2).kind === '{';
}

/** `union u { a, b }`. */
export function readOldUnion(reader: RecoveringReader): void {
  const word = reader.take();
  reader.take();
  const from = reader.peek().start;
  reader.balanced();
  let cases = 0;
  const body = reader.text.slice(from + 1, reader.previousEnd - 1);
  const simple = /^[\s\w%,-]*$/.test(body);
  const text = body.replace(/[\w%-]+/g, (type) => `case${++cases}(${type})`);
  const fix = {
    title: 'Convert to `variant`',
    edits: [
      { start: word.start, end: word.end, text: 'variant' },
      { start: from + 1, end: reader.previousEnd - 1, text },
    ],
  };
  const message = '`union` is no longer part of WIT; write a `variant` with a name for each case';
  reader.problem('syntax/old-union', word, message, simple ? { fix } : {});
}

/** `-> (a: u8)`, `-> ()` and `-> (u8, u8)`; the opening bracket is next. */
export function readOldResults(reader: RecoveringReader, arrow: Span): void {
  const { start } = reader.peek();
  const { flat } = reader;
  const before = flat.kinds.length;
  const types: string[] = [];
  let isNamed = false;
  reader.quietly(() =>
    reader.node('ERROR', () =>
      readList(reader, 'param', () => {
        if (reader.atWord() && reader.peek(1).kind === ':') {
          isNamed = true;
          reader.take();
          reader.take();
        }
        const from = reader.peek().start;
        readType(reader, 0);
        types.push(reader.slice({ start: from, end: reader.previousEnd }));
      }),
    ),
  );
  for (let index = before; index < flat.kinds.length; index++) flat.kinds[index] = 'ERROR';
  const end = reader.previousEnd;
  if (types.length === 0) {
    const gap = /\s*$/.exec(reader.text.slice(Math.max(0, arrow.start - 100), arrow.start))?.[0].length ?? 0;
    const fix = reader.change({ start: arrow.start - gap, end }, '', 'Remove `-> ()`');
    reader.problem('syntax/old-named-results', { start, end }, 'a function without a result has no `->`', { fix });
    return;
  }
  const text = types.length === 1 ? (types[0] ?? '') : `tuple<${types.join(', ')}>`;
  const change = reader.change({ start, end }, text, `Change to \`-> ${text}\``);
  // A tuple has no names: whether they matter, only the author knows.
  const fix = isNamed && types.length > 1 ? { title: change.title, edits: change.edits } : change;
  const message =
    'results no longer stand in brackets: a function returns one type (a `record` or a `tuple` for several values)';
  reader.problem('syntax/old-named-results', { start, end }, message, types.includes('') ? {} : { fix });
}

/** `static f: func()`; the word is next. */
export function readOldStatic(reader: RecoveringReader): void {
  const word = reader.take();
  const name = reader.peek();
  const insert = reader.peek(1).end;
  reader.beginElement();
  reader.name('the name of a function', ':');
  reader.accept(':');
  reader.flat.leaf('static', word.start, word.end);
  const message = `\`static\` stands after the name: \`${reader.slice(name)}: static func(…)\``;
  const fix = {
    title: 'Move `static` after the name',
    edits: [
      { start: word.start, end: name.start, text: '' },
      { start: insert, end: insert, text: ' static' },
    ],
    safe: true,
  } as const;
  reader.problem('syntax/old-static', word, message, { fix });
}

/** `use { a, b } from path` and `use * from path`; what stands after `use` is next. False when it is something else. */
export function readOldUse(reader: RecoveringReader): boolean {
  if (!reader.at('{') && !reader.at('*')) return false;
  const start = reader.peek().start;
  const names = reader.at('{') ? namesIn(reader) : undefined;
  if (names === undefined && !reader.accept('*')) return false;
  const end = reader.previousEnd;
  if (!reader.at('from')) {
    reader.problem(
      'syntax/expected',
      { start, end },
      'expected the name of an interface: `use` is written `use types.{a, b}`',
    );
    reader.skipStatement();
    return true;
  }
  reader.take();
  const from = reader.peek().start;
  while (!reader.at('eof') && !reader.at(';') && !reader.at('}') && !reader.startsStatement()) reader.take();
  const path = reader.text.slice(from, reader.previousEnd).trim();
  const rewritten = `${path}.{${(names ?? []).join(', ')}}`;
  const fix = {
    title: `Change to \`use ${rewritten}\``,
    edits: [{ start, end: reader.previousEnd, text: rewritten }],
    safe: true,
  } as const;
  const simple = names !== undefined && /^[\w%:/@.+-]+$/.test(path);
  const message = '`use` names the interface first: `use types.{a, b}`';
  reader.problem('syntax/old-use', { start, end: reader.previousEnd }, message, simple ? { fix } : {});
  reader.semicolon();
  return true;
}

/** The names in braces as they are written; undefined when there is more than names. */
function namesIn(reader: RecoveringReader): string[] {
  const start = reader.peek().start;
  reader.balanced();
  const body = reader.text.slice(start + 1, reader.previousEnd).replace(/\}$/, '');
  return body
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
