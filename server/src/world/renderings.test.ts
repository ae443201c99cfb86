// The drawing, the SVG, the Mermaid chart and the explained text of one world.

import { beforeAll, describe, expect, it } from 'vitest';
import { excerpt, fixture } from '../../../test/support/fixture.ts';
import type { World } from '../model/package.ts';
import { spanOf } from '../syntax/items.ts';
import { docsSource } from '../workspace/docs.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { mermaidOf } from './mermaid.ts';
import { explainedWorld } from './notes.ts';
import { drawWorld, type Picture } from './picture.ts';
import { previewWorld } from './preview.ts';
import { curve, svgOf } from './svg.ts';

const WORLD = `package my:app;
world app {
  import wasi:cli/stdin@0.2.0;
  /// Writes "<a & b>".
  import log: func(text: string);
  export wasi:cli/run@0.2.0;
}
//- deps/io/io.wit
package wasi:io@0.2.0;
interface streams { resource input-stream; }
//- deps/cli/cli.wit
package wasi:cli@0.2.0;
interface stdin { use wasi:io/streams@0.2.0.{input-stream}; get-stdin: func() -> input-stream; }
interface run { run: func() -> result; }
`;

let snapshot: Snapshot;
let world: World;
let picture: Picture;

beforeAll(async () => {
  const loaded = await fixture(WORLD);
  snapshot = loaded.snapshot;
  const found = snapshot.semantics.packagesOf(loaded.uri)[0]?.worlds.get('app');
  if (found === undefined) throw new Error('no world');
  world = found;
  picture = drawWorld(previewWorld(world, { place: () => undefined }));
});

describe('the drawing', () => {
  it('shows a large package as one row, until it is opened', () => {
    const preview = previewWorld(world, { place: () => undefined });
    const rows = (options: Parameters<typeof drawWorld>[1]): string[][] =>
      drawWorld(preview, options).boxes.map((it) => it.rows.map((row) => row.text));
    expect(rows({ most: 1 })).toEqual(rows({}));
    expect(rows({ most: 0 })).toEqual([['▸ 1 interface'], ['▸ 1 interface'], ['▸ 1 item'], [], ['▸ 1 interface']]);
    const opened = rows({ most: 0, opened: ['import wasi:cli@0.2.0'] });
    expect(opened[1]).toEqual(['▾ fewer', 'stdin']);
    const [box] = drawWorld(preview, { most: 0 }).boxes;
    expect(box?.rows[0]?.id).toBe('more import wasi:io@0.2.0');
    // The arrows stay, so that a closed box has its reason, too.
    expect(drawWorld(preview, { most: 0 }).arrows.map((it) => it.from)).toEqual(picture.arrows.map((it) => it.from));
  });

  it('has a box for each package and an arrow for what it gives', () => {
    expect(picture.boxes.map((it) => [it.id, it.rows.map((row) => row.text)])).toEqual([
      ['import wasi:io@0.2.0', ['streams']],
      ['import wasi:cli@0.2.0', ['stdin']],
      ['import @', ['log']],
      ['world', []],
      ['export wasi:cli@0.2.0', ['run']],
    ]);
    expect(picture.arrows.map((it) => `${it.from} ${it.kind} ${it.to}`)).toEqual([
      'import wasi:cli@0.2.0 import world',
      'import @ import world',
      'world export export wasi:cli@0.2.0',
      'import wasi:io@0.2.0 use import wasi:cli@0.2.0',
    ]);
  });

  it('keeps boxes apart, rows inside and arrows from left to right', () => {
    for (const box of picture.boxes) {
      expect(box.x >= 0 && box.x + box.width <= picture.width, box.id).toBe(true);
      expect(box.y >= 0 && box.y + box.height <= picture.height, box.id).toBe(true);
      for (const row of box.rows) expect(row.y + 20 <= box.height && row.x + row.width <= box.width).toBe(true);
      for (const other of picture.boxes) {
        const apart =
          box.x + box.width <= other.x ||
          other.x + other.width <= box.x ||
          box.y + box.height <= other.y ||
          other.y + other.height <= box.y;
        expect(box === other || apart, `${box.id} ${other.id}`).toBe(true);
      }
    }
    for (const { from, to, points } of picture.arrows) {
      const [first] = points;
      const last = points.at(-1);
      const [source, target] = [from, to].map((id) => picture.boxes.find((it) => it.id === id));
      expect(first?.[0]).toBe(Math.round((source?.x ?? 0) + (source?.width ?? 0)));
      expect(last?.[0]).toBe(target?.x);
    }
  });
});

describe('every box has an arrow that says why it is there', () => {
  const TYPES =
    'package my:types;\ninterface base { type size = u32; }\ninterface level { use base.{size}; type level = size; }\n';
  const drawings = [
    ['an export that uses a type', 'world app { export log; }', true],
    [
      'an export with a label',
      'world app { export out: interface { use my:types/level.{level}; f: func(it: level); } }',
      true,
    ],
    ['an export that an include brings', 'world app { include other; }\nworld other { export log; }', true],
    [
      'a function with a type of the world',
      'world app { use my:types/level.{level}; export f: func(it: level); }',
      false,
    ],
    ['an import that a statement names', 'world app { import my:types/level; export log; }', false],
  ] as const;
  const LOG = 'interface log { use my:types/level.{level}; write: func(it: level); }\n';

  it.each(drawings)('%s', async (_, text, direct) => {
    const loaded = await fixture(`package my:app;\n${LOG}${text}\n//- deps/types/types.wit\n${TYPES}`);
    const found = loaded.snapshot.semantics.packagesOf(loaded.uri)[0]?.worlds.get('app');
    if (found === undefined) throw new Error('no world');
    const preview = previewWorld(found, { place: () => undefined });
    const { boxes, arrows } = drawWorld(preview);
    for (const { id } of boxes)
      expect(
        arrows.some((it) => it.from === id || it.to === id),
        id,
      ).toBe(true);
    expect(arrows.some((it) => it.from.startsWith('import') && it.to.startsWith('export'))).toBe(direct);
    const chart = mermaidOf(preview);
    const nodes = [...chart.matchAll(/^ {4}(n\d+)/gm)].map((it) => it[1] ?? '');
    expect(nodes.length).toBeGreaterThan(1);
    for (const node of nodes) expect(chart).toMatch(new RegExp(`^  (.*> )?${node}( -.*)?$`, 'm'));
  });
});

it('is an SVG without anything from elsewhere', () => {
  const svg = svgOf(picture, 'World <app> & "more"', new Map([['import log', 'a "log"\u0000']]));
  expect(svg).toContain('<title>World &lt;app&gt; &amp; &quot;more&quot;</title>');
  expect(svg).toContain('>log<title>a &quot;log&quot;\\u{0}</title></text>');
  expect(svg.match(/<text/g)).toHaveLength(5 + 4 + 3);
  expect(svg).not.toMatch(/href|url\((?!#head)|<script|http(?!:\/\/www\.w3\.org\/2000\/svg)/);
  expect(
    curve([
      [0, 0],
      [10, 20],
    ]),
  ).toBe('M0 0C5 0 5 20 10 20');
});

it('is a Mermaid chart', () => {
  expect(mermaidOf(previewWorld(world, { place: () => undefined }))).toBe(`flowchart LR
  world{{"my:app<br/><b>app</b>"}}
  subgraph p0["wasi:io 0.2.0"]
    n0("streams")
  end
  subgraph p1["wasi:cli 0.2.0"]
    n1["stdin"]
  end
  subgraph p2["own imports"]
    n2["log: func(text: string)"]
  end
  subgraph p3["wasi:cli 0.2.0"]
    n3["run"]
  end
  n1 --> world
  n0 -.-> n1
  n2 --> world
  world --> n3
`);
});

it('is WIT that explains itself', () => {
  const place = (loc: { uri: string; node: number }): string => {
    const tree = snapshot.tree(loc.uri);
    return tree === undefined ? '' : (excerpt(snapshot, loc.uri, spanOf(tree, loc.node)).split(' ')[0] ?? '');
  };
  expect(
    explainedWorld(world, { docs: docsSource(snapshot), place }),
  ).toBe(`// World \`app\` with everything that its includes and uses bring.
// A component of this world:
// - can read standard input and write to standard output and error
// - can do what the host provides as \`log\` (host-defined)
// - can be run as a command
package my:app;

world app {
  // implicit:
  //   import wasi:cli/stdin@0.2.0 (a.wit:3)
  //   use wasi:io/streams@0.2.0 (deps/cli/cli.wit:2)
  import wasi:io/streams@0.2.0;
  // a.wit:3
  import wasi:cli/stdin@0.2.0;
  // a.wit:5
  /// Writes "<a & b>".
  import log: func(text: string);

  // a.wit:6
  export wasi:cli/run@0.2.0;
}
`);
});
