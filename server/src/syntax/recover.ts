// The recovering reader: reads a broken file as a person would. It loses as little as it can (a field, a statement, never
// the file), says what is wrong where it is wrong, and hands over the same flat syntax as the tree does.

import type { Context, Entry } from './items.ts';
import { isIdentifier, isKeyword, type Token } from './lexer.ts';
import { MAX_PACKAGE_DEPTH, type RawEntry, type Reuse } from './raw.ts';
import { Reader } from './reader.ts';
import { readAttributes, readMember } from './recover-members.ts';

export interface Recovered {
  readonly entries: readonly RawEntry[];
  /** Problems of the file that belong to no single item. */
  readonly reader: Reader;
}

export function recover(text: string, reuse: Reuse | undefined): Recovered {
  const reader = new Reader(text);
  const entries = readToplevel(reader, reuse, undefined, 0);
  return { entries, reader };
}

/** Items until the end of the file, or until the `}` that closes the nested package opened at `opening`. */
function readToplevel(reader: Reader, reuse: Reuse | undefined, opening: Token | undefined, depth: number): RawEntry[] {
  const entries: RawEntry[] = [];
  for (;;) {
    const token = reader.peek();
    if (token.kind === 'eof') {
      if (opening !== undefined) reader.unclosed(opening, token.start);
      return entries;
    }
    if (token.kind === '}') {
      if (opening !== undefined) {
        reader.take();
        return entries;
      }
      reader.fileProblem('syntax/unmatched-delimiter', token, '`}` without a `{` before it');
      reader.take();
      continue;
    }
    const kept = reuse?.at(token.start, 'toplevel');
    if (kept !== undefined && kept.members.length === 0 && !isContainer(kept)) {
      entries.push(reader.keep(kept, 'toplevel'));
      continue;
    }
    entries.push(readToplevelItem(reader, reuse, depth));
  }
}

function isContainer(entry: Entry): boolean {
  const { kind } = entry.chunk.decl;
  return kind === 'interface' || kind === 'world' || kind === 'nested-package';
}

function readToplevelItem(reader: Reader, reuse: Reuse | undefined, depth: number): RawEntry {
  const start = reader.peek().start;
  reader.begin();
  const item = reader.flat.open('ERROR', start);
  readAttributes(reader);
  dropDefault(reader);
  const token = reader.peek();
  if (token.kind === 'interface' || token.kind === 'world')
    return readContainer(reader, reuse, item, start, token.kind);
  if (token.kind === 'package') return readPackage(reader, reuse, item, start, depth);
  if (token.kind === 'use') {
    reader.flat.kinds[item] = 'toplevel_use_item';
    reader.take();
    reader.usePath();
    if (reader.accept('as')) reader.name('a new name', ';');
    reader.semicolon();
    return reader.finish(item, 'toplevel', start);
  }
  if (reader.atBlock('union')) {
    reader.oldUnion();
    return reader.finish(item, 'toplevel', start);
  }
  const member = reader.startsMember('world') || reader.startsMember('interface');
  if (member) {
    reader.problem(
      'syntax/expected',
      token,
      `${reader.describe(token)} cannot stand at the top level: expected \`package\`, \`use\`, \`interface\` or \`world\``,
    );
    reader.quietly(() => readMember(reader, item, reader.startsMember('interface') ? 'interface' : 'world'));
    reader.flat.kinds[item] = 'ERROR';
    return reader.finish(item, 'toplevel', start);
  }
  if (!reader.lexicalProblem(token)) {
    reader.problem(
      'syntax/expected',
      token,
      `expected \`package\`, \`use\`, \`interface\` or \`world\`, found ${reader.describe(token)}`,
    );
  }
  reader.take();
  reader.skipUntil((it) => it.kind === '}' || (reader.startsLine(it) && isToplevelKeyword(it)), 'toplevel');
  return reader.finish(item, 'toplevel', start);
}

export function isToplevelKeyword(token: Token): boolean {
  return (
    token.kind === 'interface' ||
    token.kind === 'world' ||
    token.kind === 'package' ||
    token.kind === 'use' ||
    token.kind === '@'
  );
}

/** `default world w` of old. */
function dropDefault(reader: Reader): void {
  const token = reader.peek();
  if (token.kind !== 'identifier' || reader.slice(token) !== 'default') return;
  const next = reader.peek(1);
  if (next.kind !== 'world' && next.kind !== 'interface') return;
  reader.problem(
    'syntax/old-default-world',
    token,
    `\`default\` is no longer part of WIT; a package may have several ${next.kind}s`,
    {
      title: 'Remove `default`',
      edits: [{ start: token.start, end: next.start, text: '' }],
    },
  );
  reader.take();
}

function readPackage(reader: Reader, reuse: Reuse | undefined, item: number, start: number, depth: number): RawEntry {
  reader.take();
  reader.packageName();
  const opening = reader.peek();
  if (opening.kind === '{') {
    reader.flat.kinds[item] = 'nested_package_definition';
    reader.take();
    return reader.finishContainer(item, 'toplevel', start, () => {
      if (depth < MAX_PACKAGE_DEPTH) return readToplevel(reader, reuse, opening, depth + 1);
      reader.closeBlock();
      return [];
    });
  }
  reader.flat.kinds[item] = 'package_decl';
  reader.semicolon();
  return reader.finish(item, 'toplevel', start);
}

function readContainer(
  reader: Reader,
  reuse: Reuse | undefined,
  item: number,
  start: number,
  kind: 'interface' | 'world',
): RawEntry {
  reader.flat.kinds[item] = kind === 'interface' ? 'interface_item' : 'world_item';
  const keyword = reader.take();
  reader.name(kind === 'interface' ? 'the name of an interface' : 'the name of a world', '{');
  const opening = reader.peek();
  if (opening.kind === '{') {
    reader.take();
    return reader.finishContainer(item, 'toplevel', start, () => readBody(reader, reuse, kind, opening, keyword));
  }
  reader.expected('`{`', opening);
  if (opening.kind === ';') reader.take();
  else if (reader.startsMember(kind) && !isToplevelKeyword(opening)) {
    return reader.finishContainer(item, 'toplevel', start, () => readBody(reader, reuse, kind, keyword, keyword));
  }
  return reader.finish(item, 'toplevel', start);
}

function readBody(
  reader: Reader,
  reuse: Reuse | undefined,
  kind: 'interface' | 'world',
  opening: Token,
  keyword: Token,
): RawEntry[] {
  const members: RawEntry[] = [];
  for (;;) {
    const token = reader.peek();
    if (token.kind === '}') {
      reader.take();
      return members;
    }
    if (token.kind === 'eof' || closesOutside(reader, token, kind, keyword)) {
      reader.unclosed(opening, token.start);
      return members;
    }
    const kept = reuse?.at(token.start, kind);
    members.push(kept === undefined ? readBodyItem(reader, kind, token) : reader.keep(kept, kind));
  }
}

/** Does this token begin something that can only stand outside the braces we are in? */
function closesOutside(reader: Reader, token: Token, context: Context, keyword: Token): boolean {
  let at = token;
  if (token.kind === '@') at = reader.afterAttributes();
  if (at.kind !== 'interface' && at.kind !== 'world' && at.kind !== 'package') return false;
  if (context === 'interface' && reader.peek(1).kind === ':') return false;
  // Deeper than the container's own line: written inside on purpose.
  return !reader.startsLine(token) || reader.column(token) <= reader.column(keyword);
}

function readBodyItem(reader: Reader, kind: 'interface' | 'world', token: Token): RawEntry {
  reader.begin();
  const item = reader.flat.open('ERROR', token.start);
  readAttributes(reader);
  readMember(reader, item, kind);
  reader.progress(token);
  return reader.finish(item, kind, token.start);
}

/** Tokens that a name may be made of, even a reserved one. */
export function isNameLike(token: Token): boolean {
  return isIdentifier(token.kind) || isKeyword(token.kind);
}
