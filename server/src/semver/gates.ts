// What happened to the gates of an item, and whether the gates of a new item say the truth.

import { compareVersions } from '../model/names.ts';
import type { Gate, Loc } from '../model/package.ts';
import type { Comparison } from './comparison.ts';
import { gateText } from './text.ts';
import { shareTrack } from './version.ts';

export interface Gated {
  readonly gate: Gate;
  readonly loc: Loc;
  readonly item: Loc;
}

/** An item that both versions have. */
export function compareGates(comparison: Comparison, path: string, before: Gated, after: Gated): void {
  const [old, now] = [before.gate, after.gate];
  const places = { loc: after.loc, baseLoc: before.loc, before: gateText(old), after: gateText(now) };
  const name = `\`${path}\``;
  if (now.deprecated !== undefined && old.deprecated === undefined)
    comparison.add('deprecated-added', path, { ...places, detail: `${name}, since ${now.deprecated}` });
  if (old.unstable !== undefined && now.unstable !== undefined && old.unstable !== now.unstable) {
    const detail = `${name} was behind \`${old.unstable}\`, is behind \`${now.unstable}\``;
    comparison.add('feature-renamed', path, { ...places, detail });
  }
  if (old.unstable !== undefined || now.unstable !== undefined || old.since === now.since) return;
  if (now.since === undefined) {
    comparison.add('gate-removed', path, { ...places, detail: `${name} was there since ${old.since}` });
  } else if (old.since === undefined) {
    comparison.add('gate-added', path, { ...places, detail: `${name} says since ${now.since}` });
  } else if (compareVersions(old.since, now.since) < 0 && keepsTrack(comparison, old.since, now.since)) {
    const detail = `${name} says since ${now.since}, and is there since ${old.since}`;
    comparison.add('since-raised', path, { ...places, detail });
  }
}

/** On a new track and in the next prerelease, `@since` begins anew. */
function keepsTrack({ before, after }: Comparison, old: string, now: string): boolean {
  const [base, version] = [before.id.version, after.id.version];
  return shareTrack(old, now) && (base === undefined || version === undefined || shareTrack(base, version));
}

/** An item that only the new version has. `siblings`: the other items around it. */
export function checkNewGate(
  comparison: Comparison,
  path: string,
  added: Omit<Gated, 'item'>,
  siblings: Iterable<{ readonly gate: Gate }>,
): void {
  const base = comparison.before.id.version;
  const { version } = comparison.after.id;
  const { gate, loc } = added;
  const name = `\`${path}\``;
  if (version === undefined || gate.unstable !== undefined) return;
  if (gate.since === undefined) {
    let all = 0;
    let gated = 0;
    for (const sibling of siblings) {
      all++;
      if (sibling.gate.since !== undefined) gated++;
    }
    // Itself is one of them.
    if (gated > 0 && gated * 2 > all - 1)
      comparison.add('since-missing', path, {
        detail: `${name}; the items around it say since when they are there`,
        loc,
      });
  } else if (compareVersions(gate.since, version) > 0) {
    comparison.add('since-future', path, {
      detail: `${name} says since ${gate.since}, and the package is ${version}`,
      loc,
    });
  } else if (base !== undefined && compareVersions(gate.since, base) <= 0 && compareVersions(version, base) > 0) {
    const detail = `${name} says since ${gate.since}, and ${base} does not have it`;
    comparison.add('since-backdated', path, { detail, loc });
  }
}
