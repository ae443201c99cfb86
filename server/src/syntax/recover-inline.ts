// Types that are declared where they are used: `a: record { x: u8 }`, `a: func(x: u8)`. WIT has names for them only, so the
// repair declares one first.

import type { SyntaxFix } from './problems.ts';
import type { RecoveringReader } from './reader.ts';
import { escapeName } from './words.ts';

const BODIES: ReadonlyMap<string, string> = new Map([
  ...['record', 'variant', 'enum', 'flags', 'resource'].map((it) => [it, it] as const),
  ...['struct', 'class', 'object', 'interface'].map((it) => [it, 'record'] as const),
  ...['union', 'oneof'].map((it) => [it, 'variant'] as const),
]);

/** Reads an inline declaration; nothing of it is kept, because it has no name. False when none is next. */
export function readInlineType(reader: RecoveringReader): boolean {
  // While a brace is missing, the end of the body is unknown.
  const token = reader.peek();
  if (token.kind === '{') return reader.missingBraces <= 0 && readInlineBody(reader, 'record');
  const isBeforeBody = reader.peek(1).kind === '{' || (reader.peek(2).kind === '{' && reader.atWord(1));
  const word = isBeforeBody ? BODIES.get(reader.slice(token)) : undefined;
  if (word !== undefined) return reader.missingBraces <= 0 && readInlineBody(reader, word);
  return readInlineFunction(reader);
}

function readInlineBody(reader: RecoveringReader, word: string): boolean {
  const token = reader.peek();
  if (!reader.at('{')) reader.take();
  const own = reader.at('{') ? undefined : reader.slice(reader.take());
  const from = reader.peek().start;
  reader.balanced();
  const body = reader.text.slice(from, reader.previousEnd);
  const name = own ?? nameFor(reader, token.start);
  const span = { start: token.start, end: reader.previousEnd };
  const edits = [reader.beforeItem(`${word} ${name} ${body}`), { ...span, text: name }];
  const title = `Declare \`${word} ${name}\``;
  const message = `a type cannot be defined here: define \`${word} ${name} { … }\` first, and write \`${name}\` here`;
  report(reader, span, message, { title, edits });
  return true;
}

/** `func(…) -> t`, `fn(…)`, `() => t`: functions are no values; a resource with a method is. */
function readInlineFunction(reader: RecoveringReader): boolean {
  const token = reader.peek();
  const isAsync = token.kind === 'async';
  const word = reader.peek(isAsync ? 1 : 0);
  if (reader.peek(isAsync ? 2 : 1).kind !== '(' || !FUNC_WORDS.has(reader.slice(word))) return false;
  if (isAsync) reader.take();
  reader.take();
  const from = reader.peek().start;
  skipBrackets(reader);
  if (reader.accept('->')) while (!ENDS.has(reader.peek().kind) && !reader.startsStatement()) reader.take();
  const signature = reader.text.slice(from, reader.previousEnd);
  const name = nameFor(reader, token.start);
  const span = { start: token.start, end: reader.previousEnd };
  const func = `${isAsync ? 'async ' : ''}func${signature}`;
  const edits = [reader.beforeItem(`resource ${name} { call: ${func}; }`), { ...span, text: `borrow<${name}>` }];
  const message = 'a function is not a type: define a `resource` with a method first, and pass that';
  report(reader, span, message, { title: `Declare \`resource ${name}\` with a method \`call\``, edits });
  return true;
}

const FUNC_WORDS = new Set(['func', 'function', 'fn', 'Fn', 'FnMut', 'FnOnce']);
const ENDS = new Set(['eof', ',', ')', ';', '{', '}']);

function skipBrackets(reader: RecoveringReader): void {
  let depth = 0;
  for (let token = reader.peek(); token.kind !== 'eof' && token.kind !== '}'; token = reader.peek()) {
    reader.take();
    if (token.kind === '(') depth++;
    if (token.kind === ')' && --depth === 0) return;
  }
}

function report(reader: RecoveringReader, span: { start: number; end: number }, message: string, fix: SyntaxFix): void {
  reader.foreign({ start: span.start, end: Math.min(span.end, lineEnd(reader, span.start)) }, message, { fix });
}

function lineEnd({ text }: RecoveringReader, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
}

/** How far back a name is looked for that says what the type is for. */
const LOOK_BACK = 400;

/** A name that is free in this file: that of the parameter or field, or of the function for its result. */
function nameFor(reader: RecoveringReader, start: number): string {
  const before = reader.text.slice(Math.max(0, start - LOOK_BACK), start);
  const member = /%?([A-Za-z][\w-]*)\s*\??\s*:\s*(?:[a-z]+<)*$/.exec(before)?.[1];
  const result = /%?([A-Za-z][\w-]*)\s*:\s*(?:static\s+)?(?:async\s+)?func\b[^;{}]*->\s*(?:[a-z]+<)*$/.exec(
    before,
  )?.[1];
  const wanted = member ?? (result === undefined ? 'item' : `${result}-result`);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : number === 2 ? `${wanted}-type` : `${wanted}-type-${number - 1}`;
    if (!isTaken(reader, name)) return escapeName(name);
  }
}

/** Does an item of this name, or a function, seem to be there? */
function isTaken(reader: RecoveringReader, name: string): boolean {
  if (reader.declaredAs(name) !== undefined) return true;
  return new RegExp(`(?:^|[\\s;{}])%?${name}\\s*:\\s*(?:static\\s+)?(?:async\\s+)?func\\b`).test(reader.text);
}
