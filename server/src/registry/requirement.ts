// Requirements on versions as `wkg.toml` and `wkg.lock` have them: those of Rust's `semver` crate (1.0), read, printed and
// matched as its `parse.rs`, `display.rs` and `eval.rs` do.

import { compareVersions, parseVersion, type SemVer } from '../model/names.ts';

type Operator = '=' | '>' | '>=' | '<' | '<=' | '~' | '^' | '*';

export interface Comparator {
  /** `*` for `1.*`; `^` where none is written. */
  readonly operator: Operator;
  readonly major: bigint;
  readonly minor: bigint | undefined;
  readonly patch: bigint | undefined;
  /** Without `-`; empty for a release. */
  readonly pre: string;
}

/** All of them must hold; none, as in `*`, is every release. */
export type Requirement = readonly Comparator[];

const NUMBER = '(?:0|[1-9]\\d*)';
const PART = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const COMPARATOR = new RegExp(
  `^(>=|<=|[=<>~^]|) *(${NUMBER})(?:\\.(?:([*xX])|(${NUMBER})))?` +
    `(?:\\.(?:([*xX])|(${NUMBER})(?:-(${PART}(?:\\.${PART})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?))? *$`,
);
const MOST = 32;

/** Undefined for what the crate does not read either. */
export function parseRequirement(text: string): Requirement | undefined {
  const trimmed = text.replace(/^ +/, '');
  if (/^[*xX] *$/.test(trimmed)) return [];
  const parts = trimmed.split(',');
  if (parts.length > MOST) return undefined;
  const found = parts.map((it) => comparatorOf(it.replace(/^ +/, '')));
  return found.every((it) => it !== undefined) ? found : undefined;
}

function comparatorOf(text: string): Comparator | undefined {
  const match = COMPARATOR.exec(text);
  if (match === null) return undefined;
  const [, written = '', major = '0', anyMinor, minor, anyPatch, patch, pre = ''] = match;
  // `1.*.2`, and `1.2` with the dot of a patch but no minor.
  if (patch !== undefined && minor === undefined) return undefined;
  const isAny = anyMinor !== undefined || anyPatch !== undefined;
  const numbers = [major, minor, patch].map((it) => (it === undefined ? undefined : BigInt(it)));
  if (numbers.some((it) => it !== undefined && it > MAX_NUMBER)) return undefined;
  return {
    operator: written !== '' ? (written as Operator) : isAny ? '*' : '^',
    major: numbers[0] ?? 0n,
    minor: numbers[1],
    patch: numbers[2],
    pre,
  };
}

/** The crate's numbers have 64 bits. */
const MAX_NUMBER = (1n << 64n) - 1n;

/** As `wkg` writes it into a lock file. */
export function requirementText(requirement: Requirement): string {
  if (requirement.length === 0) return '*';
  return requirement.map(comparatorText).join(', ');
}

function comparatorText({ operator, major, minor, patch, pre }: Comparator): string {
  const numbers = [major, minor, patch].filter((it) => it !== undefined).join('.');
  const suffix = pre === '' ? '' : `-${pre}`;
  return operator === '*' ? `${numbers}.*` : `${operator}${numbers}${suffix}`;
}

/** A prerelease fits only where a comparator names a prerelease of the same numbers. */
export function meets(requirement: Requirement, text: string): boolean {
  const version = parseVersion(text);
  if (version === undefined || !requirement.every((it) => holds(it, version))) return false;
  const isOf = (it: Comparator): boolean =>
    it.pre !== '' && it.major === version.major && it.minor === version.minor && it.patch === version.patch;
  return version.pre.length === 0 || requirement.some(isOf);
}

function holds(it: Comparator, version: SemVer): boolean {
  switch (it.operator) {
    case '=':
    case '*':
      return isExact(it, version);
    case '>':
      return order(it, version) > 0;
    case '>=':
      return order(it, version) > 0 || isExact(it, version);
    case '<':
      return order(it, version) < 0;
    case '<=':
      return order(it, version) < 0 || isExact(it, version);
    case '~':
      return isTilde(it, version);
    case '^':
      return isCaret(it, version);
  }
}

function isExact(it: Comparator, version: SemVer): boolean {
  if (it.major !== version.major) return false;
  if (it.minor !== undefined && it.minor !== version.minor) return false;
  return (it.patch === undefined || it.patch === version.patch) && preOrder(it, version) === 0;
}

/** Of the version against the comparator: above 0 where it is greater; what is not written is equal. */
function order(it: Comparator, version: SemVer): number {
  for (const key of ['major', 'minor', 'patch'] as const) {
    const own = it[key];
    if (own === undefined) return 0;
    if (own !== version[key]) return version[key] > own ? 1 : -1;
  }
  return preOrder(it, version);
}

function preOrder({ pre }: Comparator, version: SemVer): number {
  const of = (text: string): string => (text === '' ? '0.0.0' : `0.0.0-${text}`);
  return compareVersions(of(version.pre.join('.')), of(pre));
}

function isTilde(it: Comparator, version: SemVer): boolean {
  if (it.major !== version.major) return false;
  if (it.minor !== undefined && it.minor !== version.minor) return false;
  return it.patch === undefined ? version.pre.length === 0 : order(it, version) >= 0;
}

/** What stands left of the first number that is not 0 is fixed, and that number too. */
function isCaret(it: Comparator, version: SemVer): boolean {
  if (it.major !== version.major) return false;
  if (it.minor === undefined) return true;
  if (it.major > 0n) return it.patch === undefined ? version.minor >= it.minor : order(it, version) >= 0;
  if (it.minor !== version.minor) return false;
  if (it.patch === undefined) return true;
  if (it.minor > 0n) return order(it, version) >= 0;
  return it.patch === version.patch && preOrder(it, version) >= 0;
}
