// Parameters and fields in broken text: a name, a colon, a type, and what other languages add to or change in that.

import type { RecoveringReader } from './reader.ts';
import { isTypeWord, readType, startsType } from './recover-types.ts';

/** `: type` after a name. */
export function readTyped(reader: RecoveringReader, what: string): void {
  const token = reader.peek();
  const isOptional = reader.slice(token) === '?' && reader.peek(1).kind === ':' && !reader.onNewLine(token);
  if (isOptional) readOptional(reader);
  else if (reader.accept(':')) readType(reader);
  else if (!reader.onNewLine(token) && startsType(token) && reader.peek(1).kind !== ':') {
    reader.problem('syntax/expected', reader.here(), `expected \`:\` between the name and the type of the ${what}`, {
      fix: reader.insert(':'),
    });
    readType(reader);
  } else {
    reader.expected(`\`:\` and the type of the ${what}`);
    return;
  }
  skipDefault(reader, what);
}

/** `name?: t` */
function readOptional(reader: RecoveringReader): void {
  const mark = reader.take();
  reader.take();
  const { start } = reader.peek();
  reader.node('option_type', () => readType(reader));
  const end = reader.previousEnd;
  const text = `option<${reader.text.slice(start, end)}>`;
  const edits = [
    { start: mark.start, end: mark.end, text: '' },
    { start, end, text },
  ];
  const fix = end > start ? { fix: { title: `Change to \`${text}\``, edits } } : {};
  reader.foreign(mark, `an optional value has the type \`${end > start ? text : 'option<…>'}\``, fix);
}

/** `= value` after a type. */
function skipDefault(reader: RecoveringReader, what: string): void {
  if (!reader.at('=') || reader.onNewLine(reader.peek())) return;
  const from = reader.previousEnd;
  const { start } = reader.peek();
  skipValue(reader);
  const span = { start, end: reader.previousEnd };
  const fix = { title: `Remove \`${reader.slice(span)}\``, edits: [{ start: from, end: span.end, text: '' }] };
  reader.foreign(span, `a ${what} has no default value in WIT`, { fix });
}

/** `=` and what follows it, up to the end of the element. */
export function skipValue(reader: RecoveringReader): void {
  let depth = 0;
  reader.take();
  for (let token = reader.peek(); token.kind !== 'eof' && !reader.onNewLine(token); token = reader.peek()) {
    const isOver = token.kind === ',' || token.kind === ')' || token.kind === '}' || token.kind === ';';
    if (isOver && depth === 0) return;
    if (token.kind === '(' || token.kind === '{') depth++;
    if (token.kind === ')' || token.kind === '}') depth--;
    reader.take();
  }
}

/** `&self`, `&mut self`, `self`: a method has it without being told. False when none is here. */
export function readSelf(reader: RecoveringReader): boolean {
  const first = reader.peek();
  let ahead = 0;
  while (SELF_SIGNS.has(reader.slice(reader.peek(ahead)))) ahead++;
  const word = reader.peek(ahead);
  const next = reader.peek(ahead + 1).kind;
  const isTyped = next === ':' && TYPE_SIGNS.has(reader.slice(reader.peek(ahead + 2)));
  if (!SELVES.has(reader.slice(word)) || (next !== ',' && next !== ')' && !isTyped)) return false;
  while (ahead-- >= 0) reader.take();
  if (isTyped) skipValue(reader);
  const span = { start: first.start, end: reader.previousEnd };
  const comma = reader.at(',') ? reader.peek(1).start : span.end;
  const title = `Remove \`${reader.slice(span)}\``;
  const fix = { title, edits: [{ start: first.start, end: comma, text: '' }] };
  reader.foreign(span, 'a method has `self` without a parameter for it', { fix });
  return true;
}

const SELF_SIGNS = new Set(['&', '*', 'mut']);
const TYPE_SIGNS = new Set(['&', '*', 'Self']);
const SELVES = new Set(['self', 'this', 'Self']);

/** `(void)`, as in C. */
export function readVoid(reader: RecoveringReader): boolean {
  const token = reader.peek();
  if (reader.slice(token) !== 'void' || reader.peek(1).kind !== ')') return false;
  reader.take();
  const fix = { title: 'Remove `void`', edits: [{ start: token.start, end: token.end, text: '' }] };
  reader.foreign(token, 'a function without parameters has empty brackets', { fix });
  return true;
}

/** `...x: t` */
export function readRest(reader: RecoveringReader): boolean {
  const first = reader.peek();
  if (!reader.at('.') || reader.peek(1).kind !== '.' || reader.peek(2).kind !== '.') return false;
  for (let left = 3; left > 0; left--) reader.take();
  if (!reader.name('the name of a parameter', ':', ',', ')') || reader.accept(':') === undefined) return true;
  const { start } = reader.peek();
  reader.node('list_type', () => readType(reader));
  const end = reader.previousEnd;
  const text = `list<${reader.text.slice(start, end)}>`;
  const edits = [
    { start: first.start, end: first.start + 3, text: '' },
    { start, end, text },
  ];
  const span = { start: first.start, end: first.start + 3 };
  const message = `a function has a fixed number of parameters; for any number of values, pass \`${text}\``;
  reader.foreign(span, message, { fix: { title: `Change to \`${text}\``, edits } });
  return true;
}

/** `u32 x`, as in C. False when it is something else. */
export function readTypeFirst(reader: RecoveringReader, what: string): boolean {
  const type = reader.peek();
  const name = reader.peek(1);
  const end = reader.peek(2).kind;
  if (!isTypeWord(type) || !reader.atWord(1)) return false;
  if (end !== ',' && end !== ')' && end !== '}' && end !== ';') return false;
  reader.take();
  reader.take();
  reader.flat.leaf('identifier', name.start, name.end);
  reader.flat.leaf('primitive_type', type.start, type.end);
  const text = `${reader.slice(name)}: ${reader.slice(type)}`;
  const span = { start: type.start, end: name.end };
  const fix = { title: `Change to \`${text}\``, edits: [{ ...span, text }] };
  reader.foreign(span, `the name of a ${what} comes before its type: \`${text}\``, { fix });
  return true;
}

/** A type where a name belongs. */
export function readUnnamed(reader: RecoveringReader): void {
  const token = reader.peek();
  const before = /\(([^()]*)$/.exec(reader.text.slice(Math.max(0, token.start - 1000), token.start))?.[1] ?? '';
  const name = `arg${before.split(',').length}`;
  const fix = { title: `Name it \`${name}\``, edits: [{ start: token.start, end: token.start, text: `${name}: ` }] };
  const message = `expected the name of a parameter, found the type \`${token.kind}\`: parameters are written \`name: type\``;
  reader.problem('syntax/expected', token, message, { fix });
  reader.quietly(() => readType(reader));
}
