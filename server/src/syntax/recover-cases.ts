// Cases of enums, flags and variants in broken text: values where none may be, and several of them where one may be.

import type { Span, TextEdit } from '../base/text.ts';
import type { Token } from './lexer.ts';
import type { RecoveringReader } from './reader.ts';
import { readInlineType } from './recover-inline.ts';
import { readList } from './recover-lists.ts';
import { skipValue } from './recover-params.ts';
import { isTypeWord, readType } from './recover-types.ts';

/** What the cases of one enum or flags type carry that they cannot. */
interface Extras {
  /** Where the first payload is. */
  payload: Span | undefined;
  /** What makes all payloads those of a variant. */
  readonly payloads: TextEdit[];
  /** `= 1` and the like. */
  readonly values: Span[];
}

/** The `{ … }` of an enum or of flags; its keyword was `keyword`, and its node is `item`. */
export function readPlainCases(reader: RecoveringReader, item: number, keyword: Token, kind: 'enum' | 'flags'): void {
  const extras: Extras = { payload: undefined, payloads: [], values: [] };
  const element = kind === 'enum' ? 'enum_case' : 'flags_field';
  reader.node(kind === 'enum' ? 'enum_body' : 'flags_body', () =>
    readList(reader, element, () => readPlainCase(reader, extras)),
  );
  reportValues(reader, extras.values);
  const { payload, payloads } = extras;
  if (payload === undefined) return;
  if (kind === 'flags') {
    const message = 'a flag cannot carry a value';
    reader.foreign(payload, message, { fix: { title: 'Remove the value', edits: [{ ...payload, text: '' }] } });
    return;
  }
  const edits = [{ start: keyword.start, end: keyword.end, text: 'variant' }, ...payloads];
  const message = 'a case of an `enum` cannot carry a value; use a `variant`';
  reader.foreign(payload, message, { fix: { title: 'Change to `variant`', edits } });
  const { kinds } = reader.flat;
  for (let index = item; index < kinds.length; index++)
    kinds[index] = AS_VARIANT.get(kinds[index] ?? '') ?? kinds[index] ?? 'ERROR';
}

const AS_VARIANT = new Map([
  ['enum_item', 'variant_item'],
  ['enum_body', 'variant_body'],
  ['enum_case', 'variant_case'],
] as const) as ReadonlyMap<string, 'variant_item' | 'variant_body' | 'variant_case'>;

function readPlainCase(reader: RecoveringReader, extras: Extras): void {
  if (!reader.name('a name', ',', '}')) return;
  const token = reader.peek();
  if (reader.onNewLine(token)) return;
  if (reader.at('=')) {
    const start = reader.previousEnd;
    skipValue(reader);
    extras.values.push({ start, end: reader.previousEnd });
  } else if (reader.at('(') || reader.at(':')) {
    extras.payloads.push(...readPayload(reader));
    extras.payload ??= { start: token.start, end: reader.previousEnd };
  }
}

function reportValues(reader: RecoveringReader, values: readonly Span[]): void {
  const [first] = values;
  if (first === undefined) return;
  const fix = { title: 'Remove the values', edits: values.map((it) => ({ ...it, text: '' })) };
  const start = first.start + (/^\s*/.exec(reader.slice(first))?.[0].length ?? 0);
  reader.foreign({ start, end: first.end }, 'cases cannot have explicit numbers: they are counted from 0', { fix });
}

export function readVariantCase(reader: RecoveringReader): void {
  if (!reader.name('the name of a case', ',', '}', '(')) return;
  const next = reader.peek();
  if (reader.onNewLine(next)) return;
  if (reader.at('(')) {
    const edits = readPayload(reader);
    const [edit] = edits;
    if (edit === undefined) return;
    const span = { start: next.start, end: reader.previousEnd };
    const fix = { title: edit.text === '' ? 'Remove `()`' : 'Change to a `tuple`', edits };
    const message =
      edit.text === ''
        ? 'a case without a value has no parentheses'
        : 'a case can carry only one value; use a `tuple` for several';
    return reader.foreign(span, message, { fix });
  }
  if (reader.at('=')) {
    const start = reader.previousEnd;
    skipValue(reader);
    return reportValues(reader, [{ start, end: reader.previousEnd }]);
  }
  if (reader.at(':') || isTypeWord(next) || reader.at('{')) readOtherPayload(reader);
}

/** `a: u8`, `a u8` and `a { x: u8 }` for `a(u8)`. */
function readOtherPayload(reader: RecoveringReader): void {
  const { start } = reader.peek();
  const from = reader.previousEnd;
  if (reader.at('{') && readInlineType(reader)) return;
  if (reader.accept(':') === undefined && reader.at('{')) return reader.expected('`,` or `}`');
  const inner = reader.peek().start;
  readType(reader);
  const text = `(${reader.text.slice(inner, reader.previousEnd)})`;
  const span = { start, end: reader.previousEnd };
  const fix = { title: `Change to \`${text}\``, edits: [{ start: from, end: span.end, text }] };
  reader.foreign(span, `the type of a case goes in parentheses: \`${text}\``, { fix });
}

/** `(t)` or `: t`; with what it takes to make it the payload of a variant. */
function readPayload(reader: RecoveringReader): TextEdit[] {
  const opening = reader.take();
  if (opening.kind === ':') {
    const { start } = reader.peek();
    readType(reader);
    const text = `(${reader.text.slice(start, reader.previousEnd)})`;
    return [{ start: opening.start, end: reader.previousEnd, text }];
  }
  const closing = reader.accept(')');
  if (closing !== undefined) return [{ start: opening.start, end: closing.end, text: '' }];
  readType(reader);
  if (reader.accept(')')) return [];
  if (!reader.at(',')) {
    reader.expected('`)`');
    return [];
  }
  return readMore(reader, opening);
}

/** Further types after the first: a tuple. */
function readMore(reader: RecoveringReader, opening: Token): TextEdit[] {
  const index = reader.flat.kinds.length;
  while (reader.accept(',')) if (!reader.at(')')) readType(reader);
  for (let node = index; node < reader.flat.kinds.length; node++) reader.flat.kinds[node] = 'ERROR';
  const inner = reader.text.slice(opening.end, reader.previousEnd).replace(/,\s*$/, '');
  const closing = reader.accept(')');
  if (closing === undefined) {
    reader.expected('`)`');
    return [];
  }
  return [{ start: opening.end, end: closing.start, text: `tuple<${inner}>` }];
}
