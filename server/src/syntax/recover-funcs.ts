// Reading functions in broken text: signatures, and members of a resource.

import type { Span } from '../base/text.ts';
import type { FlatKind } from './flat.ts';
import { isAccessorWord, isIdentifier, type Token } from './lexer.ts';
import type { RecoveringReader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';
import {
  type ForeignFunction,
  foreignFunction,
  reportModifiers,
  takeForeignFunction,
  takeModifiers,
} from './recover-foreign.ts';
import { readList } from './recover-lists.ts';
import { readOldResults, readOldStatic } from './recover-old.ts';
import { readRest, readSelf, readTyped, readTypeFirst, readUnnamed, readVoid } from './recover-params.ts';
import { isTypeWord, readType, startsType } from './recover-types.ts';
import { ITEM_STARTS } from './tokens.ts';

/** `name: func(…)`; the name is next. */
export function readFuncItem(reader: RecoveringReader): void {
  reader.beginElement();
  reader.name('the name of a function', ':');
  reader.accept(':');
  readFuncStatement(reader);
}

/** A function type up to its `;`. */
export function readFuncStatement(reader: RecoveringReader): void {
  if (readFuncType(reader)) reader.semicolon();
  else reader.skipStatement();
}

/** A function as another language writes it; its first word, or a modifier before it, is at `start`. */
export function readForeignFunction(reader: RecoveringReader, found: ForeignFunction, start: number): void {
  takeForeignFunction(reader, found, start);
  if (found.isStatic) reader.flat.leaf('static', start, start);
  reader.node('func_type', () => {
    if (found.isAsync) reader.flat.leaf('async', start, start);
    readSignature(reader);
  });
  reader.semicolon();
}

/** False when nothing of a function type is here. */
function readFuncType(reader: RecoveringReader): boolean {
  let good = true;
  reader.node('func_type', () => {
    const async = reader.accept('async');
    if (async !== undefined) reader.flat.leaf('async', async.start, async.end);
    if (async !== undefined && reader.at('static')) lateStatic(reader, async);
    if (reader.atAccessor()) readAccessorWord(reader, async);
    else if (!reader.accept('func')) good = readWithoutFunc(reader, async !== undefined);
    if (good) readSignature(reader);
  });
  return good;
}

/** `get` or `set`, which a `(` follows. */
function readAccessorWord(reader: RecoveringReader, async: Token | undefined): void {
  const token = reader.take();
  const word = reader.slice(token);
  if (!isAccessorWord(word)) return;
  reader.flat.leaf(word, token.start, token.end);
  if (async === undefined) return;
  const message = `expected \`func\` after \`async\`, found \`${word}\`: accessors cannot be \`async\``;
  reader.problem('syntax/expected', token, message);
}

/** `async static func`: the words are there, in the wrong order. */
function lateStatic(reader: RecoveringReader, async: Token): void {
  const word = reader.peek();
  reader.problem(
    'syntax/expected',
    word,
    'expected `func`, found the reserved word `static`: it is `static async func`',
    { fix: reader.change({ start: async.start, end: word.end }, 'static async', 'Change to `static async`') },
  );
  reader.take();
  reader.flat.leaf('static', word.start, word.end);
}

/** `f: (a: u8)`, `f: fn(a: u8)`: the rest tells that a function was meant. */
function readWithoutFunc(reader: RecoveringReader, afterAsync: boolean): boolean {
  const what = afterAsync ? '`func` after `async`' : '`func`';
  const token = reader.peek();
  if (token.kind === '(') {
    const text = token.start === reader.previousEnd ? ' func' : 'func';
    reader.expected(what, token, { title: 'Insert `func`', edits: [{ start: token.start, end: token.start, text }] });
    return true;
  }
  if (reader.onNewLine(token) || !FUNC_WORDS.has(reader.slice(token)) || reader.peek(1).kind !== '(') {
    reader.expected(what, token);
    return false;
  }
  const fix = { title: 'Change to `func`', edits: [{ start: token.start, end: token.end, text: 'func' }] };
  reader.expected(what, token, fix);
  reader.take();
  return true;
}

const FUNC_WORDS = new Set(['function', 'fn', 'fun', 'def', 'proc']);

/** Parameters and result. */
function readSignature(reader: RecoveringReader): void {
  if (!reader.at('(')) {
    reader.expected('`(` and the parameters');
    return;
  }
  reader.node('param_list', () => readList(reader, 'param', readParam));
  const arrow = readArrow(reader);
  if (arrow === undefined) return;
  if (reader.at('(')) readOldResults(reader, arrow);
  else readType(reader);
}

/** `->`, or what others write instead of it. */
function readArrow(reader: RecoveringReader): { readonly start: number; readonly end: number } | undefined {
  const token = reader.peek();
  if (reader.accept('->')) return token;
  const next = reader.peek(1);
  const pieces = (token.kind === '-' || token.kind === '=') && next.kind === '>' ? 2 : token.kind === ':' ? 1 : 0;
  if (pieces === 0 && atBareResult(reader)) return missingArrow(reader);
  if (pieces === 0 || reader.onNewLine(token) || !startsType(reader.peek(pieces))) return undefined;
  const span = { start: token.start, end: reader.peek(pieces - 1).end };
  reader.problem('syntax/expected', span, `expected \`->\` before the result, found \`${reader.slice(span)}\``, {
    fix: reader.change(span, ' -> '.slice(token.kind === ':' ? 0 : 1, -1), 'Change to `->`'),
  });
  for (let piece = 0; piece < pieces; piece++) reader.take();
  return span;
}

/** A result without an arrow, as in Go. */
function atBareResult(reader: RecoveringReader): boolean {
  const token = reader.peek();
  if (reader.onNewLine(token)) return false;
  return isTypeWord(token) || (isIdentifier(token.kind) && reader.peek(1).kind === ';');
}

function missingArrow(reader: RecoveringReader): Span {
  const fix = reader.insert(' ->');
  reader.problem('syntax/expected', reader.here(), 'expected `->` before the result', { fix });
  return reader.here();
}

function readParam(reader: RecoveringReader): void {
  if (readSelf(reader) || readVoid(reader)) return;
  const modifiers = takeModifiers(reader);
  if (modifiers !== undefined) reportModifiers(reader, modifiers);
  if (readRest(reader) || readTypeFirst(reader, 'parameter')) return;
  const token = reader.peek();
  if (isTypeWord(token) && reader.peek(1).kind !== ':') return readUnnamed(reader);
  if (reader.name('the name of a parameter', ':', ',', ')')) readTyped(reader, 'parameter');
}

/** What follows the word `resource`. */
export function readResource(reader: RecoveringReader): void {
  reader.name('the name of a resource', '{', ';');
  if (!reader.at('{')) return reader.semicolon();
  reader.node('resource_body', () => {
    const opening = reader.take();
    for (;;) {
      const token = reader.peek();
      if (token.kind === 'eof' || leavesResource(reader) || reader.forgotten(opening)) return reader.unclosed(opening);
      if (reader.accept('}')) return;
      readResourceFunc(reader);
    }
  });
}

function leavesResource(reader: RecoveringReader): boolean {
  const token = reader.peek();
  const at = token.kind === '@' ? reader.afterAttributes() : token;
  if (!ITEM_STARTS.has(at.kind) || at.kind === '@') return false;
  return reader.startsLine(token) && (token.kind === '@' || reader.peek(1).kind !== ':');
}

function readResourceFunc(reader: RecoveringReader): void {
  const { flat } = reader;
  const first = reader.peek();
  const item = flat.open('ERROR', first.start);
  reader.beginStatement();
  readAttributes(reader);
  const modifiers = takeModifiers(reader);
  const token = reader.peek();
  const foreign = readForeignResourceFunc(reader, modifiers ?? token.start);
  if (foreign !== undefined) {
    flat.kinds[item] = foreign;
  } else if (modifiers !== undefined) {
    reportModifiers(reader, modifiers);
    flat.kinds[item] = readPlainResourceFunc(reader);
  } else flat.kinds[item] = readPlainResourceFunc(reader);
  reader.progressInBlock(first);
  flat.close(item, Math.max(reader.previousEnd, flat.start(item)));
}

function readPlainResourceFunc(reader: RecoveringReader): FlatKind {
  const token = reader.peek();
  if (token.kind === 'constructor' && reader.peek(1).kind !== ':') {
    reader.take();
    readSignature(reader);
    reader.semicolon();
    return 'resource_constructor';
  }
  if (reader.atWord() && reader.peek(1).kind === ':') {
    readMethod(reader);
    return 'resource_method';
  }
  if (token.kind === 'static' && reader.peek(2).kind === ':') {
    readOldStatic(reader);
    readFuncStatement(reader);
    return 'resource_method';
  }
  reader.problemAt(token, '`constructor` or the name of a method');
  if (token.kind !== '}') reader.take();
  if (token.kind !== ';' && token.kind !== '}') reader.skipStatementOrBlock();
  return 'ERROR';
}

/** `new: constructor()`, `constructor: func()` and `fn x()`; undefined when it is nothing of these. */
function readForeignResourceFunc(reader: RecoveringReader, start: number): FlatKind | undefined {
  const [first, second, third] = [reader.peek(), reader.peek(1), reader.peek(2)];
  const isNamed = reader.atWord() && second.kind === ':' && third.kind === 'constructor';
  const isTyped = first.kind === 'constructor' && second.kind === ':' && third.kind === 'func';
  const isNew = CONSTRUCTORS.has(reader.slice(first)) && second.kind === '(';
  if (isNamed || isTyped || isNew) {
    for (let left = isNew ? 1 : 3; left > 0; left--) reader.take();
    const span = { start, end: reader.previousEnd };
    const fix = { title: 'Change to `constructor`', edits: [{ ...span, text: 'constructor' }] };
    reader.foreign(span, 'a constructor has no name: it is written `constructor(…)`', { fix });
    reader.flat.leaf('ERROR', reader.previousEnd, reader.previousEnd);
    readSignature(reader);
    reader.semicolon();
    return 'resource_constructor';
  }
  const isOldStatic = first.kind === 'static' && third.kind === ':';
  const found = first.kind === 'constructor' || isOldStatic ? undefined : foreignFunction(reader);
  if (found === undefined) return undefined;
  readForeignFunction(reader, found, start);
  return 'resource_method';
}

const CONSTRUCTORS = new Set(['new', 'init', '__init__']);

function readMethod(reader: RecoveringReader): void {
  reader.beginElement();
  reader.name('the name of a method', ':');
  reader.accept(':');
  const word = reader.accept('static');
  if (word !== undefined) reader.flat.leaf('static', word.start, word.end);
  readFuncStatement(reader);
}
