// What is checked with, and what is found, at its place: data for those who check and for those who tell.

import type { CancellationToken } from '../base/task.ts';
import { LineIndex, type Range } from '../base/text.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import type { WitParser } from '../syntax/parser.ts';
import { byCodePoints } from '../workspace/discover.ts';
import type { Host } from '../workspace/host.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { FixedFile } from './fix.ts';
import type { ProjectSettings } from './project.ts';

export interface Engine {
  readonly host: Host;
  readonly parser: WitParser;
}

export interface CheckOptions {
  readonly projects: ProjectSettings;
  /** Where packages are looked for that are not vendored, when the settings allow it. */
  readonly workspace: string;
  /** Must `deps/` be what the lock files say? */
  readonly locked?: boolean;
  /** Are safe repairs written before anything is reported? */
  readonly fix?: boolean;
  readonly token?: CancellationToken;
  /** Told after every package. */
  readonly progress?: (done: number, all: number) => void;
}

/** A diagnostic at its place, in positions of an editor. */
export interface Located {
  readonly uri: string;
  readonly range: Range;
  readonly diagnostic: Diagnostic;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly lines: LineIndex;
}

export interface CheckResult {
  /** Files of the packages at the paths, without what is vendored with them. */
  readonly files: number;
  /** In the order of paths and places; each once, however often its file was checked. */
  readonly found: readonly Located[];
  readonly fixed: readonly FixedFile[];
}

export function* placedIn(snapshot: Snapshot, found: ReadonlyMap<string, readonly Diagnostic[]>): Generator<Located> {
  for (const [uri, diagnostics] of found) {
    const lines = snapshot.lines(uri) ?? new LineIndex('');
    for (const diagnostic of diagnostics) yield placedAt(snapshot, { uri, lines }, diagnostic);
  }
}

/** A finding in a text whose lines are known, with the places in others that it names. */
export function placedAt(
  snapshot: Snapshot,
  { uri, lines }: { readonly uri: string; readonly lines: LineIndex },
  diagnostic: Diagnostic,
): Located {
  const related = diagnostic.related.map((place) => ({
    uri: place.uri,
    range: (place.lines ?? snapshot.lines(place.uri) ?? new LineIndex('')).range(place.span),
    message: place.message,
  }));
  return { uri, range: lines.range(diagnostic.span), diagnostic, related, lines };
}

export function byPlace(a: Located, b: Located): number {
  const [x, y] = [a.diagnostic, b.diagnostic];
  return (
    byCodePoints(a.uri, b.uri) ||
    x.span.start - y.span.start ||
    x.span.end - y.span.end ||
    byCodePoints(x.code, y.code) ||
    byCodePoints(x.message, y.message)
  );
}
