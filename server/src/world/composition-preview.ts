// A composition as data for views, and as text for a terminal. `P` is a place in a form of the caller's choice.

import { visible } from '../base/escape.ts';
import { shownName } from '../model/names.ts';
import type { Loc } from '../model/package.ts';
import type { Difference } from './agree.ts';
import type { Composition, Link, Outcome } from './compose.ts';
import type { Port } from './parts.ts';
import { type Choice, possibleWirings } from './possible-wirings.ts';
import { printWorld } from './print.ts';
import { worldPath } from './reasons.ts';
import type { VersionMatch } from './wiring.ts';

export interface CompositionPreview<P> {
  readonly parts: readonly PartPreview<P>[];
  /** What the whole imports and exports, by key. */
  readonly imports: readonly string[];
  readonly exports: readonly { readonly key: string; readonly part: string }[];
  /** Exports that no part uses and that the composition does not export. */
  readonly unused: readonly { readonly key: string; readonly part: string }[];
  readonly problems: readonly { readonly kind: string; readonly message: string }[];
  /** Where several parts could give something: the wirings that use them all, each as `A.IMPORT=B.EXPORT`. */
  readonly wirings: readonly (readonly string[])[];
  /** The whole as a world. */
  readonly wit: string;
}

export interface PartPreview<P> {
  readonly name: string;
  readonly path: string;
  readonly place: P;
  readonly imports: readonly LinkPreview<P>[];
  readonly exports: readonly string[];
  /** Paths of its world that lead nowhere: what they would import or export is missing here. */
  readonly unresolved: readonly string[];
}

export interface LinkPreview<P> {
  readonly key: string;
  readonly outcome: Outcome['kind'];
  /** Who gives it, or would. */
  readonly from?: { readonly part: string; readonly key: string };
  readonly version?: VersionMatch;
  /** What is wrong, or what should be known, in words. */
  readonly message?: string;
  /** The smallest difference between both sides, when they do not agree. */
  readonly wanted?: P;
  readonly given?: P;
  readonly place: P;
}

export function previewComposition<P>(composition: Composition, place: (loc: Loc) => P): CompositionPreview<P> {
  const { world } = composition;
  return {
    parts: composition.parts
      .filter((part) => part.outside !== true)
      .map((part) => ({
        name: part.name,
        path: worldPath(part.world),
        place: place(part.world.loc),
        imports: composition.links
          .filter(({ wanted }) => wanted.part === part)
          .map((link) => linkPreview(link, composition, place)),
        exports: [...part.world.exports.keys()],
        unresolved: [...new Set(part.world.unresolved?.map((it) => it.path))],
      })),
    imports: [...world.imports.values()].filter((it) => it.item.kind !== 'type').map((it) => it.key),
    exports: [...world.exports.keys()].map((key, index) => ({
      key,
      part: composition.exports[index]?.part.name ?? '',
    })),
    unused: composition.unused.map((port) => ({ key: port.item.key, part: port.part.name })),
    problems: composition.problems.map(({ kind, message }) => ({ kind, message })),
    wirings: wiringsOf(composition),
    wit: wholeText(composition),
  };
}

/** What is unclear, decided in every way that there is. */
function wiringsOf({ links }: Composition): string[][] {
  const choices = links.flatMap(({ wanted, outcome }): Choice[] =>
    outcome.kind === 'ambiguous' ? [{ wanted, candidates: outcome.candidates }] : [],
  );
  const fixed = links.flatMap(({ wanted, outcome }) =>
    outcome.kind === 'satisfied' ? [{ wanted, given: outcome.given }] : [],
  );
  const end = ({ part, item }: Port): string => `${part.name}.${item.key}`;
  return possibleWirings(choices, fixed).wirings.map((it) =>
    it.map(({ wanted, given }) => `${end(wanted)}=${end(given)}`),
  );
}

/** The whole as a WIT file that can be saved. */
function wholeText({ world }: Composition): string {
  return `package local:composition;\n\n${printWorld(world, { from: world.package })}`;
}

/** Is nothing wrong: every import satisfied, or left for who runs the whole? */
export function isSound<P>({ parts, problems }: CompositionPreview<P>): boolean {
  const links = parts.flatMap((part) => part.imports);
  if (parts.some((part) => part.unresolved.length > 0)) return false;
  return problems.length === 0 && links.every(({ outcome }) => SOUND.has(outcome));
}

/** A cycle is one: the import that would close it stays an import of the composition. */
const SOUND: ReadonlySet<Outcome['kind']> = new Set(['satisfied', 'left', 'types', 'cycle']);

function linkPreview<P>({ wanted, outcome }: Link, { passed }: Composition, place: (loc: Loc) => P): LinkPreview<P> {
  const message = messageOf(wanted, outcome) ?? passedNote(wanted, passed);
  const given = 'given' in outcome ? outcome.given : undefined;
  const base = {
    key: wanted.item.key,
    outcome: outcome.kind,
    ...(given === undefined ? {} : { from: { part: given.part.name, key: given.item.key } }),
    ...('version' in outcome ? { version: outcome.version } : {}),
    ...(message === undefined ? {} : { message }),
    place: place(wanted.item.reason.loc),
  };
  const [first] = outcome.kind === 'mismatch' ? outcome.differences : [];
  return first === undefined ? base : { ...base, wanted: place(first.wanted), given: place(first.given) };
}

function messageOf(wanted: Port, outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'satisfied':
      return versionNote(wanted, outcome.given, outcome.version);
    case 'mismatch':
      return outcome.differences.map(differenceText).join('; ');
    case 'ambiguous':
      return `${outcome.candidates.map((port) => `\`${port.part.name}\``).join(' and ')} could both give it; say which`;
    case 'cycle':
      return `\`${outcome.given.part.name}\` cannot give it, so the whole imports it: ${outcome.way.map((part) => `\`${part.name}\``).join(' needs ')}`;
    case 'types':
      return 'types only: nothing has to be given';
    case 'left':
      return undefined;
  }
}

/** Why another export of the same name was not taken. */
function passedNote(wanted: Port, passed: Composition['passed']): string | undefined {
  const notes = passed
    .filter((it) => it.wanted.part === wanted.part && it.wanted.item === wanted.item)
    .map(({ candidate, difference }) => `\`${candidate.part.name}\` does not fit: ${differenceText(difference)}`);
  return notes.length === 0 ? undefined : notes.join('; ');
}

function differenceText({ path, message }: Difference): string {
  return path === '' ? message : `${path}: ${message}`;
}

function versionNote(wanted: Port, given: Port, version: VersionMatch): string | undefined {
  if (version === 'equal') return undefined;
  const what =
    version === 'newer'
      ? 'a newer version of the same track'
      : 'an older version of the same track, which has all that is needed';
  return `${given.item.key} is ${what}; tools that compare names exactly do not take it for ${wanted.item.key}`;
}

const MARKS: Readonly<Record<Outcome['kind'], string>> = {
  satisfied: '✓',
  mismatch: '✗',
  left: '·',
  types: '·',
  ambiguous: '?',
  cycle: '!',
};

/** For people: every part with what becomes of its imports, then what is wrong and what comes out. */
export function compositionText(preview: CompositionPreview<string>): string {
  const lines: string[] = [];
  for (const part of preview.parts) {
    lines.push(`${part.name}  ${part.path}`);
    for (const path of part.unresolved) lines.push(`  ✗ ${path}  not found`);
    if (part.imports.length + part.unresolved.length === 0) lines.push('  no imports');
    const widest = part.imports.reduce((width, it) => Math.max(width, shownName(it.key).length), 0);
    for (const link of part.imports) lines.push(...linkLines(link, widest));
  }
  for (const { message } of preview.problems) lines.push(`✗ ${message}`);
  for (const [index, wires] of preview.wirings.entries()) {
    if (index === 0) lines.push('? possible wirings:');
    lines.push(`    ${wires.map((it) => `--wire ${it}`).join(' ')}`);
  }
  for (const { part, key } of preview.unused) lines.push(`· nobody uses \`${shownName(key)}\` of \`${part}\``);
  return `${lines.map(visible).join('\n')}\n\n${preview.wit}`;
}

function linkLines(link: LinkPreview<string>, widest: number): string[] {
  const end = link.from === undefined ? (link.outcome === 'left' ? 'still imported' : '') : `from ${link.from.part}`;
  const lines = [`  ${MARKS[link.outcome]} ${shownName(link.key).padEnd(widest)}  ${end}`.trimEnd()];
  if (link.message !== undefined) lines.push(`      ${link.message}`);
  if (link.wanted !== undefined && link.given !== undefined)
    lines.push(`      wanted: ${link.wanted}`, `      given:  ${link.given}`);
  return lines;
}
