// Which export of another part satisfies each import: as a person says, else by name, where versions of one compatibility
// track match. No part may need, through others, what it gives itself.

import { isPlain } from '../model/elaborate.ts';
import { compareVersions, packageKey, versionTrack } from '../model/names.ts';
import type { ElaboratedItem } from '../model/package.ts';
import { interfaceOf, type Part, type Port, Ties } from './parts.ts';

/** `part.import = other.export`; parts by name. */
export interface Wire {
  readonly part: string;
  readonly import: string;
  readonly from: string;
  readonly export: string;
}

export type VersionMatch = 'equal' | 'newer' | 'older';

export interface Match {
  readonly wanted: Port;
  readonly given: Port;
  /** The export's version as against the import's. */
  readonly version: VersionMatch;
}

export interface Wiring {
  readonly ties: Ties;
  readonly matches: readonly Match[];
  /** Imports that more than one part could satisfy, with all that could. */
  readonly ambiguous: readonly { readonly wanted: Port; readonly candidates: readonly Port[] }[];
  /** Matches that would make a part need itself. */
  readonly cycles: readonly { readonly match: Match; readonly way: readonly Part[] }[];
  /** Wires that name what is not there. */
  readonly unknown: readonly { readonly wire: Wire; readonly message: string }[];
}

export interface WireOptions {
  readonly wires?: readonly Wire[];
  /** The same, by the ports themselves. */
  readonly told?: readonly { readonly wanted: Port; readonly given: Port }[];
  /** Are imports that nobody speaks of tied to exports of their name? */
  readonly byName?: boolean;
}

export function wire(parts: readonly Part[], options: WireOptions = {}): Wiring {
  const ties = new Ties();
  const matches: Match[] = [];
  const ambiguous: { wanted: Port; candidates: readonly Port[] }[] = [];
  const cycles: { match: Match; way: readonly Part[] }[] = [];
  const { told, unknown } = readWires(parts, options);
  const byName = options.byName ?? true;
  for (const part of parts) {
    for (const item of part.world.imports.values()) {
      if (item.item.kind === 'type') continue;
      const wanted: Port = { part, direction: 'import', item };
      const explicit = told.get(part)?.get(item.key);
      const candidates = explicit !== undefined ? [explicit] : byName ? candidatesFor(parts, wanted) : [];
      const [given] = candidates;
      if (given === undefined) continue;
      if (candidates.length > 1) {
        ambiguous.push({ wanted, candidates });
        continue;
      }
      const match: Match = { wanted, given, version: versionMatch(item, given.item) };
      const way = wayTo(ties, given.part, part);
      if (way !== undefined) {
        cycles.push({ match, way: [part, ...way] });
        continue;
      }
      ties.tie(part, item.key, given);
      matches.push(match);
    }
  }
  return { ties, matches, ambiguous, cycles, unknown };
}

function candidatesFor(parts: readonly Part[], wanted: Port): Port[] {
  const others = parts.filter((it) => it !== wanted.part);
  const ports = (matching: (item: ElaboratedItem) => boolean): Port[] =>
    others.flatMap((part) => {
      const found = [...part.world.exports.values()].filter(matching);
      // Of several versions of one interface that fit, the newest.
      const [item] = found.sort((a, b) => compareVersions(versionOf(b) ?? '', versionOf(a) ?? ''));
      return item === undefined ? [] : [{ part, direction: 'export' as const, item }];
    });
  const exact = ports((item) => item.key === wanted.item.key);
  return exact.length > 0 ? exact : ports((item) => sameTrack(item, wanted.item));
}

function versionOf(item: ElaboratedItem): string | undefined {
  return isPlain(item) ? interfaceOf(item)?.package.version : undefined;
}

/** Two versions of one interface that toolchains take for one another. */
export function sameTrack(a: ElaboratedItem, b: ElaboratedItem): boolean {
  const [one, other] = [versionOf(a), versionOf(b)];
  if (one === undefined || other === undefined) return false;
  const bare = (item: ElaboratedItem): string => {
    const found = interfaceOf(item);
    if (found === undefined) return '';
    const { namespace, name } = found.package;
    return `${packageKey({ namespace, name })}/${found.name ?? ''}`;
  };
  return bare(a) === bare(b) && versionTrack(one) === versionTrack(other);
}

function versionMatch(wanted: ElaboratedItem, given: ElaboratedItem): VersionMatch {
  const [a, b] = [versionOf(wanted), versionOf(given)];
  if (a === undefined || b === undefined || a === b) return 'equal';
  return compareVersions(b, a) > 0 ? 'newer' : 'older';
}

/** The parts from one that uses another, directly or not, to that other; undefined when it does not. */
function wayTo(ties: Ties, from: Part, to: Part, seen: Set<Part> = new Set()): Part[] | undefined {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of ties.providersOf(from)) {
    const rest = wayTo(ties, next, to, seen);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}

function readWires(
  parts: readonly Part[],
  { wires = [], told: ports = [] }: WireOptions,
): { told: Map<Part, Map<string, Port>>; unknown: { wire: Wire; message: string }[] } {
  const told = new Map<Part, Map<string, Port>>();
  const unknown: { wire: Wire; message: string }[] = [];
  const tell = (wanted: Port, given: Port): void => {
    told.set(wanted.part, (told.get(wanted.part) ?? new Map<string, Port>()).set(wanted.item.key, given));
  };
  for (const { wanted, given } of ports) tell(wanted, given);
  for (const it of wires) {
    const part = parts.find(({ name }) => name === it.part);
    const from = parts.find(({ name }) => name === it.from);
    const missing = part === undefined ? it.part : from === undefined ? it.from : undefined;
    if (part === undefined || from === undefined) {
      unknown.push({ wire: it, message: `there is no component \`${missing ?? ''}\`` });
      continue;
    }
    const wanted = findPort(part, 'import', it.import);
    const given = findPort(from, 'export', it.export);
    if (wanted === undefined) unknown.push({ wire: it, message: `\`${it.part}\` has no import \`${it.import}\`` });
    else if (given === undefined) unknown.push({ wire: it, message: `\`${it.from}\` has no export \`${it.export}\`` });
    else tell(wanted, given);
  }
  return { told, unknown };
}

/** By key, by path without version, or by the name at the end of a path when that is the only one. */
export function findPort(part: Part, direction: 'import' | 'export', name: string): Port | undefined {
  const items = direction === 'import' ? part.world.imports : part.world.exports;
  const exact = items.get(name);
  if (exact !== undefined) return { part, direction, item: exact };
  const found = [...items.values()].filter((item) => {
    const [path = ''] = item.key.split('@');
    return isPlain(item) && (path === name || path.slice(path.indexOf('/') + 1) === name);
  });
  const [item, second] = found;
  return item === undefined || second !== undefined ? undefined : { part, direction, item };
}
