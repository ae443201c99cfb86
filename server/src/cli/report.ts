// Findings as a program reads them: one JSON object, SARIF, or the lines that GitHub turns into annotations. `pretty.ts` is
// for people.

import { githubProperty, githubText, jsonText } from '../base/escape.ts';
import { fnv1a } from '../base/fingerprint.ts';
import type { LineIndex, Range } from '../base/text.ts';
import type { Severity } from '../check/severity.ts';
import type { CheckResult } from './found.ts';
import { shownPath } from './shown-path.ts';

export interface Report {
  readonly files: number;
  readonly findings: readonly Finding[];
  /** A finding that was accepted. */
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
  readonly related: readonly RelatedLocation[];
  /** Titles of the repairs that an editor would offer. */
  readonly fixes: readonly string[];
  readonly lines: LineIndex;
  /** What it is about, where that has a name. */
  readonly item?: string;
  /** The package, where findings are told by package. */
  readonly group?: string;
  /** What stays the same while the finding moves; without it, code, path and message. */
  readonly key?: string;
  /** Why it passes although it was found. */
  readonly acceptance?: AcceptedFinding;
}

export interface AcceptedFinding {
  readonly reason: string;
  readonly owner?: string;
  /** By a comment in the text, not by a file. */
  readonly inSource: boolean;
  /** It came with the change that it accepts. */
  readonly isNew: boolean;
}

/** `accepted in this change: agreed on in #12 (team-x)`. */
export function acceptanceText({ reason, owner, isNew }: AcceptedFinding): string {
  const by = owner === undefined ? '' : ` (${owner})`;
  return `${isNew ? ACCEPTED_NOW : 'accepted'}: ${reason}${by}`;
}

export const ACCEPTED_NOW = 'accepted in this change';

/** What this very change lets pass comes first, what passed before last. */
export function withAccepted({ findings, accepted }: Report): Finding[] {
  const isNew = (it: Finding): boolean => it.acceptance?.isNew === true;
  return [...accepted.filter(isNew), ...findings, ...accepted.filter((it) => !isNew(it))];
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

export interface RelatedLocation {
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

export function jsonReport({ files, findings }: Report): string {
  const diagnostics = findings.map(({ path, range, severity, code, message, related }) => ({
    path,
    range,
    severity,
    code,
    message,
    related,
  }));
  return `${jsonText({ version: 1, files, diagnostics })}\n`;
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
