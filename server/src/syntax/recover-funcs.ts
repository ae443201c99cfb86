// Reading functions in broken text: signatures, and what stands in a resource.

import type { Reader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';
import { readList } from './recover-lists.ts';
import { readOldResults, readOldStatic } from './recover-old.ts';
import { isTypeWord, readType, startsType } from './recover-types.ts';
import { ITEM_STARTS } from './tokens.ts';

/** `name: func(…)`; the name is next. */
export function readFuncItem(reader: Reader): void {
  reader.beginElement();
  reader.name('the name of a function', ':');
  reader.accept(':');
  readFuncStatement(reader);
}

/** A function type up to its `;`. */
export function readFuncStatement(reader: Reader): void {
  if (readFuncType(reader)) reader.semicolon();
  else reader.skipStatement();
}

/** False when nothing of a function type is here. */
function readFuncType(reader: Reader): boolean {
  let good = true;
  reader.node('func_type', () => {
    const async = reader.accept('async');
    if (async !== undefined) reader.flat.leaf('async', async.start, async.end);
    if (async !== undefined && reader.at('static')) lateStatic(reader);
    if (!reader.accept('func')) good = readWithoutFunc(reader, async !== undefined);
    if (good) readSignature(reader);
  });
  return good;
}

/** `async static func`: the words are there, in the wrong order. */
function lateStatic(reader: Reader): void {
  const word = reader.peek();
  reader.problem(
    'syntax/expected',
    word,
    'expected `func`, found the reserved word `static`: it is `static async func`',
  );
  reader.take();
}

/** `f: (a: u8)`, `f: fn(a: u8)`: the rest tells that a function was meant. */
function readWithoutFunc(reader: Reader, afterAsync: boolean): boolean {
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
function readSignature(reader: Reader): void {
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
function readArrow(reader: Reader): { readonly start: number; readonly end: number } | undefined {
  const token = reader.peek();
  if (reader.accept('->')) return token;
  const next = reader.peek(1);
  const pieces = (token.kind === '-' || token.kind === '=') && next.kind === '>' ? 2 : token.kind === ':' ? 1 : 0;
  if (pieces === 0 || reader.onNewLine(token) || !startsType(reader.peek(pieces))) return undefined;
  const span = { start: token.start, end: reader.peek(pieces - 1).end };
  reader.problem('syntax/expected', span, `expected \`->\` before the result, found \`${reader.slice(span)}\``, {
    fix: reader.change(span, ' -> '.slice(token.kind === ':' ? 0 : 1, -1), 'Change to `->`'),
  });
  for (let piece = 0; piece < pieces; piece++) reader.take();
  return span;
}

function readParam(reader: Reader): void {
  const token = reader.peek();
  if (isTypeWord(token) && reader.peek(1).kind !== ':') {
    const message = `expected the name of a parameter, found the type \`${token.kind}\`: parameters are written \`name: type\``;
    reader.problem('syntax/expected', token, message);
    reader.quietly(() => readType(reader));
    return;
  }
  if (reader.name('the name of a parameter', ':', ',', ')')) readTyped(reader, 'parameter');
}

/** `: type` after a name. */
export function readTyped(reader: Reader, what: string): void {
  const token = reader.peek();
  if (reader.accept(':')) {
    readType(reader);
  } else if (!reader.onNewLine(token) && startsType(token) && reader.peek(1).kind !== ':') {
    reader.problem('syntax/expected', reader.here(), `expected \`:\` between the name and the type of the ${what}`, {
      fix: reader.insert(':'),
    });
    readType(reader);
  } else {
    reader.expected(`\`:\` and the type of the ${what}`);
  }
}

/** What follows the word `resource`. */
export function readResource(reader: Reader): void {
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

function leavesResource(reader: Reader): boolean {
  const token = reader.peek();
  const at = token.kind === '@' ? reader.afterAttributes() : token;
  if (!ITEM_STARTS.has(at.kind) || at.kind === '@') return false;
  return reader.startsLine(token) && (token.kind === '@' || reader.peek(1).kind !== ':');
}

function readResourceFunc(reader: Reader): void {
  const { flat } = reader;
  const first = reader.peek();
  const item = flat.open('ERROR', first.start);
  reader.beginStatement();
  readAttributes(reader);
  const token = reader.peek();
  if (token.kind === 'constructor' && reader.peek(1).kind !== ':') {
    flat.kinds[item] = 'resource_constructor';
    reader.take();
    readSignature(reader);
    reader.semicolon();
  } else if (reader.atWord() && reader.peek(1).kind === ':') {
    flat.kinds[item] = 'resource_method';
    readMethod(reader);
  } else if (token.kind === 'static' && reader.peek(2).kind === ':') {
    flat.kinds[item] = 'resource_method';
    readOldStatic(reader);
    readFuncStatement(reader);
  } else {
    reader.problemAt(token, '`constructor` or the name of a method');
    if (token.kind !== '}') reader.take();
    if (token.kind !== ';' && token.kind !== '}') reader.skipStatementOrBlock();
  }
  reader.progressInBlock(first);
  flat.close(item, Math.max(reader.previousEnd, flat.start(item)));
}

function readMethod(reader: Reader): void {
  reader.beginElement();
  reader.name('the name of a method', ':');
  reader.accept(':');
  const word = reader.accept('static');
  if (word !== undefined) reader.flat.leaf('static', word.start, word.end);
  readFuncStatement(reader);
}
