// Reading type definitions in broken text: `type`, `record`, `flags`, `enum`, `variant`, and how others write them.

import type { FlatKind } from './flat.ts';
import type { Token } from './lexer.ts';
import type { RecoveringReader } from './reader.ts';
import { readPlainCases, readVariantCase } from './recover-cases.ts';
import { otherWord, reportModifiers, takeModifiers, takeOtherWord } from './recover-foreign.ts';
import { readList } from './recover-lists.ts';
import { readTyped, readTypeFirst } from './recover-params.ts';
import { readType, startsType } from './recover-types.ts';

interface Body {
  readonly kind: FlatKind;
  readonly what: string;
  /** Reads from the `{`; `item` is the node of the whole, which began with `keyword`. */
  readonly body: (reader: RecoveringReader, item: number, keyword: Token) => void;
}

const BODIES: ReadonlyMap<string, Body> = new Map<string, Body>([
  ['record', { kind: 'record_item', what: 'a record', body: block('record_body', 'record_field', readField) }],
  [
    'variant',
    { kind: 'variant_item', what: 'a variant', body: block('variant_body', 'variant_case', readVariantCase) },
  ],
  [
    'flags',
    {
      kind: 'flags_item',
      what: 'a flags type',
      body: (reader, item, keyword) => readPlainCases(reader, item, keyword, 'flags'),
    },
  ],
  [
    'enum',
    {
      kind: 'enum_item',
      what: 'an enum',
      body: (reader, item, keyword) => readPlainCases(reader, item, keyword, 'enum'),
    },
  ],
]);

function block(body: FlatKind, element: FlatKind, read: (reader: RecoveringReader) => void): Body['body'] {
  return (reader) => reader.node(body, () => readList(reader, element, read));
}

/** A type definition, with its keyword or another language's; `item` is its node. False when none is next. */
export function readTypedef(reader: RecoveringReader, item: number): boolean {
  if (reader.at('type') || reader.slice(reader.peek()) === 'alias' || reader.slice(reader.peek()) === 'typedef')
    return readAlias(reader, item);
  const other = otherWord(reader, 'declarations');
  const read = BODIES.get(other ?? reader.peek().kind);
  if (read === undefined) return false;
  reader.flat.kinds[item] = read.kind;
  const keyword = other === undefined ? reader.take() : takeOtherWord(reader, other);
  if (readHead(reader, read.what, keyword)) read.body(reader, item, keyword);
  return true;
}

/** `type t = …;`. `alias t = …;` and `typedef t x;` are known. */
function readAlias(reader: RecoveringReader, item: number): boolean {
  if (!reader.at('type') && !reader.atWord(1)) return false;
  reader.flat.kinds[item] = 'type_item';
  const keyword = reader.take();
  if (keyword.kind !== 'type' && !readForeignAlias(reader, keyword)) return true;
  readAliasRest(reader, item, keyword);
  return true;
}

/** True when what follows is as after `type`. */
function readForeignAlias(reader: RecoveringReader, keyword: Token): boolean {
  const word = reader.slice(keyword);
  const isCLike = reader.peek(2).kind === ';' && reader.atWord(1);
  if (!isCLike) {
    const fix = { title: 'Change to `type`', edits: [{ start: keyword.start, end: keyword.end, text: 'type' }] };
    reader.foreign(keyword, `there is no \`${word}\` in WIT; write \`type\``, { fix });
    return true;
  }
  const [type, name] = [reader.peek(), reader.peek(1)];
  const text = `type ${reader.slice(name)} = ${reader.slice(type)}`;
  reader.flat.leaf('identifier', name.start, name.end);
  const span = { start: keyword.start, end: name.end };
  reader.foreign(span, `another name for a type is written \`${text}\``, {
    fix: { title: `Change to \`${text}\``, edits: [{ ...span, text }] },
  });
  readType(reader);
  reader.take();
  reader.semicolon();
  return false;
}

function readAliasRest(reader: RecoveringReader, item: number, keyword: Token): void {
  const named = reader.peek();
  const isNamed = reader.name('the name of the type', '=', ':', ';');
  if (!readEquals(reader)) {
    reader.expected('`=`');
    return reader.skipStatement();
  }
  if (isNamed && readAliasOfBody(reader, item, keyword, named)) return;
  readType(reader);
  reader.semicolon();
}

/** `=`, or the `:` that others write. */
function readEquals(reader: RecoveringReader): boolean {
  if (reader.accept('=')) return true;
  const token = reader.peek();
  const isColon = token.kind === ':' && !reader.onNewLine(token);
  if (!isColon && (reader.onNewLine(token) || !startsType(token))) return false;
  const from = reader.previousEnd;
  const edit = isColon ? { start: from, end: token.end, text: ' =' } : { start: from, end: from, text: ' =' };
  const found = isColon ? token : reader.here();
  reader.foreign(found, 'a type gets its name with `=`: `type name = …;`', {
    fix: { title: 'Change to `=`', edits: [edit] },
  });
  if (isColon) reader.take();
  return true;
}

/** `type t = record { … }` for `record t { … }`. */
function readAliasOfBody(reader: RecoveringReader, item: number, keyword: Token, name: Token): boolean {
  const token = reader.peek();
  const written = reader.slice(token);
  const word = written === '{' || written === 'struct' ? 'record' : written;
  const read = BODIES.get(word);
  const isBody = token.kind === '{' || reader.peek(1).kind === '{';
  if (read === undefined || !isBody || reader.missingBraces > 0) return false;
  const span = { start: keyword.start, end: token.kind === '{' ? reader.previousEnd : token.end };
  const edits = [{ ...span, text: `${word} ${reader.slice(name)}` }];
  if (token.kind !== '{') reader.take();
  reader.flat.kinds[item] = read.kind;
  read.body(reader, item, token);
  const end = reader.accept(';');
  if (end !== undefined) edits.push({ start: end.start, end: end.end, text: '' });
  const title = `Change to \`${word} ${reader.slice(name)} { … }\``;
  reader.foreign(span, `a \`${word}\` has its name after the keyword: \`${word} ${reader.slice(name)} { … }\``, {
    fix: { title, edits },
  });
  return true;
}

/** Up to the `{`. False when there is none. */
function readHead(reader: RecoveringReader, what: string, keyword: Token): boolean {
  reader.name(`the name of ${what}`, '{', '=');
  const sign = reader.peek();
  if ((reader.at('=') || reader.at(':')) && reader.peek(1).kind === '{') {
    const fix = { title: `Remove \`${sign.kind}\``, edits: [{ start: reader.previousEnd, end: sign.end, text: '' }] };
    reader.foreign(sign, `\`${reader.slice(keyword)}\` has its \`{\` right after its name`, { fix });
    reader.take();
  }
  if (reader.at('{')) return true;
  reader.expected('`{`');
  reader.skipStatementOrBlock();
  return false;
}

function readField(reader: RecoveringReader): void {
  const modifiers = takeModifiers(reader);
  if (modifiers !== undefined) reportModifiers(reader, modifiers);
  if (readTypeFirst(reader, 'field')) return;
  if (reader.name('the name of a field', ':', ',', '}')) readTyped(reader, 'field');
}
