// Conflicts that a merge has left in a text. The readers pass over the markers, so that both sides are read; here is where the
// conflicts are, and how each can be ended.

import type { Span } from '../base/text.ts';
import { Lexer, type Token } from './lexer.ts';
import type { SyntaxFix, SyntaxProblem } from './problems.ts';

/** One conflict, from the line of `<<<<<<<` to that of `>>>>>>>`. */
export interface Conflict extends Span {
  readonly current: Span;
  readonly incoming: Span;
  /** Does a side open a brace that it does not close, or the other way round? Then what is around it cannot be trusted. */
  readonly isUnbalanced: boolean;
}

export interface Conflicts {
  readonly conflicts: readonly Conflict[];
  readonly problems: readonly SyntaxProblem[];
}

const MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/m;
const NONE: Conflicts = { conflicts: [], problems: [] };

export function conflictsIn(text: string): Conflicts {
  if (!MARKER.test(text)) return NONE;
  const conflicts: Conflict[] = [];
  const problems: SyntaxProblem[] = [];
  let open: Token[] = [];
  const leaveOver = (): void => {
    for (const marker of open) problems.push(leftOver(text, marker));
    open = [];
  };
  for (const marker of markersOf(text)) {
    const sign = text[marker.start];
    const signs = open.map((it) => text[it.start]).join('');
    const follows =
      sign === '<' ? false : sign === '|' ? signs === '<' : sign === '=' ? /^<\|?$/.test(signs) : /^<\|?=$/.test(signs);
    if (!follows) leaveOver();
    open.push(marker);
    if (sign !== '>' || !follows) continue;
    const conflict = conflictOf(text, open);
    conflicts.push(conflict);
    problems.push(problemOf(text, conflict, open));
    open = [];
  }
  leaveOver();
  return { conflicts, problems };
}

function* markersOf(text: string): Generator<Token> {
  const lexer = new Lexer(text);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next())
    if (token.kind === 'conflict-marker') yield token;
}

/** The markers are `<`, `|` if there is a base, `=` and `>`. */
function conflictOf(text: string, markers: readonly Token[]): Conflict {
  const [first, second, last] = [markers[0], markers[1], markers.at(-1)].map((it) => it?.start ?? 0) as [
    number,
    number,
    number,
  ];
  const middle = markers.at(-2)?.start ?? 0;
  const current = { start: nextLine(text, first), end: second };
  const incoming = { start: nextLine(text, middle), end: last };
  const isUnbalanced = !isBalanced(text, current) || !isBalanced(text, incoming);
  return { start: first, end: nextLine(text, last), current, incoming, isUnbalanced };
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

function isBalanced(text: string, { start, end }: Span): boolean {
  const lexer = new Lexer(text, start, end);
  let depth = 0;
  for (let token = lexer.next(); token.kind !== 'eof' && depth >= 0; token = lexer.next()) {
    if (token.kind === '{' || token.kind === '(') depth++;
    if (token.kind === '}' || token.kind === ')') depth--;
  }
  return depth === 0;
}

function problemOf(text: string, conflict: Conflict, markers: readonly Token[]): SyntaxProblem {
  const [first, last] = [markers[0], markers.at(-1)];
  const nameOf = (marker: Token | undefined): string =>
    text.slice((marker?.start ?? 0) + 7, lineEnd(text, marker?.start ?? 0)).trim();
  const [current, incoming] = [nameOf(first), nameOf(last)];
  const between = current === '' || incoming === '' ? '' : ` between \`${current}\` and \`${incoming}\``;
  const side = ({ start, end }: Span): string => text.slice(start, end);
  const accept = (what: string, now: string): SyntaxFix => ({
    title: `Accept ${what}`,
    edits: [{ start: conflict.start, end: conflict.end, text: now }],
  });
  return {
    code: 'syntax/merge-conflict',
    start: conflict.start,
    end: lineEnd(text, conflict.start),
    message: `unresolved merge conflict${between}: keep one side or both, and delete the markers`,
    related: [
      { start: conflict.incoming.start, end: conflict.incoming.start, message: 'the incoming change begins here' },
      { start: last?.start ?? 0, end: lineEnd(text, last?.start ?? 0), message: 'the conflict ends here' },
    ],
    fix: accept('current change', side(conflict.current)),
    alternatives: [
      accept('incoming change', side(conflict.incoming)),
      accept('both changes', side(conflict.current) + side(conflict.incoming)),
    ],
  };
}

/** A marker without the others that belong to it. */
function leftOver(text: string, { start }: Token): SyntaxProblem {
  const edits = [{ start, end: nextLine(text, start), text: '' }];
  return {
    code: 'syntax/merge-conflict',
    start,
    end: lineEnd(text, start),
    message: 'a marker of a merge conflict was left here; delete this line',
    fix: { title: 'Delete this line', edits },
  };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** Is something that was found a consequence of a conflict, or inside one? */
export function followsFromConflict(conflicts: readonly Conflict[], { start }: Span): boolean {
  return conflicts.some((it) => it.isUnbalanced || (it.start <= start && start < it.end));
}
