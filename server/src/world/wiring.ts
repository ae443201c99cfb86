// Which export of another part satisfies each import: as a person says, else by name, where versions of one compatibility
// track match. No part may need, through others, what it gives itself.

import { isPlain } from '../model/elaborate.ts';
import { compareVersions } from '../model/names.ts';
import type { ElaboratedItem } from '../model/package.ts';
import { type Difference, difference } from './agree.ts';
import { interfaceOf, type Part, type Port, Ties, trackKey } from './parts.ts';
import { type Choice, possibleWirings } from './possible-wirings.ts';

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

export interface PassedOver {
  readonly wanted: Port;
  readonly candidate: Port;
  readonly difference: Difference;
}

export interface Wiring {
  readonly ties: Ties;
  readonly matches: readonly Match[];
  /** Imports that more than one part could satisfy, with all that could. */
  readonly ambiguous: readonly { readonly wanted: Port; readonly candidates: readonly Port[] }[];
  /** Matches that would make a part need itself. */
  readonly cycles: readonly { readonly match: Match; readonly way: readonly Part[] }[];
  /** Exports of the right name that were not taken, since their types do not fit. */
  readonly passed: readonly PassedOver[];
  /** Wires that name what is not there. */
  readonly unknown: readonly { readonly wire: Wire; readonly message: string }[];
}

export interface WireOptions {
  readonly wires?: readonly Wire[];
  /** The same, by the ports themselves. */
  readonly told?: readonly { readonly wanted: Port; readonly given: Port }[];
  /** What the types of worlds are, which parts import beside functions and interfaces. */
  readonly types?: readonly { readonly wanted: Port; readonly given: Port }[];
  /** Are imports without a rule wired to exports of the same name? */
  readonly byName?: boolean;
}

export function wire(parts: readonly Part[], options: WireOptions = {}): Wiring {
  const { told, unknown } = readWires(parts, options);
  const wirer = new Wirer(parts, options.byName ?? true);
  for (const { wanted, given } of options.types ?? []) wirer.ties.tie(wanted.part, wanted.item.key, given);
  const unclear: { wanted: Port; candidates: readonly Port[] }[] = [];
  for (const part of parts) {
    for (const item of part.world.imports.values()) {
      if (item.item.kind === 'type') continue;
      const wanted: Port = { part, direction: 'import', item };
      const explicit = told.get(part)?.get(item.key);
      const candidates = explicit === undefined ? wirer.candidatesFor(wanted) : [explicit];
      const [given, second] = candidates;
      if (second !== undefined) unclear.push({ wanted, candidates });
      else if (given !== undefined) wirer.match(wanted, given);
    }
  }
  // Which of several fits depends on the resources that the others are tied to: these come last.
  const ambiguous = wirer.decide(unclear.flatMap(({ wanted, candidates }) => wirer.choose(wanted, candidates)));
  const { ties, matches, cycles, passed } = wirer;
  return { ties, matches, ambiguous, cycles, passed, unknown };
}

class Wirer {
  readonly ties = new Ties();
  readonly matches: Match[] = [];
  readonly cycles: { match: Match; way: readonly Part[] }[] = [];
  readonly passed: PassedOver[] = [];
  readonly #parts: readonly Part[];
  readonly #byName: boolean;

  constructor(parts: readonly Part[], byName: boolean) {
    this.#parts = parts;
    this.#byName = byName;
  }

  candidatesFor(wanted: Port): readonly Port[] {
    return this.#byName ? candidatesFor(this.#parts, wanted) : [];
  }

  match(wanted: Port, given: Port): void {
    const match: Match = { wanted, given, version: versionMatch(wanted.item, given.item) };
    const way = wayTo(this.ties, given.part, wanted.part);
    if (way !== undefined) {
      this.cycles.push({ match, way: [wanted.part, ...way] });
      return;
    }
    this.ties.tie(wanted.part, wanted.item.key, given);
    this.matches.push(match);
  }

  /** Takes the one that fits; gives back what stays unclear. */
  choose(wanted: Port, candidates: readonly Port[]): Choice[] {
    const fitting: Port[] = [];
    const passed: PassedOver[] = [];
    for (const candidate of candidates) {
      this.ties.tie(wanted.part, wanted.item.key, candidate);
      const found = difference(this.ties, wanted, candidate);
      this.ties.untie(wanted.part, wanted.item.key);
      if (found === undefined) fitting.push(candidate);
      else passed.push({ wanted, candidate, difference: found });
    }
    const [chosen, second] = fitting;
    if (chosen === undefined || second !== undefined)
      return [{ wanted, candidates: chosen === undefined ? candidates : fitting }];
    this.passed.push(...passed);
    this.match(wanted, chosen);
    return [];
  }

  /** Takes the only wiring that uses every candidate: a middleware stands between its importer and who gives the same. */
  decide(choices: readonly Choice[]): readonly Choice[] {
    // Two that give the same from nothing are no chain: a person must say which is meant.
    if (choices.some(({ candidates }) => candidates.filter((it) => !isMiddleware(it)).length > 1)) return choices;
    const { complete, wirings } = possibleWirings(choices, this.matches);
    const [only, second] = wirings;
    if (!complete || only === undefined || second !== undefined) return choices;
    for (const { wanted, given } of only) this.match(wanted, given);
    return [];
  }
}

/** Does the part need what it gives? */
function isMiddleware({ part, item }: Port): boolean {
  return [...part.world.imports.values()].some((it) => trackKey(it) === trackKey(item));
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

export function versionOf(item: ElaboratedItem): string | undefined {
  return isPlain(item) ? interfaceOf(item)?.package.version : undefined;
}

/** Two versions of one interface that toolchains take for one another. */
export function sameTrack(a: ElaboratedItem, b: ElaboratedItem): boolean {
  return versionOf(a) !== undefined && versionOf(b) !== undefined && trackKey(a) === trackKey(b);
}

function versionMatch(wanted: ElaboratedItem, given: ElaboratedItem): VersionMatch {
  const [a, b] = [versionOf(wanted), versionOf(given)];
  if (a === undefined || b === undefined || a === b) return 'equal';
  return compareVersions(b, a) > 0 ? 'newer' : 'older';
}

/** The parts from one that uses another, directly or not, to that other; undefined when it does not. */
function wayTo(ties: Ties, from: Part, to: Part): Part[] | undefined {
  const cameFrom = new Map<Part, Part | undefined>([[from, undefined]]);
  const pending = [from];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === to) {
      const way: Part[] = [];
      for (let at: Part | undefined = part; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
    for (const next of ties.providersOf(part)) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, part);
      pending.push(next);
    }
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
