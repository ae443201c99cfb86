// Findings as a program reads them: one JSON object, SARIF, or the lines that GitHub turns into annotations. `pretty.ts` is
// for people.

import path from 'node:path';
import { fnv1a } from '../base/fingerprint.ts';
import type { LineIndex, Range } from '../base/text.ts';
import type { Severity } from '../check/severity.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { CheckResult } from './engine.ts';
import { visible } from './visible.ts';

export interface Report {
  readonly files: number;
  readonly findings: readonly Finding[];
  /** What somebody let pass. */
  readonly accepted: readonly Finding[];
  /** Packages or files without findings. */
  readonly clean: readonly string[];
  /** Packages of which nothing could be found out, and why. */
  readonly unread: readonly { readonly name: string; readonly message: string }[];
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
  /** What it is about, where that has a name. */
  readonly item?: string;
  /** The package, where findings are told by package. */
  readonly group?: string;
  /** What stays the same while the finding moves; without it, code, path and message. */
  readonly key?: string;
  readonly acceptance?: { readonly reason: string; readonly inSource: boolean };
}

/** Names of findings that stay the same when lines above them change, each different from the others. */
export function fingerprints(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(({ code, path, message, key = `${code}\n${path}\n${message}` }) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return fnv1a(`${key}\n${count}`);
  });
}

export interface Place {
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}

/** `paths`: what was checked, as the caller named it. */
export function createReport({ files, found }: CheckResult, cwd: string, paths: readonly string[]): Report {
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
  return { files, findings, accepted: [], unread: [], clean: findings.length === 0 ? paths : [] };
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

export function githubLine({ severity, path, range, code, message, item }: Finding): string {
  const { start, end } = range;
  // GitHub takes columns only where there is one line.
  const columns = start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : [];
  const properties = [
    `file=${githubProperty(path)}`,
    `line=${start.line + 1}`,
    `endLine=${end.line + 1}`,
    ...columns,
    `title=${githubProperty(item === undefined ? code : `${item} (${code})`)}`,
  ];
  return `::${GITHUB[severity]} ${properties.join(',')}::${githubText(message)}`;
}

export function githubText(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function githubProperty(text: string): string {
  return githubText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
