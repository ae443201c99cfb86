// What `[overrides]` of `wkg.toml` means for a package that is fetched or updated. wkg 0.16.1 (`resolve_dependencies` of
// wasm-pkg-core) reads overrides before the WIT: a `path` is taken whatever is published, and a `version` is the requirement that
// counts, in place of the version that the WIT names; only then comes `=VERSION` of the WIT.

import { markdownCode } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import { type Comparator, meets, parseRequirement, requirementText } from '../../registry/requirement.ts';
import { wkgOverride } from '../../workspace/manifests.ts';

export interface Override {
  /** What `wkg` looks for in a lock file, and writes there: `=1.2.3`, `^1.2`. */
  readonly requirement: string;
  /** What must be written into the manifest with it; undefined where it may stay. */
  readonly edit: { readonly span: Span; readonly text: string } | undefined;
}

export interface Move {
  /** `ns:name`. */
  readonly name: string;
  /** The version that the WIT names now; undefined where a package is fetched only. */
  readonly from: string | undefined;
  /** The version that is fetched. */
  readonly version: string;
}

/**
 * What a `wkg.toml` says of a package that moves to a version. `refusal`: why `wkg` would have another one, as a sentence about
 * the manifest. A text that is empty or no TOML says nothing: `wkg` reads nothing either.
 */
export function overrideFor(text: string, move: Move): Override | { readonly refusal: string } {
  const { name, version } = move;
  const plain: Override = { requirement: `=${version}`, edit: undefined };
  const entry = wkgOverride(text, name);
  if (entry === undefined) return plain;
  const called = '`[overrides]` of wkg.toml';
  if (typeof entry.path === 'string')
    return { refusal: `${called} takes ${name} from ${entry.path}: a published version is not used while it does` };
  if (entry.version === undefined) return plain;
  const written = typeof entry.version === 'string' ? entry.version : '';
  const requirement = parseRequirement(written);
  if (requirement === undefined)
    return { refusal: `${called} has no requirement for ${name} that wkg reads: ${JSON.stringify(entry.version)}` };
  const span = isPin(requirement, move) ? placeOf(text, name, written) : undefined;
  if (span === undefined && meets(requirement, version))
    return { requirement: requirementText(requirement), edit: undefined };
  const moved = `${/^[=^~ ]*/.exec(written)?.[0] ?? ''}${version}`;
  const next = parseRequirement(moved);
  if (span === undefined || next === undefined || !meets(next, version))
    return {
      refusal: `${called} demands ${markdownCode(written)} of ${name}, which ${version} is not: change it first`,
    };
  return { requirement: requirementText(next), edit: { span, text: moved } };
}

/**
 * Is it one comparator that holds a package at a version, and must move with it: the version that the WIT named, or another
 * one that the new version does not fit? Bounds and several comparators are a person's decision.
 */
function isPin(requirement: readonly Comparator[], { from, version }: Move): boolean {
  const [only] = requirement;
  if (from === undefined || only === undefined || requirement.length > 1) return false;
  if (only.operator !== '=' && only.operator !== '^' && only.operator !== '~') return false;
  const isNamed = requirementText([{ ...only, operator: '=' }]) === `=${from.split('+')[0]}`;
  return isNamed || !meets(requirement, version);
}

/**
 * Where the value stands, without its quotes, however the table is written: each string of this text becomes one with its number,
 * and the number that is read at the entry is that of the value. Undefined where it is spelled with escapes.
 */
function placeOf(text: string, name: string, value: string): Span | undefined {
  const places: number[] = [];
  const literal = new RegExp(`(["'])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1`, 'g');
  const marked = text.replace(literal, (_: string, quote: string, at: number) => {
    places.push(at + 1);
    return `${quote}#${places.length - 1}${quote}`;
  });
  const read = wkgOverride(marked, name)?.version;
  const start = typeof read === 'string' && /^#\d+$/.test(read) ? places[Number(read.slice(1))] : undefined;
  return start === undefined ? undefined : { start, end: start + value.length };
}
