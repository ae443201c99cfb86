// Findings as a person reads them in a terminal: the line with carets under the fault, the other places, the repair.

import { createColors } from 'picocolors';
import { visible } from '../base/escape.ts';
import type { Range } from '../base/text.ts';
import { counted } from '../base/words.ts';
import type { Severity } from '../check/severity.ts';
import type { Finding, Report } from './report.ts';

type Colors = ReturnType<typeof createColors>;
type Paint = (text: string) => string;

/** Columns of source that are shown at most. */
const WIDTH = 100;

/** `counted`: all findings, of which `shown` has those that are written out. */
export function prettyReport(shown: Report, counted: Report, color: boolean): string {
  const colors = createColors(color);
  const texts = shown.findings.map((it) => `${findingText(it, colors)}\n`);
  return texts.join('') + summary(counted.files, counted.findings, colors);
}

function summary(files: number, findings: readonly Finding[], colors: Colors): string {
  const parts = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({ severity, count: findings.filter((it) => it.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => paintOf(severity, colors)(counted(count, WORDS[severity])));
  if (parts.length === 0) return `${colors.green('no problems')} in ${counted(files, 'file')}\n`;
  return `${parts.join(', ')} in ${counted(new Set(findings.map((it) => it.path)).size, 'file')}\n`;
}

const WORDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'hint',
};

function paintOf(severity: Severity, colors: Colors): Paint {
  if (severity === 'error') return colors.red;
  return severity === 'warning' ? colors.yellow : colors.cyan;
}

/** One finding, with its line. */
export function prettyFinding(it: Finding, color: boolean): string {
  return findingText(it, createColors(color));
}

function findingText(it: Finding, colors: Colors): string {
  const { start } = it.range;
  const paint = paintOf(it.severity, colors);
  const number = String(start.line + 1);
  const margin = ' '.repeat(number.length);
  const bar = colors.blue('|');
  const note = (label: string, text: string): string =>
    `${margin} ${colors.blue('=')} ${colors.bold(label)}: ${text}\n`;
  const [source, carets] = frame(it);
  return (
    `${paint(colors.bold(WORDS[it.severity]))}${paint(`[${it.code}]`)}${colors.bold(`: ${visible(it.message)}`)}\n` +
    `${margin}${colors.blue('-->')} ${position(it.path, it.range)}\n` +
    `${margin} ${bar}\n` +
    `${colors.blue(number)} ${bar} ${source}\n` +
    `${margin} ${bar} ${paint(carets)}\n` +
    it.related
      .map((place) => note('note', `${position(place.path, place.range)}: ${visible(place.message)}`))
      .join('') +
    it.fixes.map((title) => note('fix', visible(title))).join('')
  );
}

function position(path: string, { start }: Range): string {
  return `${visible(path)}:${start.line + 1}:${start.character + 1}`;
}

/** The line of the fault, and what marks it. A fault of several lines is marked to the end of its first. */
function frame({ lines, range: { start, end } }: Finding): [source: string, carets: string] {
  const from = lines.lineStart(start.line);
  const line = lines.text.slice(from, lines.offset({ line: start.line, character: Number.MAX_SAFE_INTEGER }));
  const last = end.line === start.line ? end.character : line.length;
  const before = cells(line.slice(0, start.character));
  const marked = cells(line.slice(start.character, last));
  const after = cells(line.slice(last));
  // A long line is shown from where the fault is near its left.
  const cut = before.length + marked.length > WIDTH ? Math.max(0, before.length - 20) : 0;
  const shown = [...before.slice(cut), ...marked, ...after].slice(0, WIDTH);
  const carets = Math.max(1, width(marked.slice(0, Math.max(1, WIDTH - (before.length - cut)))));
  const lead = cut > 0 ? '…' : '';
  const tail = before.length - cut + marked.length + after.length > WIDTH ? '…' : '';
  const indent = ' '.repeat(lead.length + width(before.slice(cut)));
  return [`${lead}${shown.join('')}${tail}`.trimEnd(), indent + '^'.repeat(carets)];
}

/** The characters of a line as they are shown, each with what it takes on a terminal. */
function cells(text: string): string[] {
  return [...text].map((char) => (char === '\t' ? '    ' : visible(char)));
}

function width(shown: readonly string[]): number {
  return shown.reduce((sum, cell) => sum + (WIDE.test(cell) ? 2 : ZERO.test(cell) ? 0 : cell.length), 0);
}

const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ZERO = /^\p{Mn}$/u;
