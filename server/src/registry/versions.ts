// Which of the published versions matter for a version that is to come: its neighbours, the release that it is counted from,
// and what is still free.

import { compareVersions, parseVersion } from '../model/names.ts';

/** Published versions beside a declared one. */
export interface Neighbours {
  /** The newest of the same track, where prereleases belong to the version to come. */
  readonly newest: string | undefined;
  /** The nearest below and above in the same track. */
  readonly below: string | undefined;
  readonly above: string | undefined;
  /** The last stable version of the track, else the last one below it. */
  readonly release: string | undefined;
  /** The last prerelease of the track after `release`. */
  readonly prerelease: string | undefined;
  /** It is published itself. */
  readonly isTaken: boolean;
}

/** `versions`: ascending. Without a declared version, the newest of all counts as its track. */
export function neighboursOf(versions: readonly string[], declared: string | undefined): Neighbours {
  const stable = versions.filter((it) => !isPrerelease(it));
  const own = declared ?? stable.at(-1) ?? versions.at(-1);
  if (own === undefined)
    return {
      newest: undefined,
      below: undefined,
      above: undefined,
      release: undefined,
      prerelease: undefined,
      isTaken: false,
    };
  const track = versions.filter((it) => trackOf(it) === trackOf(own));
  const others = track.filter((it) => it !== declared);
  const release =
    track.filter((it) => !isPrerelease(it)).at(-1) ?? stable.filter((it) => compareVersions(it, own) < 0).at(-1);
  const later = track.filter((it) => isPrerelease(it) && (release === undefined || compareVersions(it, release) > 0));
  return {
    newest: (isPrerelease(own) ? track : track.filter((it) => !isPrerelease(it))).at(-1) ?? track.at(-1),
    below: others.filter((it) => compareVersions(it, own) < 0).at(-1),
    above: others.find((it) => compareVersions(it, own) > 0),
    release,
    prerelease: later.at(-1),
    isTaken: declared !== undefined && versions.includes(declared),
  };
}

/** The first version from `wanted` on that can be published: the next patch, or the next track when that one has begun. */
export function freeFrom(wanted: string, versions: readonly string[]): string {
  const taken = new Set(versions);
  if (!taken.has(wanted)) return wanted;
  const parsed = parseVersion(wanted);
  if (parsed === undefined) return wanted;
  const { major, minor, patch, pre } = parsed;
  if (pre.length > 0) {
    const [, head = '', count] = /^(.*?)(\d+)$/.exec(wanted) ?? [];
    for (let next = BigInt(count ?? 0) + 1n; count !== undefined; next++)
      if (!taken.has(`${head}${next}`)) return `${head}${next}`;
    return wanted;
  }
  for (let next = patch + 1n; ; next++) if (!taken.has(`${major}.${minor}.${next}`)) return `${major}.${minor}.${next}`;
}

function isPrerelease(version: string): boolean {
  return (parseVersion(version)?.pre.length ?? 0) > 0;
}

/** As the specification counts tracks, where a prerelease belongs to the version to come. */
export function trackOf(version: string): string {
  const parsed = parseVersion(version);
  if (parsed === undefined) return version;
  const { major, minor, patch } = parsed;
  if (major !== 0n) return `${major}`;
  return minor !== 0n ? `0.${minor}` : `0.0.${patch}`;
}
