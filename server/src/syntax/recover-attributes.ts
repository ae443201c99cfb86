// Reading attributes in broken text.

import type { RecoveringReader } from './reader.ts';
import { readVersion, takeNumbers } from './recover-names.ts';

export function readAttributes(reader: RecoveringReader): void {
  while (reader.at('@')) {
    reader.node('attribute', () => {
      const before = reader.problemCount;
      readAttribute(reader);
      // `lower.ts` need not find anew what was said.
      if (reader.problemCount > before) reader.flat.leaf('ERROR', reader.previousEnd, reader.previousEnd);
    });
  }
}

function readAttribute(reader: RecoveringReader): void {
  reader.take();
  const named = reader.name('the name of an attribute: `since`, `unstable`, `deprecated` or `external-id`', '(');
  if (!named) return;
  if (!reader.accept('(')) {
    reader.expected('`(`');
    return;
  }
  readArgument(reader);
  if (reader.accept(')')) return;
  if (!reader.at('eof')) reader.expected('`)`');
  while (!reader.at('eof') && !reader.at(')') && !reader.at('@') && !reader.onNewLine(reader.peek())) reader.take();
  reader.accept(')');
}

function readArgument(reader: RecoveringReader): void {
  const token = reader.peek();
  if (token.kind === 'string') {
    reader.take();
    reader.flat.leaf('string', token.start, token.end);
    return;
  }
  if (token.kind === 'integer') {
    reader.expected('`version = …`', token, {
      title: 'Insert `version = `',
      edits: [{ start: token.start, end: token.start, text: 'version = ' }],
    });
    reader.quietly(() => readVersion(reader));
    return;
  }
  // `lower.ts` says what is wrong with a value alone.
  if (reader.atWord() && reader.peek(1).kind === ')') {
    reader.take();
    reader.flat.leaf('identifier', token.start, token.end);
    return;
  }
  if (!reader.name('`version = …`, `feature = …` or a string', '=')) return;
  if (!reader.accept('=')) reader.expected('`=`');
  else if (reader.at('integer')) readVersion(reader);
  else if (reader.at('string')) {
    const { start, end } = reader.take();
    reader.flat.leaf('string', start, end);
  } else if (reader.atWord() && reader.peek(1).kind === '.') readVersionWord(reader);
  else reader.name('a version or the name of a feature', ')');
}

/** `v1.0.0` */
function readVersionWord(reader: RecoveringReader): void {
  const span = takeNumbers(reader);
  const written = reader.text.slice(span.start, span.end);
  const meant = /^v([0-9]+\.[0-9]+\.[0-9]+)$/.exec(written)?.[1];
  const fix =
    meant === undefined ? {} : { fix: { title: `Change to \`${meant}\``, edits: [{ ...span, text: meant }] } };
  reader.problem('syntax/invalid-version', span, `invalid version: \`${written}\` is not like \`1.0.0\``, fix);
}
