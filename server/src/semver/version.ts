// Which version a change needs, and whether a version is enough. The rules are those of the toolchain's tracks
// (`versionTrack`): 1.2.3 is followed by compatible 1.x, 0.2.6 by compatible 0.2.x, 0.0.x and prereleases by nothing.

import { compareVersions, parseVersion, versionTrack } from '../model/names.ts';
import type { Level } from './levels.ts';

/** The lowest version for a change of this level. Undefined without a version to begin at: nothing can cover it then. */
export function requiredVersion(base: string | undefined, level: Level): string | undefined {
  const parsed = base === undefined ? undefined : parseVersion(base);
  if (base === undefined || parsed === undefined) return undefined;
  if (level === 'none') return base;
  const { major, minor, patch, pre } = parsed;
  if (pre.length > 0) return nextPrerelease(base) ?? `${major}.${minor}.${patch}`;
  if (level === 'patch') return `${major}.${minor}.${patch + 1n}`;
  if (major === 0n && minor === 0n) return `0.0.${patch + 1n}`;
  if (major === 0n) return level === 'major' ? `0.${minor + 1n}.0` : `0.${minor}.${patch + 1n}`;
  return level === 'major' ? `${major + 1n}.0.0` : `${major}.${minor + 1n}.0`;
}

/** Does the declared version make room for a change of this level? */
export function covers(base: string | undefined, declared: string | undefined, level: Level): boolean {
  if (level === 'none') return true;
  if (base === undefined || declared === undefined) return level !== 'major';
  if (compareVersions(declared, base) <= 0) return false;
  if (level === 'major') return versionTrack(declared) !== versionTrack(base);
  if (isPrerelease(base)) return true;
  // A prerelease of a version to come is on the way to it.
  const needed = requiredVersion(base, level);
  return needed === undefined || compareVersions(release(declared), needed) >= 0;
}

/** The prerelease after one that counts, `0.3.0-rc.1`; undefined for others, such as `0.3.0-rc-2026-01-06`. */
function nextPrerelease(version: string): string | undefined {
  const match = /^([^+]*[-.])(\d+)(?:\+.*)?$/.exec(version);
  return match === null || !version.includes('-') ? undefined : `${match[1]}${BigInt(match[2] ?? '0') + 1n}`;
}

/** The first prerelease of a version, counted as another prerelease is; the version itself where that does not count. */
export function firstPrereleaseOf(version: string, like: string): string {
  const pre = /^[^-+]*-([^+]*)/.exec(like)?.[1] ?? '';
  return /(?:^|\.)\d+$/.test(pre) ? `${version}-${pre.replace(/\d+$/, '1')}` : version;
}

export function isPrerelease(version: string): boolean {
  return (parseVersion(version)?.pre.length ?? 0) > 0;
}

/** The version without prerelease and build. */
export function release(version: string): string {
  const parsed = parseVersion(version);
  return parsed === undefined ? version : `${parsed.major}.${parsed.minor}.${parsed.patch}`;
}

/**
 * Will toolchains take the two for one another, although they differ? Then they merge imports without comparing types
 * (wit-component `merge_imports_based_on_semver`), and a change of types goes unnoticed.
 */
export function shareTrack(base: string | undefined, declared: string | undefined): boolean {
  if (base === undefined || declared === undefined) return false;
  const parsed = parseVersion(base);
  if (parsed === undefined || parsed.pre.length > 0 || (parsed.major === 0n && parsed.minor === 0n)) return false;
  return versionTrack(base) === versionTrack(declared);
}

/**
 * Can there be components that import both versions, so that a toolchain merges the two? A prerelease counts as the
 * version it leads to.
 */
export function mayMerge(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && shareTrack(release(before), release(after));
}

/** The track as the specification counts it (`canonversion`), where prereleases belong to the version to come. */
export function canonicalTrack(version: string | undefined): string {
  return version === undefined ? '' : versionTrack(release(version));
}
