// Findings about published packages as the other commands report theirs.

import { LineIndex, type Span } from '../base/text.ts';
import type { RelatedPlace } from '../check/diagnostic.ts';
import type { Severity } from '../check/severity.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { COLOR, wantsColor } from './color.ts';
import type { Values } from './command.ts';
import { CLEAN, FAILED, FOUND, type Io, note } from './io.ts';
import { FORMAT, render } from './render.ts';
import type { Finding, Report } from './report.ts';
import { shownPath } from './shown-path.ts';
import { deniedReport, errorsOf, STRICTNESS, tooManyWarnings } from './strictness.ts';

interface Found {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: { readonly uri: string; readonly span: Span } | undefined;
  readonly related?: readonly RelatedPlace[];
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** `fallback`: the file in which a finding without a place is shown. */
export function publishedFinding(it: Found, snapshot: Snapshot, group: string, fallback: string, cwd: string): Finding {
  const uri = it.place?.uri ?? fallback;
  const lines = snapshot.lines(uri) ?? new LineIndex('');
  return {
    path: shownPath(uri, cwd),
    range: it.place === undefined ? NOWHERE : lines.range(it.place.span),
    severity: it.severity,
    code: it.code,
    message: it.message,
    related: (it.related ?? []).flatMap((old) => {
      const text = old.lines ?? snapshot.lines(old.uri);
      return text === undefined
        ? []
        : [{ path: shownPath(old.uri, cwd), range: text.range(old.span), message: old.message }];
    }),
    fixes: [],
    lines,
    group,
  };
}

/** Options of every command that reports findings about published packages. */
export const REPORT_OPTIONS = { ...FORMAT, ...STRICTNESS, ...COLOR };

/**
 * Prints a report in the format that was asked for; gives the exit status of `check`. What could not be looked at is never
 * clean. `own`: the command's own form of its result, for formats that are not for findings.
 */
export async function finish(
  io: Io,
  values: Values<typeof REPORT_OPTIONS>,
  found: Pick<Report, 'findings' | 'unread' | 'files' | 'clean'>,
  own: { readonly json?: () => string; readonly pretty?: (color: boolean) => string } = {},
): Promise<number> {
  const report = deniedReport({ ...found, accepted: [] }, values);
  const color = wantsColor(io, values.color);
  const shown = values.quiet ? errorsOf(report) : report;
  const told = values.format === 'json' ? own.json?.() : values.format === 'pretty' ? own.pretty?.(color) : undefined;
  io.out(told ?? (await render(shown, values.format, io, color)));
  for (const { name, message } of found.unread) note(io, `${name}: ${message}`);
  const excess = tooManyWarnings(report, values['max-warnings']);
  if (excess !== undefined) note(io, excess);
  if (found.unread.length > 0) return FAILED;
  return excess !== undefined || report.findings.some((it) => it.severity === 'error') ? FOUND : CLEAN;
}
