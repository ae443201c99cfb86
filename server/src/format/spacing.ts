// Blank lines between statements. The author's are kept, one at most; where the reference's printer always has one, it is
// there, but between lines that belong together.

import { FORCE, KEEP, type Layout } from './layout.ts';

export type BodyKind = 'file' | 'nested-package' | 'interface' | 'world' | 'resource';

export type StatementKind =
  | 'package'
  | 'use'
  | 'include'
  | 'import'
  | 'export'
  | 'type'
  | 'record'
  | 'flags'
  | 'variant'
  | 'enum'
  | 'resource'
  | 'func'
  | 'constructor'
  | 'interface'
  | 'world'
  | 'nested-package'
  /** Left as it is. */
  | 'verbatim';

export interface Statement {
  readonly kind: StatementKind;
  /** Indices of its first and last token, attributes included. */
  readonly first: number;
  readonly last: number;
  /** Takes several lines, its attributes counted, its comments not. */
  readonly tall: boolean;
}

/** Decides on the blank lines between the statements of one body. */
export function separate(layout: Layout, statements: readonly Statement[], body: BodyKind): void {
  if (body === 'resource' || body === 'nested-package') return;
  const lastImport = body === 'world' ? statements.findLastIndex((it) => it.kind !== 'export') : 0;
  for (const [index, next] of statements.entries()) {
    const previous = statements[index - 1];
    if (previous === undefined || previous.kind === 'verbatim' || next.kind === 'verbatim') continue;
    const between = { layout, previous, next, isTurn: index > lastImport };
    if (SEPARATED[body](between)) layout.blank[next.first] = FORCE;
    else layout.blank[next.first] = KEEP;
  }
}

interface Between {
  readonly layout: Layout;
  readonly previous: Statement;
  readonly next: Statement;
  /** Does nothing come from here on but exports? */
  readonly isTurn: boolean;
}

const SEPARATED: Readonly<Record<'file' | 'interface' | 'world', (between: Between) => boolean>> = {
  /** After the package line, after and before interfaces, after the last `use`; worlds can follow each other closely. */
  file: ({ layout, previous, next }) => {
    if (previous.kind === 'package' || previous.kind === 'interface' || next.kind === 'interface') return true;
    if (next.kind === 'use') return false;
    return previous.kind === 'use' || onOneLine(layout, previous, next);
  },
  /** Everywhere but between `use` lines and between one-liners that the author put together. */
  interface: (between) => {
    if (between.next.kind === 'use') return false;
    return between.previous.kind === 'use' || !belongTogether(between);
  },
  /** Before types and between imports and exports. */
  world: (between) => {
    const { previous, next } = between;
    if (isType(next)) return !isType(previous) || !belongTogether(between);
    return next.kind === 'export' && previous.kind !== 'export' && previous.kind !== 'include' && between.isTurn;
  },
};

function isType({ kind }: Statement): boolean {
  return TYPES.has(kind);
}

const TYPES: ReadonlySet<StatementKind> = new Set(['type', 'record', 'flags', 'variant', 'enum', 'resource']);

/** Lines right below each other, without anything above the second one. */
function belongTogether({ layout, previous, next }: Between): boolean {
  return !previous.tall && !next.tall && !onOneLine(layout, previous, next) && !hasCommentAbove(layout, next);
}

function onOneLine({ tokens }: Layout, previous: Statement, next: Statement): boolean {
  return tokens.newlines(tokens.end(previous.last), tokens.start(next.first)) === 0;
}

/** A comment that is not at the end of the line before. */
function hasCommentAbove({ tokens }: Layout, { first }: Statement): boolean {
  const last = tokens.commentsBefore(first).at(-1);
  if (last === undefined) return false;
  const isLeading = last.kind === 'block-comment' && tokens.newlines(last.end, tokens.start(first)) === 0;
  return isLeading || tokens.newlines(tokens.end(first - 1), last.start) > 0;
}
