// Features × constructs: every feature that has something to say about a name is asked at every construct of the language,
// at the start, in the middle and at the end of the name; with CRLF, after characters outside the basic plane, in a file
// that is broken below and above. The table that it prints has a hole only where this file says why.

import { afterAll, describe, expect, it } from 'vitest';
import { complete } from '../../server/src/features/completion/completion.ts';
import { hover } from '../../server/src/features/hover/hover.ts';
import { declaration, definition } from '../../server/src/features/names/definition.ts';
import { highlight } from '../../server/src/features/names/highlight.ts';
import { references } from '../../server/src/features/names/references.ts';
import { prepareRename } from '../../server/src/features/names/rename.ts';
import { typeItem } from '../../server/src/features/names/type-hierarchy.ts';
import { selections } from '../../server/src/features/selection.ts';
import { type DocumentSymbol, documentSymbols } from '../../server/src/features/symbols.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { fixture } from '../support/fixture.ts';

/** One file with every construct; the marks `‹name›` are the places. */
const FILE = `package ‹own:demo›@1.0.0;

use ‹dep:lib›/‹shapes›@2.0.0 as ‹alias›;

interface ‹types› {
  type ‹id› = u64;
  record ‹point› { ‹x›: ‹id›, y: option<‹id›> }
  variant ‹shape› { ‹circle›(‹point›), none }
  enum ‹color› { ‹red›, green }
  flags ‹access› { ‹read›, write }
  resource ‹file› {
    constructor(‹path›: string);
    ‹open›: static func(at: ‹point›) -> ‹file›;
    ‹size›: func() -> u64;
  }
  @since(version = 1.0.0)
  ‹draw›: func(‹what›: ‹shape›, with-file: borrow<‹file›>) -> list<‹color›>;
  own-file: func(f: own<‹file›>) -> result<‹point›, tuple<‹id›, map<string, ‹id›>>>;
  later: async func() -> future<‹id›>;
}

interface ‹user› {
  use ‹types›.{‹point› as ‹spot›, ‹color›};
  use ‹alias›.{‹area›};
  use ‹dep:lib›/‹shapes›@2.0.0.{‹area› as ‹far›};
  @unstable(feature = ‹fast›)
  go: func(p: ‹spot›, c: ‹color›, a: ‹area›, f: ‹far›);
}

world ‹base› {
  import ‹types›;
  import ‹label›: ‹user›;
  export ‹run›: func(‹arg›: u8);
  import ‹inline›: interface { type ‹inner› = u8; ‹call›: func(i: ‹inner›); }
  use ‹types›.{‹id›};
  type ‹local› = ‹id›;
  export ‹dep:lib›/‹shapes›@2.0.0;
}

world ‹app› {
  include ‹base› with { ‹run› as ‹start› };
}

package ‹nested:one›@1.0.0 {
  interface ‹deep› { ‹f›: func(); }
}
`;
const DEPENDENCY = '//- wit/deps/lib.wit\npackage dep:lib@2.0.0;\n/// Shapes.\ninterface shapes { type area = u64; }\n';

interface Place {
  /** The name, and which mention of it. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The text without marks, and the places of the names. */
function placesOf(marked: string): { readonly text: string; readonly places: readonly Place[] } {
  const places: Place[] = [];
  const counts = new Map<string, number>();
  let text = '';
  for (const piece of marked.split(/(‹[^›]*›)/)) {
    const name = /^‹(.*)›$/.exec(piece)?.[1];
    if (name !== undefined) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      places.push({
        name: count === 1 ? name : `${name} (${count})`,
        start: text.length,
        end: text.length + name.length,
      });
    }
    text += name ?? piece;
  }
  return { text, places };
}

type Ask = (snapshot: Snapshot, uri: string, offset: number, place: Place) => boolean;

function symbolAt(symbols: readonly DocumentSymbol[], offset: number): boolean {
  return symbols.some(
    (it) =>
      it.span.start <= offset &&
      offset <= it.span.end &&
      (it.selection.start <= offset || symbolAt(it.children, offset)),
  );
}

const FEATURES: Readonly<Record<string, Ask>> = {
  definition: (snapshot, uri, offset) => (definition(snapshot, uri, offset)?.targets.length ?? 0) > 0,
  declaration: (snapshot, uri, offset) => (declaration(snapshot, uri, offset)?.targets.length ?? 0) > 0,
  references: (snapshot, uri, offset) =>
    references(snapshot, uri, offset, true)?.some(
      (it) => it.uri === uri && it.span.start <= offset && offset <= it.span.end,
    ) === true,
  highlight: (snapshot, uri, offset) =>
    highlight(snapshot, uri, offset)?.some((it) => it.span.start <= offset && offset <= it.span.end) === true,
  hover: (snapshot, uri, offset) => (hover(snapshot, uri, offset)?.text.length ?? 0) > 0,
  rename: (snapshot, uri, offset) => !('refused' in prepareRename(snapshot, uri, offset)),
  selection: (snapshot, uri, offset, { start, end }) => {
    const tree = snapshot.tree(uri);
    return (
      tree !== undefined &&
      selections(tree, offset).some((it) => it.start <= start && it.end >= end && it.end - it.start < tree.text.length)
    );
  },
  symbols: (snapshot, uri, offset) => symbolAt(documentSymbols(snapshot.tree(uri) ?? never()), offset),
  completion: (snapshot, uri, _, { name, end }) =>
    complete(snapshot, uri, end).items.some((it) => it.label.includes(name.split(' ')[0]?.split(':').at(-1) ?? '')),
  hierarchy: (snapshot, uri, offset) => typeItem(snapshot, uri, offset) !== undefined,
};

function never(): never {
  throw new Error('no such file');
}

const VENDORED = 'of `deps/`, which does not change';
const NOT_A_TYPE = 'no type';
const NEW = 'a name that is being made is not offered';

/** Why a feature has nothing to say somewhere. */
function hole(feature: string, { name }: Place): string | undefined {
  const [word = '', which] = name.split(' ');
  const vendored = new Set(['dep:lib', 'shapes', 'area']);
  const types = new Set(['id', 'point', 'shape', 'color', 'access', 'file', 'spot', 'area', 'far', 'inner', 'local']);
  const defined = which === undefined;
  if (feature === 'rename' && (vendored.has(word) || word === 'far')) {
    // `area` without `as` is the vendored name; `far` is made here.
    return word === 'far' ? undefined : VENDORED;
  }
  if (feature === 'hierarchy' && !types.has(word)) return NOT_A_TYPE;
  if (feature === 'completion') {
    if (word === 'fast') return 'the only mention of the feature';
    if (defined && !['dep:lib', 'shapes', 'area'].includes(word)) return NEW;
    if (word === 'label' || word === 'start') return NEW;
  }
  if (feature === 'symbols' && (word === 'fast' || name === 'dep:lib' || name === 'shapes' || name === 'alias'))
    return 'a `use` is no symbol';
  return undefined;
}

const VARIANTS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  crlf: (text) => text.replaceAll('\n', '\r\n'),
  'non-bmp': (text) => text.replaceAll(/\n( *)(?=[a-z@])/g, '\n$1/* 𝔘𝔫 */ '),
  'broken below': (text) => `${text}\ninterface broken { f: func(\n`,
  'broken above': (text) =>
    text.replace('interface ‹types› {', 'interface wrong { g: func(a: ; }\n\ninterface ‹types› {'),
};

const table = new Map<string, { said: number; asked: number; holes: Map<string, number> }>();

describe.each(Object.entries(VARIANTS))('%s', (variant, change) => {
  it.each(Object.keys(FEATURES))('%s', async (feature) => {
    const { text, places } = placesOf(change(FILE));
    const { snapshot } = await fixture(`//- wit/a.wit\n${text}${DEPENDENCY}`);
    const uri = 'file:///w/wit/a.wit';
    const row = table.get(feature) ?? { said: 0, asked: 0, holes: new Map() };
    table.set(feature, row);
    const silent: string[] = [];
    for (const place of places) {
      const why = hole(feature, place);
      const offsets = [place.start, (place.start + place.end) >> 1, place.end];
      const said = offsets.filter((offset) => FEATURES[feature]?.(snapshot, uri, offset, place)).length;
      row.asked += offsets.length;
      row.said += said;
      if (why === undefined && said < offsets.length) silent.push(`${place.name}: ${said} of 3`);
      if (why !== undefined) row.holes.set(why, (row.holes.get(why) ?? 0) + offsets.length - said);
    }
    expect({ variant, feature, silent }).toEqual({ variant, feature, silent: [] });
  });
});

afterAll(() => {
  const constructs = placesOf(FILE).places.length;
  console.log(`features × ${constructs} names × ${Object.keys(VARIANTS).length} variants × 3 places`);
  for (const [feature, { said, asked, holes }] of table)
    console.log(
      `${feature.padEnd(12)} ${said} of ${asked}${[...holes].map(([why, count]) => `; ${count}: ${why}`).join('')}`,
    );
});
