// A change of a text as a unified diff, made from its edits: what they touch is known, so nothing has to be compared.

import { applyEdits, LineIndex, type TextEdit } from '../base/text.ts';

const CONTEXT = 3;

/** Lines `from` to `to` (excluded) of the old text, and what becomes of them. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly old: readonly string[];
  readonly now: readonly string[];
}

/** Empty when the edits change nothing. */
export function unifiedDiff(path: string, text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  const count =
    text === '' ? 0 : lines.lineStart(lines.lineCount - 1) === text.length ? lines.lineCount - 1 : lines.lineCount;
  const all = changes(lines, count, edits);
  if (all.length === 0) return '';
  let diff = `--- ${path}\n+++ ${path}\n`;
  let grown = 0;
  for (const hunk of hunks(all, count)) {
    const from = Math.max(0, (hunk[0]?.from ?? 0) - CONTEXT);
    const to = Math.min(count, (hunk.at(-1)?.to ?? 0) + CONTEXT);
    let body = '';
    let at = from;
    let added = 0;
    for (const change of hunk) {
      body += marked(' ', slice(lines, at, change.from));
      body += marked('-', change.old) + marked('+', change.now);
      added += change.now.length - change.old.length;
      at = change.to;
    }
    body += marked(' ', slice(lines, at, to));
    diff += `@@ -${range(from, to - from)} +${range(from + grown, to - from + added)} @@\n${body}`;
    grown += added;
  }
  return diff;
}

/** The lines that each edit touches, those of neighbours together. */
function changes(lines: LineIndex, count: number, edits: readonly TextEdit[]): Change[] {
  const found: { from: number; to: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const from = Math.min(lines.lineOf(edit.start), Math.max(0, count - 1));
    const to = Math.min(count, lines.lineOf(edit.end) + 1);
    const last = found.at(-1);
    if (last !== undefined && from < last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else found.push({ from, to, edits: [edit] });
  }
  // An edit may put back what was there.
  const changed = found.map((it) => changeOf(lines, it.from, it.to, it.edits));
  return changed.filter((it) => it.old.length > 0 || it.now.length > 0);
}

/** Without the lines that are equal at both ends. */
function changeOf(lines: LineIndex, from: number, to: number, edits: readonly TextEdit[]): Change {
  const start = lines.lineStart(from);
  const text = textOf(lines, from, to);
  const moved = edits.map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
  const old = linesOf(text);
  const now = linesOf(applyEdits(text, moved));
  const most = Math.min(old.length, now.length);
  let above = 0;
  while (above < most && old[above] === now[above]) above++;
  let below = 0;
  while (below < most - above && old[old.length - 1 - below] === now[now.length - 1 - below]) below++;
  return {
    from: from + above,
    to: to - below,
    old: old.slice(above, old.length - below),
    now: now.slice(above, now.length - below),
  };
}

function hunks(all: readonly Change[], count: number): Change[][] {
  const found: Change[][] = [];
  for (const change of all) {
    const last = found.at(-1);
    if (last !== undefined && change.from - Math.min(count, last.at(-1)?.to ?? 0) <= 2 * CONTEXT) last.push(change);
    else found.push([change]);
  }
  return found;
}

function slice(lines: LineIndex, from: number, to: number): string[] {
  return linesOf(textOf(lines, from, to));
}

function textOf(lines: LineIndex, from: number, to: number): string {
  return lines.text.slice(lines.lineStart(from), to < lines.lineCount ? lines.lineStart(to) : lines.text.length);
}

/** Each with its line end. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function marked(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`).join('');
}

/** Line numbers begin at 1; of nothing, at the line before. */
function range(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`;
}
