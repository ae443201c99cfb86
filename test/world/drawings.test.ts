// Every box of a drawing has its reason as an arrow: in the drawing, the SVG and the Mermaid chart of every world of real packages.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { mermaidOf } from '../../server/src/world/mermaid.ts';
import { drawWorld } from '../../server/src/world/picture.ts';
import { previewWorld } from '../../server/src/world/preview.ts';
import { svgOf } from '../../server/src/world/svg.ts';
import { loadPackage } from './compare.ts';
import { corpus, roots } from './corpus.ts';

/** Boxes that no arrow touches. The box of a world that imports and exports nothing is alone. */
function aloneInDrawing(picture: ReturnType<typeof drawWorld>): string[] {
  const touched = new Set(picture.arrows.flatMap(({ from, to }) => [from, to]));
  return picture.boxes.filter((it) => it.kind !== 'world' && !touched.has(it.id)).map((it) => it.id);
}

function aloneInChart(chart: string): string[] {
  const arrows = [...chart.matchAll(/^ {2}(\w+) (?:-->|-\.->) (\w+)$/gm)].flatMap(([, from = '', to = '']) => [
    from,
    to,
  ]);
  return [...chart.matchAll(/^ {4}(n\d+)[[(]/gm)].map((it) => it[1] ?? '').filter((it) => !arrows.includes(it));
}

describe.skipIf(!existsSync(corpus))('drawings of the worlds of the corpus', () => {
  it('have an arrow at every box', { timeout: 600_000 }, async () => {
    const alone: string[] = [];
    let boxes = 0;
    for (const { path: root, kind } of roots(process.env.WORLDS === 'all' ? 1 : 5)) {
      const { worlds } = await loadPackage(nodeHost(), pathToUri(path.join(corpus, root)), kind);
      for (const world of worlds) {
        const preview = previewWorld(world, { place: () => undefined });
        const picture = drawWorld(preview);
        boxes += picture.boxes.length;
        for (const id of aloneInDrawing(picture)) alone.push(`${root} ${world.name}: ${id}`);
        const chart = mermaidOf(preview);
        for (const id of aloneInChart(chart)) alone.push(`${root} ${world.name}: ${id} of the chart\n${chart}`);
        const svg = svgOf(picture, world.name);
        expect(svg.match(/class="arrow /g)?.length ?? 0).toBe(picture.arrows.length);
        expect(svg).not.toMatch(/<tspan class="title">:?<\/tspan>/);
        expect(chart).not.toMatch(/"\[":"\]|\{"<br/);
      }
    }
    console.log(`drawings of the corpus: ${boxes} boxes, ${alone.length} alone`);
    expect(alone.slice(0, 5)).toEqual([]);
    expect(boxes).toBeGreaterThan(0);
  });
});
