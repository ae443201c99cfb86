// The layout of a whole file: its sound items walked, the text of the broken ones left alone.

import { firstIndex } from '../base/search.ts';
import type { Entry, ItemTree } from '../syntax/items.ts';
import type { SyntaxCode } from '../syntax/problems.ts';
import { KEEP, Layout, LINE, NOTHING } from './layout.ts';
import { isEmptyOnOneLine } from './lists.ts';
import { type FormatOptions, indentation } from './options.ts';
import { type BodyKind, type Statement, type StatementKind, separate } from './spacing.ts';
import { head, statement } from './statements.ts';
import { Tokens } from './tokens.ts';
import { Walk } from './walk.ts';

/** With `leaveBroken`, nothing moves in a top-level item with a problem anywhere inside. */
export function arrange(tree: ItemTree, options: FormatOptions, leaveBroken = false): Layout {
  const layout = new Layout(new Tokens(tree.text));
  const arrangement = new Arrangement(layout, options, leaveBroken ? brokenEntries(tree) : doubtfulEntries(tree));
  const last = arrangement.body(tree.entries, 'file', 0);
  // So ends what the reference prints of a package without worlds.
  layout.finalBlank = last?.kind === 'interface';
  layout.leave(arrangement.at, layout.tokens.count);
  return layout;
}

/** Problems that leave no doubt about what is meant. */
const HARMLESS: ReadonlySet<SyntaxCode> = new Set<SyntaxCode>(['syntax/invalid-identifier']);

class Arrangement {
  readonly layout: Layout;
  readonly options: FormatOptions;
  /** The first token that has no place yet. */
  at = 0;
  readonly #doubtful: ReadonlySet<Entry>;
  /** Is this within an item whose braces do not match? Then the depth of its members is unknown. */
  #inDoubt = false;

  constructor(layout: Layout, options: FormatOptions, doubtful: ReadonlySet<Entry>) {
    this.layout = layout;
    this.options = options;
    this.#doubtful = doubtful;
  }

  body(entries: readonly Entry[], kind: BodyKind, depth: number): Statement | undefined {
    const statements: Statement[] = [];
    for (const entry of entries) {
      const { tokens } = this.layout;
      if (depth === 0) this.#inDoubt = this.#doubtful.has(entry);
      const first = this.#advance(entry.start);
      // What no item claims is broken, too.
      if (first > this.at) {
        this.layout.leave(this.at, first);
        statements.push({ kind: 'verbatim', first: this.at, last: first - 1, tall: true });
      }
      this.at = first;
      const next = CONTAINERS.has(entry.chunk.decl.kind)
        ? this.#container(entry, depth)
        : this.#leaf(entry, kind, depth, this.#advance(entry.end));
      if (this.at > first) statements.push({ ...next, last: Math.min(next.last, tokens.count - 1) });
    }
    separate(this.layout, statements, kind);
    return statements.at(-1);
  }

  #leaf(entry: Entry, body: BodyKind, depth: number, end: number): Statement {
    const first = this.at;
    const found = this.#walk(entry, end, depth, (walk) =>
      statement(walk, body === 'nested-package' ? 'file' : body, depth, this.options),
    );
    return found ?? { kind: 'verbatim', first, last: end - 1, tall: true };
  }

  #container(entry: Entry, depth: number): Statement {
    const first = this.at;
    const { kind } = entry.chunk.decl;
    const found = this.#walk(entry, this.#advance(entry.start + entry.length), depth, (walk) =>
      head(walk, kind as StatementKind, depth),
    );
    const open = this.at - 1;
    const { layout } = this;
    this.body(entry.members, kind as BodyKind, depth + 1);
    const close = this.#advance(entry.end) - 1;
    if (close >= this.at && layout.tokens.kind(close) === '}') {
      layout.leave(this.at, close);
      const isEmpty = layout.tokens.kind(open) === '{' && isEmptyOnOneLine(layout.tokens, { open, close });
      layout.set(close, isEmpty ? NOTHING : LINE, depth);
      layout.blank[close] = KEEP;
      layout.units.push({ first: close, last: close });
      if (this.#inDoubt && !this.#isInPlace(close, depth)) layout.leave(close, close + 1);
      this.at = close + 1;
    }
    return { kind: found?.kind ?? 'verbatim', first, last: this.at - 1, tall: true };
  }

  /** Walks the tokens from `at` to `end`, or leaves them when they are not sound. */
  #walk(entry: Entry, end: number, depth: number, read: (walk: Walk) => Statement): Statement | undefined {
    const { layout, at } = this;
    const units = layout.units.length;
    this.at = Math.max(at, end);
    if (isSound(entry) && (!this.#inDoubt || this.#isInPlace(at, depth))) {
      const walk = new Walk(layout, at, end);
      const found = read(walk);
      if (!walk.failed && walk.at === end) return found;
    }
    layout.units.length = units;
    layout.leave(at, end);
    return undefined;
  }

  /** Does a token begin its line, as deep as it should be? */
  #isInPlace(token: number, depth: number): boolean {
    const { tokens } = this.layout;
    const gap = tokens.text.slice(tokens.end(token - 1), tokens.start(token));
    const line = gap.lastIndexOf('\n');
    return (line !== -1 || token === 0) && gap.slice(line + 1) === indentation(depth, this.options);
  }

  /** The first token at an offset or after it, from `at` on. */
  #advance(offset: number): number {
    const { tokens } = this.layout;
    let token = this.at;
    while (token < tokens.count && tokens.start(token) < offset) token++;
    return token;
  }
}

const CONTAINERS: ReadonlySet<string> = new Set(['interface', 'world', 'nested-package']);

function isSound({ chunk }: Entry): boolean {
  return chunk.decl.kind !== 'bad' && chunk.problems.every((it) => HARMLESS.has(it.code));
}

function brokenEntries({ entries, problems }: ItemTree): ReadonlySet<Entry> {
  const broken = new Set<Entry>();
  for (const { start } of problems) {
    const entry = entries[firstIndex(entries.length, (index) => (entries[index]?.end ?? 0) > start)];
    if (entry !== undefined && entry.start <= start) broken.add(entry);
  }
  return broken;
}

/** Top-level items in which, or behind which, a brace has no partner. */
function doubtfulEntries({ entries, problems, text }: ItemTree): ReadonlySet<Entry> {
  const doubtful = new Set<Entry>();
  for (const { code, start } of problems) {
    if (code !== 'syntax/unclosed-delimiter' && code !== 'syntax/unmatched-delimiter') continue;
    if (text[start] !== '{' && text[start] !== '}') continue;
    // What an item lost by ending too early stands behind it as text that is no item.
    let index = entries.findLastIndex((it) => it.start <= start);
    for (; index >= 0; index--) {
      const entry = entries[index];
      if (entry === undefined) break;
      doubtful.add(entry);
      if (CONTAINERS.has(entry.chunk.decl.kind)) break;
    }
  }
  return doubtful;
}
