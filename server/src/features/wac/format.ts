// Formatting compositions: a whole file, the statements of a range, what was just typed.

import type { Span } from '../../base/text.ts';
import { type Formatted, formatLayout } from '../../format/format.ts';
import { depthByTokens } from '../../format/indent.ts';
import type { Layout } from '../../format/layout.ts';
import type { FormatOptions } from '../../format/options.ts';
import { Tokens } from '../../format/tokens.ts';
import { arrangeWac } from '../../wac/arrange.ts';
import { WAC } from '../../wac/language.ts';
import type { WacFile } from '../../wac/syntax.ts';
import { formatItemBefore, indentLine, itemsIn, lineStart } from '../format.ts';

/** A text and what was read in it. */
export interface WacText {
  readonly text: string;
  readonly file: WacFile;
}

export function formatComposition(it: WacText, options: FormatOptions): Formatted {
  return formatParts(it, options);
}

export function formatCompositionRange(it: WacText, range: Span, options: FormatOptions): Formatted {
  return formatParts(it, options, (layout) => itemsIn(layout, range));
}

/** After `}` or `;` the statement that it ends, after a line break the indentation of the new line. `offset` is behind it. */
export function formatCompositionOnType(it: WacText, offset: number, typed: string, options: FormatOptions): Formatted {
  const { text } = it;
  if (typed === '\n') {
    const start = lineStart(text, offset);
    return { edits: indentLine(text, start, depthByTokens(new Tokens(text, WAC), start), options) };
  }
  if (text.slice(offset - typed.length, offset) !== typed) return { edits: [] };
  return formatItemBefore(offset, options, (parts) => formatParts(it, options, parts));
}

function formatParts(
  { text, file }: WacText,
  options: FormatOptions,
  parts?: (layout: Layout) => readonly Span[],
): Formatted {
  const layout = arrangeWac(file, text, options);
  // A merge has left its markers: lines are not what they seem.
  if (layout.tokens.comments.some((it) => it.kind === 'conflict-marker')) return { edits: [] };
  return formatLayout(layout, options, parts);
}
