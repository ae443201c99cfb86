// The indentation of a new line: what an editor asks for after Enter, while the item is still incomplete.

import type { Entry, ItemTree } from '../syntax/items.ts';
import { regionsOff } from './regions.ts';
import { Tokens } from './tokens.ts';

/** Levels of indentation for the line that begins at an offset; undefined where the formatter has no opinion. */
export function depthAt(tree: ItemTree, lineStart: number): number | undefined {
  const tokens = new Tokens(tree.text);
  return lineDepth(tokens, lineStart, () => depthIn(tokens, tree.entries, lineStart, 0));
}

/** The same for a text of which only the tokens are known: statements that end with `;` or `}`, nested in brackets. */
export function depthByTokens(tokens: Tokens, lineStart: number): number | undefined {
  return lineDepth(tokens, lineStart, () => {
    const last = tokens.from(lineStart) - 1;
    let open = 0;
    for (let token = 0; token <= last; token++) {
      if (OPENERS.has(tokens.kind(token))) open++;
      else if (CLOSERS.has(tokens.kind(token))) open = Math.max(0, open - 1);
    }
    return open + (CONTINUED.has(tokens.kind(last)) ? 1 : 0);
  });
}

function lineDepth(tokens: Tokens, lineStart: number, depthOf: () => number): number | undefined {
  const isInside = (it: { start: number; end: number }): boolean => it.start < lineStart && lineStart < it.end;
  if (tokens.comments.some(isInside) || regionsOff(tokens).some(isInside)) return undefined;
  const depth = depthOf();
  const next = tokens.from(lineStart);
  const closes = CLOSERS.has(tokens.kind(next)) && tokens.newlines(lineStart, tokens.start(next)) === 0;
  return Math.max(0, closes ? depth - 1 : depth);
}

const OPENERS: ReadonlySet<string> = new Set(['{', '(', '<']);
const CLOSERS: ReadonlySet<string> = new Set(['}', ')', '>']);
/** What a statement cannot end with. */
const CONTINUED: ReadonlySet<string> = new Set(['->', '=', ':']);

function depthIn(tokens: Tokens, entries: readonly Entry[], offset: number, depth: number): number {
  const entry = entries.findLast((it) => it.start < offset);
  if (entry === undefined) return depth;
  const last = tokens.from(Math.min(entry.end, offset)) - 1;
  const isClosed = entry.end <= offset && (tokens.kind(last) === '}' || tokens.kind(last) === ';');
  if (isClosed) return depth;
  const first = tokens.from(entry.start);
  if (tokens.kind(tokens.from(entry.start + entry.length) - 1) === '{' && offset >= entry.start + entry.length)
    return depthIn(tokens, entry.members, offset, depth + 1);
  let open = 0;
  for (let token = first; token <= last; token++) {
    if (OPENERS.has(tokens.kind(token))) open++;
    else if (CLOSERS.has(tokens.kind(token))) open--;
  }
  return depth + Math.max(0, open) + (CONTINUED.has(tokens.kind(last)) ? 1 : 0);
}
