// A composition as data for whoever shows it, and as text for a terminal. `P` is a place in a form of the caller's choice.

import type { Loc } from '../model/package.ts';
import type { Composition, Link, Outcome } from './compose.ts';
import type { Port } from './parts.ts';
import { printWorld } from './print.ts';
import { worldPath } from './reasons.ts';
import type { VersionMatch } from './wiring.ts';

export interface CompositionPreview<P> {
  readonly parts: readonly PartPreview<P>[];
  /** What the whole imports and exports, by key. */
  readonly imports: readonly string[];
  readonly exports: readonly { readonly key: string; readonly part: string }[];
  /** Exports that nobody uses and that do not leave the whole. */
  readonly unused: readonly { readonly key: string; readonly part: string }[];
  readonly problems: readonly { readonly kind: string; readonly message: string }[];
  /** The whole as a world. */
  readonly wit: string;
}

export interface PartPreview<P> {
  readonly name: string;
  readonly path: string;
  readonly place: P;
  readonly imports: readonly LinkPreview<P>[];
  readonly exports: readonly string[];
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
        imports: composition.links.filter(({ wanted }) => wanted.part === part).map((link) => linkPreview(link, place)),
        exports: [...part.world.exports.keys()],
      })),
    imports: [...world.imports.values()].filter((it) => it.item.kind !== 'type').map((it) => it.key),
    exports: [...world.exports.keys()].map((key, index) => ({
      key,
      part: composition.exports[index]?.part.name ?? '',
    })),
    unused: composition.unused.map((port) => ({ key: port.item.key, part: port.part.name })),
    problems: composition.problems.map(({ kind, message }) => ({ kind, message })),
    wit: wholeText(composition),
  };
}

/** The whole as a WIT file that can be saved. */
export function wholeText({ world }: Composition): string {
  return `package local:composition;\n\n${printWorld(world, { from: world.package })}`;
}

/** Is nothing wrong: every import satisfied, or left for who runs the whole? */
export function isSound<P>({ parts, problems }: CompositionPreview<P>): boolean {
  const links = parts.flatMap((part) => part.imports);
  return problems.length === 0 && links.every(({ outcome }) => SOUND.has(outcome));
}

const SOUND: ReadonlySet<Outcome['kind']> = new Set(['satisfied', 'left', 'types']);

function linkPreview<P>({ wanted, outcome }: Link, place: (loc: Loc) => P): LinkPreview<P> {
  const message = messageOf(wanted, outcome);
  const given = 'given' in outcome ? outcome.given : undefined;
  const base = {
    key: wanted.item.key,
    outcome: outcome.kind,
    ...(given === undefined ? {} : { from: { part: given.part.name, key: given.item.key } }),
    ...('version' in outcome ? { version: outcome.version } : {}),
    ...(message === undefined ? {} : { message }),
    place: place(wanted.item.reason.loc),
  };
  if (outcome.kind !== 'mismatch') return base;
  return { ...base, wanted: place(outcome.difference.wanted), given: place(outcome.difference.given) };
}

function messageOf(wanted: Port, outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'satisfied':
      return versionNote(wanted, outcome.given, outcome.version);
    case 'mismatch': {
      const { path, message } = outcome.difference;
      return path === '' ? message : `${path}: ${message}`;
    }
    case 'ambiguous':
      return `${outcome.candidates.map((port) => `\`${port.part.name}\``).join(' and ')} could both give it; say which`;
    case 'cycle':
      return `\`${outcome.given.part.name}\` cannot give it: ${outcome.way.map((part) => `\`${part.name}\``).join(' needs ')}`;
    case 'types':
      return 'types only: nothing has to be given';
    case 'left':
      return undefined;
  }
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
  cycle: '✗',
};

/** For people: every part with what becomes of its imports, then what is wrong and what comes out. */
export function compositionText(preview: CompositionPreview<string>): string {
  const lines: string[] = [];
  for (const part of preview.parts) {
    lines.push(`${part.name}  ${part.path}`);
    if (part.imports.length === 0) lines.push('  imports nothing');
    const widest = part.imports.reduce((width, it) => Math.max(width, it.key.length), 0);
    for (const link of part.imports) lines.push(...linkLines(link, widest));
  }
  for (const { message } of preview.problems) lines.push(`✗ ${message}`);
  for (const { part, key } of preview.unused) lines.push(`· nobody uses \`${key}\` of \`${part}\``);
  return `${lines.join('\n')}\n\n${preview.wit}`;
}

function linkLines(link: LinkPreview<string>, widest: number): string[] {
  const end = link.from === undefined ? (link.outcome === 'left' ? 'still imported' : '') : `from ${link.from.part}`;
  const lines = [`  ${MARKS[link.outcome]} ${link.key.padEnd(widest)}  ${end}`.trimEnd()];
  if (link.message !== undefined) lines.push(`      ${link.message}`);
  if (link.wanted !== undefined && link.given !== undefined)
    lines.push(`      wanted: ${link.wanted}`, `      given:  ${link.given}`);
  return lines;
}
