// Findings as a program reads them: one JSON object, SARIF, or the lines that GitHub turns into annotations. `pretty.ts` is
// for people.

import path from 'node:path';
import type { LineIndex, Range } from '../base/text.ts';
import type { Severity } from '../check/severity.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { CheckResult } from './engine.ts';

export interface Report {
  readonly files: number;
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Relative to the current directory, with `/` between its parts. */
  readonly path: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related: readonly Place[];
  /** Titles of the repairs that an editor would offer. */
  readonly fixes: readonly string[];
  readonly lines: LineIndex;
}

export interface Place {
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}

export function createReport({ files, found }: CheckResult, cwd: string): Report {
  const findings = found.map(({ uri, range, diagnostic, related, lines }): Finding => {
    const { severity, code, message, fixes } = diagnostic;
    return {
      path: shownPath(uri, cwd),
      range,
      severity,
      code,
      message,
      related: related.map((place) => ({
        path: shownPath(place.uri, cwd),
        range: place.range,
        message: place.message,
      })),
      fixes: fixes.map((fix) => fix.title),
      lines,
    };
  });
  return { files, findings };
}

export function shownPath(uri: string, cwd: string): string {
  const file = pathOfUri(uri);
  if (file === undefined) return uri;
  const relative = path.relative(cwd, file);
  return (relative === '' ? '.' : relative).replaceAll(path.sep, '/');
}

export function jsonReport({ files, findings }: Report): string {
  const diagnostics = findings.map(({ path, range, severity, code, message, related }) => ({
    path,
    range,
    severity,
    code,
    message,
    related,
  }));
  return `${JSON.stringify({ version: 1, files, diagnostics })}\n`;
}

const GITHUB: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Commands of GitHub's workflow log. */
export function githubReport({ findings }: Report): string {
  return findings.map((it) => `${githubLine(it)}\n`).join('');
}

export function githubLine({ severity, path, range, code, message }: Finding): string {
  const { start, end } = range;
  // GitHub takes columns only where there is one line.
  const columns = start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : [];
  const properties = [
    `file=${githubProperty(path)}`,
    `line=${start.line + 1}`,
    `endLine=${end.line + 1}`,
    ...columns,
    `title=${githubProperty(code)}`,
  ];
  return `::${GITHUB[severity]} ${properties.join(',')}::${githubText(message)}`;
}

export function githubText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function githubProperty(text: string): string {
  return githubText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
