// Where an annotation about something that is gone can be seen: review tools show changed lines and a few around them, and
// the head of an interface may be far above.

import type { LineIndex, Range } from '../base/text.ts';
import { parseBaseUri } from '../contract/commit-host.ts';
import { placeOf } from '../contract/package-contracts.ts';
import { type ContractFinding, isRemoval } from '../features/contracts/findings.ts';
import type { PackageFindings } from './breaking-report.ts';

/** The line in the new text after which the old one had what is gone; undefined for changes of what is still there. */
export function nearestChange(
  { changes, place }: ContractFinding,
  { before, after }: PackageFindings,
): Range | undefined {
  const [change] = changes;
  if (change?.baseLoc === undefined || place === undefined || !isRemoval(change.kind)) return undefined;
  const old = before.lines(change.baseLoc.uri);
  const now = after.lines(place.uri);
  const span = placeOf(before, change.baseWhole ?? change.baseLoc);
  const sameFile = endsAlike(change.baseLoc.uri, place.uri);
  if (old === undefined || now === undefined || span === undefined || !sameFile) return undefined;
  const line = lineAbove(old, old.lineOf(span.start), now);
  return line === undefined ? undefined : now.range({ start: now.lineStart(line), end: now.lineStart(line) });
}

function endsAlike(base: string, uri: string): boolean {
  const path = parseBaseUri(base)?.path ?? base;
  return uri === path || uri.endsWith(`/${path}`);
}

/**
 * The place in the new text of the nearest line above that both texts have exactly once, or of the last of the changed lines that
 * stand below it in place of the old ones.
 */
function lineAbove(old: LineIndex, line: number, now: LineIndex): number | undefined {
  const [before, after] = [linesOnce(old.text), linesOnce(now.text)];
  const lines = old.text.split(/\r?\n/);
  for (let at = line - 1; at >= 0; at--) {
    const text = lines[at] ?? '';
    const found = before.has(text) ? after.get(text) : undefined;
    if (found === undefined) continue;
    const kept = new Set(lines);
    const texts = now.text.split(/\r?\n/);
    let last = found;
    while (last - found < line - at - 1 && !kept.has(texts[last + 1] ?? '')) last++;
    return last;
  }
  return undefined;
}

/** Lines that the text has only once, with their numbers. */
function linesOnce(text: string): Map<string, number> {
  const once = new Map<string, number>();
  const twice = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (twice.has(line)) continue;
    if (once.delete(line)) twice.add(line);
    else if (line.trim() !== '') once.set(line, index);
  }
  return once;
}
