// The layout of a composition: what the formatter sets between its tokens. Statements without problems are laid out by their
// tokens alone; what is broken stays as it is.

import { firstIndex } from '../base/search.ts';
import { FORCE, KEEP, Layout, LINE, NOTHING, SPACE } from '../format/layout.ts';
import { foldNested, hasOwnLineComment, isEmptyOnOneLine, wrapBody } from '../format/lists.ts';
import type { FormatOptions } from '../format/options.ts';
import { type BodyKind, type Statement, type StatementKind, separate } from '../format/spacing.ts';
import { Tokens } from '../format/tokens.ts';
import type { List } from '../format/walk.ts';
import { WAC } from './language.ts';
import type { WacFile } from './syntax.ts';

export function arrangeWac(file: WacFile, text: string, options: FormatOptions): Layout {
  const layout = new Layout(new Tokens(text, WAC));
  const { tokens } = layout;
  const statements: Statement[] = [];
  const problems = file.problems.map((it) => it.span).sort((a, b) => a.end - b.end);
  let at = 0;
  const leave = (to: number): void => {
    if (to <= at) return;
    layout.leave(at, to);
    statements.push({ kind: 'verbatim', first: at, last: to - 1, tall: true });
    at = to;
  };
  for (const span of spansOf(file)) {
    leave(tokens.from(span.start));
    const end = tokens.from(span.end);
    const problem = problems[firstIndex(problems.length, (it) => (problems[it]?.end ?? 0) >= span.start)];
    const isBroken = problem !== undefined && problem.start <= span.end;
    if (isBroken || end <= at) leave(end);
    else statements.push(new StatementLayout(layout, at, end, options).run());
    at = Math.max(at, end);
  }
  leave(tokens.count);
  separateStatements(layout, statements);
  return layout;
}

function spansOf({ head, statements }: WacFile): readonly { start: number; end: number }[] {
  return [...(head === undefined ? [] : [head]), ...statements.map((it) => it.span)];
}

/** A blank line after the package and around interfaces and worlds; elsewhere the author's are kept. */
function separateStatements(layout: Layout, statements: readonly Statement[]): void {
  for (const [index, next] of statements.entries()) {
    const previous = statements[index - 1];
    if (previous === undefined || previous.kind === 'verbatim' || next.kind === 'verbatim') continue;
    const forced = [previous, next].some((it) => CONTAINERS.has(it.kind)) || previous.kind === 'package';
    layout.blank[next.first] = forced ? FORCE : KEEP;
  }
}

const CONTAINERS: ReadonlySet<StatementKind> = new Set<StatementKind>(['interface', 'world']);

/** What a bracket holds. */
type FrameKind = 'body' | 'members' | 'names' | 'arguments' | 'parameters' | 'other';

interface Frame extends List {
  readonly kind: FrameKind;
  readonly body: BodyKind;
  /** Of a body. */
  readonly statements: Statement[];
  /** The first token of the item that is read, in a body. */
  item: number;
  /** The `{` of a body within that item. */
  opened: number | undefined;
  /** Did the author put what is in it on lines of its own? */
  isWrapped: boolean;
}

class StatementLayout {
  readonly #layout: Layout;
  readonly #tokens: Tokens;
  readonly #options: FormatOptions;
  readonly #first: number;
  readonly #end: number;
  readonly #frames: Frame[] = [];
  /** Lists that take one line or one for each element. */
  #lists: Frame[] = [];

  constructor(layout: Layout, first: number, end: number, options: FormatOptions) {
    this.#layout = layout;
    this.#tokens = layout.tokens;
    this.#options = options;
    this.#first = first;
    this.#end = end;
  }

  run(): Statement {
    const first = this.#first;
    const last = this.#end - 1;
    let head: number | undefined;
    for (let at = first; at <= last; at++) {
      this.#token(at);
      if (head === undefined && this.#frames[0]?.kind === 'body') head = at;
    }
    this.#begin(first, 0);
    this.#fold(last);
    this.#layout.units.push({ first, last: head ?? last });
    return { kind: this.#kindAt(first, 'file'), first, last, tall: true };
  }

  #token(at: number): void {
    const frame = this.#frames.at(-1);
    const kind = this.#tokens.kind(at);
    if (frame !== undefined && CLOSERS.has(kind)) {
      this.#close(frame, at);
      return;
    }
    const depth = this.#depth() + 1;
    this.#layout.set(at, this.#separator(at, frame), depth);
    if (frame?.kind === 'body') this.#bodyToken(frame, at);
    else if (frame !== undefined && (at === frame.open + 1 || this.#tokens.kind(at - 1) === ','))
      frame.elements.push(at);
    if (OPENERS.has(kind)) this.#open(at);
  }

  /** Levels of what a line inside of the innermost bracket begins with, less one. */
  #depth(): number {
    return this.#frames.length;
  }

  #bodyToken(frame: Frame, at: number): void {
    if (frame.item < 0) {
      frame.item = at;
      this.#begin(at, this.#depth());
    }
    if (this.#tokens.kind(at) === ';') this.#endItem(frame, at);
  }

  #begin(at: number, depth: number): void {
    this.#layout.set(at, LINE, depth);
    this.#layout.blank[at] = KEEP;
  }

  #endItem(frame: Frame, at: number): void {
    const first = frame.item;
    const isWrapped = this.#fold(at);
    const hasBody = this.#tokens.kind(at) === '}' || frame.opened !== undefined;
    const tall = isWrapped || hasBody || hasOwnLineComment(this.#tokens, { open: first, close: at });
    frame.statements.push({ kind: this.#kindAt(first, frame.body), first, last: at, tall });
    this.#layout.units.push({ first, last: frame.opened ?? at });
    frame.item = -1;
    frame.opened = undefined;
  }

  #open(at: number): void {
    const kind = this.#frameKind(at);
    const above = this.#frames.at(-1);
    if (above !== undefined && kind === 'body') above.opened = at;
    this.#frames.push({
      kind,
      body: this.#bodyKind(at),
      open: at,
      close: at,
      elements: [],
      statements: [],
      item: -1,
      opened: undefined,
      isWrapped: false,
    });
  }

  #close(frame: Frame, at: number): void {
    this.#frames.pop();
    frame.close = at;
    this.#layout.set(at, NOTHING, this.#depth());
    if (frame.elements.at(-1) === at) frame.elements.pop();
    if (frame.kind === 'body') {
      this.#begin(at, this.#depth());
      if (isEmptyOnOneLine(this.#tokens, frame)) this.#layout.separator[at] = NOTHING;
      this.#layout.units.push({ first: at, last: at });
      separate(this.#layout, frame.statements, frame.body);
    } else if (frame.kind === 'members') {
      for (const element of frame.elements) this.#layout.depth[element] = this.#depth() + 1;
      wrapBody(this.#layout, frame);
    } else if (frame.kind !== 'other') this.#lists.push(frame);
    const above = this.#frames.at(-1);
    if (frame.kind === 'arguments' && this.#startsOnNewLine(frame)) frame.isWrapped = true;
    if (above !== undefined && frame.isWrapped) above.isWrapped = true;
    const ends = frame.kind === 'members' || frame.kind === 'body';
    if (above?.kind === 'body' && ends && this.#tokens.kind(at + 1) !== ';') this.#endItem(above, at);
  }

  /** The lists that were closed, and up to a token; true when one of them takes several lines. */
  #fold(end: number): boolean {
    const lists = this.#lists;
    this.#lists = [];
    const wrapped = new Set<List>(lists.filter((it) => it.isWrapped && it.kind === 'arguments'));
    return foldNested(this.#layout, lists, end, this.#options, (it) => wrapped.has(it));
  }

  #startsOnNewLine({ open, elements: [first] }: List): boolean {
    return first !== undefined && this.#tokens.newlines(this.#tokens.end(open), this.#tokens.start(first)) > 0;
  }

  #frameKind(open: number): FrameKind {
    const before = this.#tokens.kind(open - 1);
    const kind = this.#tokens.kind(open);
    if (kind === '<') return 'other';
    if (kind === '(') return before === 'func' || before === 'constructor' ? 'parameters' : 'other';
    if (before === '.' || before === 'with') return 'names';
    if (before === 'path') return 'arguments';
    return MEMBERS.has(this.#tokens.kind(open - 2)) ? 'members' : 'body';
  }

  #bodyKind(open: number): BodyKind {
    const { tokens } = this.#layout;
    if (tokens.kind(open - 1) === 'interface' || tokens.kind(open - 2) === 'interface') return 'interface';
    return tokens.kind(open - 2) === 'resource' ? 'resource' : 'world';
  }

  #kindAt(token: number, body: BodyKind): StatementKind {
    const kind = this.#tokens.kind(token);
    if (this.#tokens.kind(token + 1) === ':') return 'func';
    if (STATEMENTS.has(kind)) return kind as StatementKind;
    return body === 'file' ? 'import' : 'func';
  }

  #separator(at: number, frame: Frame | undefined): number {
    const kind = this.#tokens.kind(at);
    const before = this.#tokens.kind(at - 1);
    if (TIGHT_BEFORE.has(kind) || TIGHT_AFTER.has(before)) return NOTHING;
    if (kind === '{') return before === '.' ? NOTHING : SPACE;
    if (kind === '(')
      return before === 'func' || before === 'constructor' || frame?.kind === 'members' ? NOTHING : SPACE;
    // `export x...;`, and `{ ...x }`.
    if (kind === '...') return this.#tokens.kind(at + 1) === ';' ? NOTHING : SPACE;
    return before === '...' ? NOTHING : SPACE;
  }
}

const OPENERS: ReadonlySet<string> = new Set(['{', '(', '<']);
const CLOSERS: ReadonlySet<string> = new Set(['}', ')', '>']);
const MEMBERS: ReadonlySet<string> = new Set(['record', 'variant', 'flags', 'enum']);
const TIGHT_BEFORE: ReadonlySet<string> = new Set([';', ',', ')', ']', '>', ':', '.', '<', '[']);
const TIGHT_AFTER: ReadonlySet<string> = new Set(['(', '[', '<', '.']);
const STATEMENTS: ReadonlySet<string> = new Set<StatementKind>([
  'package',
  'use',
  'include',
  'import',
  'export',
  'type',
  'record',
  'flags',
  'variant',
  'enum',
  'resource',
  'constructor',
  'interface',
  'world',
]);
