// The recovering reader: reads a broken file as a person would. It loses as little as it can (a field, a statement, never
// the file), says what is wrong where it is wrong, and hands over the same flat syntax as the tree does.

import { FOREIGN_ITEMS } from '../base/foreign.ts';
import { MAX_PACKAGE_DEPTH, type RawEntry, type Reuse } from './chunks.ts';
import type { Context, Entry } from './items.ts';
import type { Token } from './lexer.ts';
import type { SyntaxCode, SyntaxProblem } from './problems.ts';
import { RecoveringReader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';
import { otherWord, reportModifiers, takeModifiers, takeOtherWord } from './recover-foreign.ts';
import { isContainerWord, readMember } from './recover-members.ts';
import { readPackageName, readUsePath } from './recover-names.ts';
import { atOldUnion, readOldDefault, readOldUnion } from './recover-old.ts';

export interface Recovered {
  readonly entries: readonly RawEntry[];
  /** Problems that belong to no single chunk. */
  readonly problems: readonly SyntaxProblem[];
}

/** Problems after which it is a guess how the text goes on. */
const STRUCTURAL: ReadonlySet<SyntaxCode> = new Set<SyntaxCode>([
  'syntax/expected',
  'syntax/missing-semicolon',
  'syntax/unclosed-delimiter',
  'syntax/unmatched-delimiter',
  'syntax/other-language',
]);

/**
 * In broken text the lines say where a statement was given up; in sound text they mean nothing. What seems broken is
 * therefore read once more without them, and that reading holds when nothing is wrong in it.
 */
export function recover(text: string, reuse: Reuse | undefined): Recovered {
  const byLines = read(text, reuse, true);
  if (!isGuessed(byLines)) return byLines;
  const whole = read(text, reuse, false);
  return isGuessed(whole) ? byLines : whole;
}

function isGuessed({ entries, problems }: Recovered): boolean {
  if (problems.some((it) => STRUCTURAL.has(it.code))) return true;
  const pending = [...entries];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if (entry.problems.some((it) => STRUCTURAL.has(it.code))) return true;
    pending.push(...entry.members);
  }
  return false;
}

function read(text: string, reuse: Reuse | undefined, linesMatter: boolean): Recovered {
  const reader = new RecoveringReader(text, linesMatter);
  const entries = readToplevel(reader, reuse, undefined, 0);
  if (reader.unterminatedComment !== undefined) {
    const start = reader.unterminatedComment;
    const message = 'this comment is not closed: `*/` is missing';
    reader.fileProblem('syntax/unterminated-comment', { start, end: start + 2 }, message);
  }
  return { entries, problems: reader.fileProblems };
}

function kept(reader: RecoveringReader, reuse: Reuse | undefined, context: Context): Entry | undefined {
  const entry = reuse?.at(reader.peek().start, context);
  return entry !== undefined && reader.holds(entry) ? entry : undefined;
}

/** A container whose head is the old one; its members are read again, or kept in their turn. */
function keptContainer(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  entry: Entry,
  depth: number,
): RawEntry | undefined {
  const { kind } = entry.chunk.decl;
  if (kind !== 'interface' && kind !== 'world' && kind !== 'nested-package') return undefined;
  const { start } = reader.peek();
  const keyword = reader.afterAttributes();
  const headEnd = start + entry.length;
  const opening = { kind: '{', start: headEnd - 1, end: headEnd };
  reader.jump(headEnd);
  const members =
    kind === 'nested-package'
      ? readPackageBody(reader, reuse, opening, depth)
      : readBody(reader, reuse, kind, opening, keyword);
  const end = Math.max(reader.previousEnd, headEnd);
  return { context: entry.context, start, end, headEnd, reused: entry, problems: [], members };
}

/** Items until the end of the file, or until the `}` that closes the nested package opened at `opening`. */
function readToplevel(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  opening: Token | undefined,
  depth: number,
): RawEntry[] {
  const entries: RawEntry[] = [];
  for (;;) {
    const token = reader.peek();
    if (token.kind === 'eof' || (opening !== undefined && reader.forgotten(opening))) {
      if (opening !== undefined) reader.unclosedContainer(opening);
      return entries;
    }
    if (token.kind === '}') {
      reader.take();
      if (opening !== undefined) return entries;
      reader.fileProblem('syntax/unmatched-delimiter', token, '`}` without a `{` before it', {
        fix: { title: 'Remove `}`', edits: [{ start: token.start, end: token.end, text: '' }] },
      });
      continue;
    }
    const old = kept(reader, reuse, 'toplevel');
    entries.push(
      old === undefined
        ? readToplevelItem(reader, reuse, depth)
        : (keptContainer(reader, reuse, old, depth) ?? reader.keep(old, 'toplevel')),
    );
  }
}

const TOPLEVEL = '`package`, `use`, `interface` or `world`';

function readToplevelItem(reader: RecoveringReader, reuse: Reuse | undefined, depth: number): RawEntry {
  const start = reader.peek().start;
  reader.begin();
  const item = reader.flat.open('ERROR', start);
  readAttributes(reader);
  readOldDefault(reader);
  readPrefix(reader);
  const other = otherWord(reader, 'containers');
  if (other === 'interface' || other === 'world') return readContainer(reader, reuse, item, start, other, true);
  const token = reader.peek();
  if (token.kind === 'interface' || token.kind === 'world')
    return readContainer(reader, reuse, item, start, token.kind, false);
  if (token.kind === 'package') return readPackage(reader, reuse, item, start, depth);
  if (token.kind === 'use') readToplevelUse(reader, item);
  else if (atOldUnion(reader)) readOldUnion(reader);
  else misplaced(reader, item, token);
  return reader.finish(item, 'toplevel', start);
}

function readToplevelUse(reader: RecoveringReader, item: number): void {
  reader.flat.kinds[item] = 'toplevel_use_item';
  reader.take();
  readUsePath(reader);
  if (reader.at('.') && reader.peek(1).kind === '{') {
    const message =
      'a `use` at the top level names a whole interface; types are used inside an interface or world, as in `use types.{a}`';
    reader.problem('syntax/expected', reader.peek(), message);
    reader.flat.kinds[item] = 'ERROR';
    reader.take();
    reader.skipStatementOrBlock();
    reader.accept(';');
    return;
  }
  if (reader.accept('as')) reader.name('a new name', ';');
  reader.semicolon();
}

/** Something that is not allowed at the top level. */
function misplaced(reader: RecoveringReader, item: number, token: Token): void {
  if (token.kind === 'eof' || token.kind === '}') return reader.expected(TOPLEVEL, token);
  if (token.kind === ';') return reader.strayEnd();
  const isInterface = reader.startsMember('interface');
  if (isInterface || reader.startsMember('world')) {
    const message = `${reader.describe(token)} is not allowed at the top level: expected ${TOPLEVEL}`;
    reader.problem('syntax/expected', token, message);
    reader.quietly(() => readMember(reader, item, isInterface ? 'interface' : 'world'));
    reader.flat.kinds[item] = 'ERROR';
    return;
  }
  const beforePackage = packageAhead(reader);
  if (beforePackage > 0) return strayBeforePackage(reader, token, beforePackage);
  reader.problemAt(token, TOPLEVEL, FOREIGN_ITEMS.get(reader.slice(token)));
  reader.take();
  reader.skipStatementOrBlock();
}

/** `pub interface`, `export world`: what is at the top level can be seen by everyone. */
function readPrefix(reader: RecoveringReader): void {
  const start = takeModifiers(reader);
  if (start !== undefined) return reportModifiers(reader, start);
  const next = reader.peek(1).kind;
  if (!reader.at('export') || (next !== 'interface' && next !== 'world') || reader.peek(2).kind === ':') return;
  reportModifiers(reader, reader.take().start);
}

/** How many tokens stand in a line before the word `package`; none when it is not next. */
function packageAhead(reader: RecoveringReader): number {
  for (let ahead = 0; ahead < MAX_USE; ahead++) {
    const { kind } = reader.peek(ahead);
    if (kind === 'package') return reader.atWord(ahead + 1) ? ahead : 0;
    if (kind === 'eof' || kind === '{' || kind === '}') return 0;
  }
  return 0;
}

/** Something was typed or pasted above the `package` line. */
function strayBeforePackage(reader: RecoveringReader, token: Token, count: number): void {
  for (let left = count; left > 0; left--) reader.take();
  const span = { start: token.start, end: reader.previousEnd };
  const fix = { title: 'Remove it', edits: [{ start: span.start, end: reader.peek().start, text: '' }] };
  reader.problem('syntax/expected', span, `${reader.describe(token)} is not allowed above \`package\``, { fix });
}

function readPackage(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  item: number,
  start: number,
  depth: number,
): RawEntry {
  reader.take();
  readPackageName(reader);
  const opening = reader.peek();
  if (opening.kind === '{') {
    reader.flat.kinds[item] = 'nested_package_definition';
    reader.take();
    return reader.finishContainer(item, 'toplevel', start, () => readPackageBody(reader, reuse, opening, depth));
  }
  reader.flat.kinds[item] = 'package_decl';
  reader.semicolon();
  return reader.finish(item, 'toplevel', start);
}

function readPackageBody(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  opening: Token,
  depth: number,
): RawEntry[] {
  if (depth < MAX_PACKAGE_DEPTH) return readToplevel(reader, reuse, opening, depth + 1);
  reader.closeBlock();
  return [];
}

function readContainer(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  item: number,
  start: number,
  kind: 'interface' | 'world',
  isOtherWord: boolean,
): RawEntry {
  reader.flat.kinds[item] = kind === 'interface' ? 'interface_item' : 'world_item';
  const keyword = isOtherWord ? takeOtherWord(reader, kind) : reader.take();
  reader.name(kind === 'interface' ? 'the name of an interface' : 'the name of a world', '{');
  if (!reader.at('{')) {
    const next = reader.peek();
    // Before another word of the line, a brace would only make it a member that is none.
    const isAll =
      next.kind === 'eof' ||
      next.kind === '}' ||
      reader.onNewLine(next) ||
      (reader.startsMember(kind) && next.kind !== '@');
    reader.expected('`{`', next, isAll ? reader.insertBracket(' {') : undefined);
    while (!reader.at('eof') && !reader.onNewLine(reader.peek()) && !reader.at('{') && !reader.at('}')) reader.take();
  }
  const opening = reader.peek();
  if (reader.accept('{'))
    return reader.finishContainer(item, 'toplevel', start, () => readBody(reader, reuse, kind, opening, keyword));
  const isGated = reader.at('@');
  if (isGated ? !isContainerWord(reader.afterAttributes().kind) && !reader.at('eof') : reader.startsMember(kind))
    return reader.finishContainer(item, 'toplevel', start, () => readBody(reader, reuse, kind, undefined, keyword));
  return reader.finish(item, 'toplevel', start);
}

/** Members up to the `}`. Without an `opening` the brace was forgotten, which was said. */
function readBody(
  reader: RecoveringReader,
  reuse: Reuse | undefined,
  kind: 'interface' | 'world',
  opening: Token | undefined,
  keyword: Token,
): RawEntry[] {
  const members: RawEntry[] = [];
  for (;;) {
    const token = reader.peek();
    const over = token.kind === 'eof' || closesOutside(reader, token, keyword);
    if (over || (opening !== undefined && reader.forgotten(opening))) {
      if (opening !== undefined) reader.unclosedContainer(opening);
      return members;
    }
    if (reader.accept('}')) return members;
    const old = kept(reader, reuse, kind);
    members.push(old === undefined ? readBodyItem(reader, kind, token) : reader.keep(old, kind));
  }
}

/** Does this token begin something that can only stand outside the braces we are in? */
function closesOutside(reader: RecoveringReader, token: Token, keyword: Token): boolean {
  const at = token.kind === '@' ? reader.afterAttributes() : token;
  if (token.kind === 'use')
    return reader.startsLine(token) && reader.column(token) <= reader.column(keyword) && isToplevelUse(reader);
  if (!isContainerWord(at.kind) || reader.peek(1).kind === ':') return false;
  // Deeper than the container's own line: written inside on purpose.
  return !reader.startsLine(token) || reader.column(token) <= reader.column(keyword);
}

/** Without names in braces. */
function isToplevelUse(reader: RecoveringReader): boolean {
  for (let ahead = 1; ahead < MAX_USE; ahead++) {
    const { kind } = reader.peek(ahead);
    if (kind === ';' || kind === 'as') return true;
    if (kind === '{' || kind === 'eof') return false;
  }
  return false;
}

const MAX_USE = 24;

function readBodyItem(reader: RecoveringReader, kind: 'interface' | 'world', token: Token): RawEntry {
  reader.begin();
  const item = reader.flat.open('ERROR', token.start);
  readAttributes(reader);
  readMember(reader, item, kind);
  reader.progressInBlock(token);
  return reader.finish(item, kind, token.start);
}
