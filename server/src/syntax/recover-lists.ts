// Reading lists in brackets in broken text: what to do without a comma, and when the list is over.

import type { FlatKind } from './flat.ts';
import type { RecoveringReader } from './reader.ts';
import { readAttributes } from './recover-attributes.ts';

/** `{ element, element, }`; the opening bracket is next. */
export function readList(reader: RecoveringReader, kind: FlatKind, element: (reader: RecoveringReader) => void): void {
  const opening = reader.take();
  const close = opening.kind === '(' ? ')' : '}';
  for (;;) {
    if (reader.at('eof') || leavesList(reader, close) || reader.forgotten(opening)) return reader.unclosed(opening);
    if (reader.accept(close)) return;
    const before = reader.peek().start;
    if (reader.at('@')) skipAttributes(reader);
    reader.beginElement();
    reader.node(kind, () => element(reader));
    if (reader.accept(',') || reader.at(close)) continue;
    afterElement(reader, close, before);
  }
}

/** Attributes stand on whole statements only; without them, the element is read as usual. */
function skipAttributes(reader: RecoveringReader): void {
  const { start } = reader.peek();
  reader.quietly(() => readAttributes(reader));
  const span = { start, end: reader.previousEnd };
  const fix = { title: 'Remove the attribute', edits: [{ start, end: reader.peek().start, text: '' }] };
  const message = 'attributes are not allowed on members; put it on the whole type, function or statement';
  reader.problem('syntax/misplaced-attribute', span, message, { fix });
}

/** Is what comes next no element of this list, but something after it? */
function leavesList(reader: RecoveringReader, close: string): boolean {
  if (reader.atAttributedElement()) return false;
  if (close === ')' && (reader.at(';') || reader.at('}') || reader.at('{'))) return true;
  // In this order: the second may read the whole file, and sound lists never ask for it.
  return reader.startsItem() && !isFunctionElement(reader, close);
}

/** `name: func(…)` as an element: on the line of what is before it, or in braces of which none is missing. */
function isFunctionElement(reader: RecoveringReader, close: string): boolean {
  if (!reader.atWord() || reader.peek(1).kind !== ':') return false;
  return !reader.onNewLine(reader.peek()) || (close === '}' && reader.missingBraces <= 0);
}

/** No comma after an element: finds the way back. */
function afterElement(reader: RecoveringReader, close: string, before: number): void {
  const token = reader.peek();
  if (token.kind === 'eof' || leavesList(reader, close)) return;
  const moved = token.start > before;
  if (moved && reader.atWord()) {
    const message = `expected \`,\` or \`${close}\`, found ${reader.describe(token)}`;
    reader.problem('syntax/expected', reader.here(), message, { fix: reader.insert(',') });
    return;
  }
  if (moved && reader.slice(token) === '|') {
    const fix = reader.change(token, ',', 'Replace `|` by `,`');
    reader.foreign(token, 'the members of a type are separated by commas', { fix });
    reader.take();
    return;
  }
  if (moved && token.kind === ';') {
    reader.problem('syntax/expected', token, 'expected `,`, found `;`: the members of a type are separated by commas', {
      fix: reader.change(token, ',', 'Replace `;` with `,`'),
    });
    reader.take();
    return;
  }
  if (moved) reader.expected(`\`,\` or \`${close}\``);
  while (
    !reader.at('eof') &&
    !reader.at(',') &&
    !reader.at(close) &&
    !leavesList(reader, close) &&
    !(close === '}' && reader.at(';'))
  )
    reader.take();
  if (!reader.accept(',') && !reader.at(close)) reader.accept(';');
}
