// Writing the value of a `let` where its name is, and leaving the `let` out.

import type { Span, TextEdit } from '../../base/text.ts';
import type { WacComposition } from '../../wac/composition.ts';
import { instantiationsIn, type WacArgument } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Port } from '../../world/parts.ts';
import type { WacAction } from './action.ts';
import { instantiationsOf, localNameAt } from './names.ts';
import { argumentName } from './ports.ts';
import type { WacDocument } from './wac.ts';

/**
 * Undefined where that cannot be: a component that is mentioned twice would be made twice, and `...name` takes names only.
 */
export function inlineLet(
  snapshot: Snapshot,
  document: WacDocument,
  { made }: WacComposition,
  offset: number,
): WacAction | undefined {
  const local = localNameAt(snapshot, document, offset);
  const statement = document.file.statements.find(
    (it) => it.kind === 'let' && it.name.span.start === local?.name.span.start,
  );
  if (local === undefined || statement?.kind !== 'let' || statement.value.kind === 'bad') return undefined;
  const mentions = local.spans.filter((it) => it.start !== local.name.span.start);
  if (mentions.length === 0 || (mentions.length > 1 && instantiationsIn(statement.value).length > 0)) return undefined;
  const { text } = document;
  const value = text.slice(statement.value.span.start, statement.value.span.end);
  const edits: TextEdit[] = [];
  const short = shortArguments(document);
  for (const { start, end } of mentions) {
    const argument = short.get(start);
    const port = argument === undefined ? undefined : portOf(made, argument);
    if (argument !== undefined && port === undefined) return undefined;
    edits.push({ start, end, text: port === undefined ? value : `${argumentName(port)}: ${value}` });
  }
  edits.push({ ...lineOf(text, statement.span), text: '' });
  return {
    title: `Inline \`${local.name.text}\``,
    kind: 'refactor.inline',
    edits: edits.sort((a, b) => a.start - b.start),
    preferred: false,
  };
}

/** The import that an argument is for; none for a spread one. */
function portOf(made: WacComposition['made'], argument: WacArgument): Port | undefined {
  for (const { wanted } of made.values()) {
    const port = wanted.get(argument);
    if (port !== undefined) return port;
  }
  return undefined;
}

/** Arguments that are only a name, by where it starts. */
function shortArguments({ file }: WacDocument): ReadonlyMap<number, WacArgument> {
  const found = new Map<number, WacArgument>();
  for (const it of instantiationsOf(file).flatMap((making) => making.args))
    if (it.kind !== 'named') found.set(it.name.span.start, it);
  return found;
}

/** A statement with its line, if it has the line to itself. */
function lineOf(text: string, { start, end }: Span): Span {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const behind = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  if (before.trim() !== '' || behind === null) return { start, end };
  return { start: start - before.length, end: end + behind[0].length };
}
