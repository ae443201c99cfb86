// Raw chunks to an item tree: lowers what is new, keeps what is old, lays out the span table.

import { firstIndex } from '../base/search.ts';
import type { Span } from '../base/text.ts';
import { characterProblems } from './characters.ts';
import { MAX_PACKAGE_DEPTH, type RawEntry, type Reuse } from './chunks.ts';
import { conflictsIn, followsFromConflict } from './conflicts.ts';
import { type Chunk, type Context, type Entry, type ItemTree, leadingPackage } from './items.ts';
import { signatureOf } from './lexer.ts';
import { lower } from './lower.ts';
import type { SyntaxFix, SyntaxProblem } from './problems.ts';

/** Counts the work done, for tests that hold the promise of reuse. */
export interface SyntaxCounters {
  chunksLowered: number;
}

export function assemble(
  text: string,
  raw: readonly RawEntry[],
  fileProblems: readonly SyntaxProblem[],
  counters: SyntaxCounters,
): ItemTree {
  const order: Entry[] = [];
  const problems: SyntaxProblem[] = [...fileProblems];
  let nodes = 0;

  const place = (entries: readonly RawEntry[], depth: number): Entry[] =>
    entries.map((entry) => placeOne(entry, depth));
  const placeOne = (entry: RawEntry, depth: number): Entry => {
    const chunk = entry.reused?.chunk ?? lowerChunk(text, entry, counters);
    const { context, start, end } = entry;
    const base = nodes;
    nodes += chunk.spans.length / 2;
    const members: Entry[] = [];
    const placed: Entry = {
      chunk,
      context,
      start,
      end,
      base,
      members,
      length: entry.headEnd - start,
    };
    order.push(placed);
    for (const problem of chunk.problems) problems.push(shift(problem, start));
    for (const member of place(entry.members, depth + 1)) members.push(member);
    if (chunk.decl.kind === 'nested-package' && depth >= MAX_PACKAGE_DEPTH)
      problems.push(tooDeep(placed, chunk.decl.keyword));
    return placed;
  };

  const entries = place(raw, 0);
  const spans = layOut(order, nodes);
  const leading = leadingPackage(entries);
  for (const entry of order) {
    if (entry.chunk.decl.kind === 'package' && entry !== leading) problems.push(misplacedPackage(text, entry, leading));
  }
  problems.push(...characterProblems(text));
  const { conflicts, problems: unresolved } = conflictsIn(text);
  const own = conflicts.length === 0 ? problems : problems.filter((it) => !followsFromConflict(conflicts, it));
  const sorted = [...own, ...unresolved].map(forwards).sort((a, b) => a.start - b.start || a.end - b.end);
  return { text, entries, order, spans, problems: sorted, conflicts };
}

/** Of a word that is missing before white space, the end may have come out before the start (found by `npm run fuzz`). */
function forwards(it: SyntaxProblem): SyntaxProblem {
  return it.end < it.start ? { ...it, start: it.end } : it;
}

function lowerChunk(text: string, entry: RawEntry, counters: SyntaxCounters): Chunk {
  counters.chunksLowered++;
  const { flat, start } = entry;
  const signature = signatureOf(text, start, entry.headEnd);
  if (flat === undefined)
    return {
      decl: { kind: 'bad', attributes: [], node: 0 },
      spans: [0, 0],
      problems: [],
      signature,
    };
  const { decl, spans, problems } = lower(flat, text, start);
  return {
    decl,
    spans,
    signature,
    problems: [...problems, ...entry.problems.map((problem) => shift(problem, -start))],
  };
}

function layOut(order: readonly Entry[], nodes: number): Int32Array {
  const spans = new Int32Array(2 * nodes);
  let at = 0;
  for (const { chunk, start, end } of order) {
    const relative = chunk.spans;
    const first = at;
    for (let index = 0; index < relative.length; index++) spans[at++] = (relative[index] ?? 0) + start;
    // Node 0 of a container reaches to its closing brace, which is no part of its chunk.
    if (relative.length > 0) spans[first + 1] = Math.max(end, spans[first + 1] ?? 0);
  }
  return spans;
}

function shift(problem: SyntaxProblem, by: number): SyntaxProblem {
  const move = <S extends Span>(span: S): S => ({
    ...span,
    start: span.start + by,
    end: span.end + by,
  });
  const moveFix = (it: SyntaxFix): SyntaxFix => ({ ...it, edits: it.edits.map(move) });
  const { fix, related, alternatives } = problem;
  return {
    ...move(problem),
    ...(related === undefined ? {} : { related: related.map(move) }),
    ...(fix === undefined ? {} : { fix: moveFix(fix) }),
    ...(alternatives === undefined ? {} : { alternatives: alternatives.map(moveFix) }),
  };
}

function tooDeep(entry: Entry, keyword: number): SyntaxProblem {
  const start = entry.start + (entry.chunk.spans[2 * keyword] ?? 0);
  const message = `packages cannot nest deeper than ${MAX_PACKAGE_DEPTH} levels`;
  return {
    code: 'syntax/nesting-too-deep',
    start,
    end: start + 'package'.length,
    message,
  };
}

/** The line comes too late, or it is a second one. */
function misplacedPackage(text: string, entry: Entry, leading: Entry | undefined): SyntaxProblem {
  const { decl, spans } = entry.chunk;
  const node = decl.kind === 'package' ? decl.name.node : 0;
  return {
    code: 'syntax/misplaced-package',
    start: entry.start + (spans[2 * node] ?? 0),
    end: entry.start + (spans[2 * node + 1] ?? 0),
    message:
      '`package` must be the first statement of a file and appear only once; to define a second package here, give it a body: `package a:b { … }`',
    ...(leading === undefined ? { fix: moveToTop(text, entry) } : {}),
  };
}

function moveToTop(text: string, { start, end }: Entry): SyntaxFix {
  const gap = /^[ \t]*(?:\r?\n)*/.exec(text.slice(end))?.[0].length ?? 0;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const edits = [
    { start: 0, end: 0, text: `${text.slice(start, end)}${newline}${newline}` },
    { start, end: end + gap, text: '' },
  ];
  return { title: 'Move it to the top', edits };
}

/** What of the previous version still holds after the text between two offsets was replaced. */
export function reuseOf(previous: ItemTree, prefix: number, suffix: number, newLength: number): Reuse {
  const { order } = previous;
  const delta = newLength - previous.text.length;
  const oldTail = previous.text.length - suffix;
  return {
    at(start: number, context: Context): Entry | undefined {
      const tail = start - delta >= oldTail;
      const old = tail ? start - delta : start;
      const entry = find(order, old);
      if (entry === undefined || entry.context !== context || entry.chunk.problems.length > 0) return undefined;
      if (entry.chunk.decl.kind === 'bad') return undefined;
      return tail || old + entry.length <= prefix ? entry : undefined;
    },
  };
}

function find(order: readonly Entry[], start: number): Entry | undefined {
  const entry = order[firstIndex(order.length, (index) => (order[index]?.start ?? 0) >= start)];
  return entry?.start === start ? entry : undefined;
}
