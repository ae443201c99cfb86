// Raw chunks to an item tree: lowers what is new, keeps what is old, lays out the span table.

import type { Span } from '../base/text.ts';
import type { Chunk, Context, Entry, ItemTree } from './items.ts';
import { isComment, Lexer, signatureOf } from './lexer.ts';
import { lower } from './lower.ts';
import type { SyntaxProblem } from './problems.ts';
import { MAX_PACKAGE_DEPTH, type RawEntry, type Reuse } from './raw.ts';

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
  for (const entry of order) {
    if (entry.chunk.decl.kind === 'package' && entry !== order[0]) problems.push(misplacedPackage(entry));
  }
  problems.push(...characterProblems(text));
  problems.sort((a, b) => a.start - b.start || a.end - b.end);
  return { text, entries, order, spans, problems };
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
  const { fix, related } = problem;
  return {
    ...move(problem),
    ...(related === undefined ? {} : { related: related.map(move) }),
    ...(fix === undefined ? {} : { fix: { title: fix.title, edits: fix.edits.map(move) } }),
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

function misplacedPackage(entry: Entry): SyntaxProblem {
  const { decl, spans } = entry.chunk;
  const node = decl.kind === 'package' ? decl.name.node : 0;
  return {
    code: 'syntax/misplaced-package',
    start: entry.start + (spans[2 * node] ?? 0),
    end: entry.start + (spans[2 * node + 1] ?? 0),
    message:
      'the `package` line comes first in a file, and once; to define a second package here, give it a body: `package a:b { … }`',
  };
}

// The reference refuses these before it looks at anything else, in comments and strings too.
const REFUSED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f])|([\u202a-\u202e\u2066-\u2069])|([\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5])/g;

function characterProblems(text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  for (const match of text.matchAll(REFUSED)) {
    const start = match.index;
    const code = `U+${match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    const span = { start, end: start + 1 };
    const fix = { title: `Remove ${code}`, edits: [{ ...span, text: '' }] };
    if (match[1] !== undefined)
      problems.push({
        code: 'syntax/control-character',
        ...span,
        message: `the control character ${code} is not allowed in WIT`,
        fix,
      });
    else if (match[2] !== undefined)
      problems.push({
        code: 'syntax/bidirectional-character',
        ...span,
        message: `${code} changes the direction of text, so that code reads differently than it is; it is not allowed in WIT`,
        fix,
      });
    else
      problems.push({
        code: 'syntax/discouraged-character',
        ...span,
        message: `Unicode discourages the character ${code}; it is not allowed in WIT`,
        fix,
      });
  }
  return problems;
}

/** Characters that the grammar passes over as white space and the reference does not: a lone `\r`, an inner byte order mark. */
export function looseCharacters(text: string): SyntaxProblem[] {
  if (!/\r(?!\n)/.test(text) && text.indexOf('\ufeff', 1) === -1) return [];
  const problems: SyntaxProblem[] = [];
  const lexer = new Lexer(text);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (isComment(token.kind) || token.kind !== 'unexpected') continue;
    const char = text.slice(token.start, token.end);
    if (char !== '\r' && char !== '\ufeff') continue;
    const name = char === '\r' ? 'a carriage return without a line feed' : 'a byte order mark inside the file';
    problems.push({
      code: 'syntax/unexpected-character',
      start: token.start,
      end: token.end,
      message: `${name} cannot stand here`,
    });
  }
  return problems;
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
  let low = 0;
  let high = order.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = order[middle];
    if (entry === undefined || entry.start === start) return entry;
    if (entry.start < start) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
