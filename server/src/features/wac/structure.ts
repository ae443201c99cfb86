// The structure of a composition: what can be folded, and what a selection grows to. Made from the text alone.

import type { Span } from '../../base/text.ts';
import { wacTokens } from '../../wac/lexer.ts';
import { namesOf } from '../../wac/names.ts';
import type { WacArgument, WacExpression, WacFile } from '../../wac/syntax.ts';
import { type Fold, foldsOf } from '../folding.ts';
import { selectionsIn } from '../selection.ts';
import type { WacText } from './format.ts';

export function wacFolds({ text, file }: WacText): readonly Fold[] {
  return foldsOf(text, wacTokens(text), importRuns(file));
}

/** Imports that follow each other. */
function importRuns({ statements }: WacFile): Fold[] {
  const found: Fold[] = [];
  let run: Span | undefined;
  for (const it of [...statements, undefined]) {
    if (it?.kind === 'import') run = { start: run?.start ?? it.span.start, end: it.span.end };
    else if (run !== undefined) {
      found.push({ ...run, kind: 'imports', closes: false });
      run = undefined;
    }
  }
  return found;
}

export function wacSelections({ text, file }: WacText, offset: number): readonly Span[] {
  return selectionsIn(text, wacTokens(text), itemsOf(file), offset);
}

function itemsOf(file: WacFile): Span[] {
  const found: Span[] = [...(file.head === undefined ? [] : [file.head])];
  for (const it of file.statements) {
    found.push(it.span);
    if (it.kind === 'let' || it.kind === 'export') found.push(...expressionSpans(it.value));
  }
  found.push(...namesOf(file).map((it) => it.name.span));
  return found;
}

function expressionSpans(expression: WacExpression): Span[] {
  const found: Span[] = [];
  const pending = [expression];
  for (let it = pending.pop(); it !== undefined; it = pending.pop()) {
    found.push(it.span);
    if (it.kind === 'access') pending.push(it.of);
    if (it.kind !== 'new') continue;
    found.push(it.path.span, ...it.args.map(argumentSpan));
    for (const argument of it.args) if (argument.kind === 'named') pending.push(argument.value);
  }
  return found;
}

function argumentSpan(it: WacArgument): Span {
  return it.kind === 'named' ? { start: it.name.span.start, end: it.value.span.end } : it.name.span;
}
