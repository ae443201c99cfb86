// A drawing as an SVG file that stands on its own: no script, no font, nothing from elsewhere; dark where its reader is.

import { xmlText } from '../base/escape.ts';
import { HEAD, type Picture, type PictureArrow, type PictureBox, type PictureRow, ROW } from './picture.ts';

const STYLE = `
  text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; }
  .page { fill: #ffffff; } .box { fill: #f6f8fa; stroke: #59636e; } .world .box { fill: #ddf4ff; stroke: #0969da; }
  .title { font-weight: bold; } .note, .detail { fill: #59636e; } .implicit { font-style: italic; fill: #59636e; }
  .arrow { fill: none; stroke: #59636e; stroke-width: 1.5; } .use { stroke-dasharray: 4 3; stroke-width: 1; }
  .head { fill: #59636e; }
  path.broken { stroke: #cf222e; stroke-dasharray: 6 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .page { fill: #0d1117; } .box { fill: #161b22; stroke: #9198a1; }
    .world .box { fill: #0c2d6b; stroke: #58a6ff; } .note, .detail, .implicit { fill: #9198a1; }
    .arrow { stroke: #9198a1; } .head { fill: #9198a1; }
  }
`;

/**
 * `tips`: what a row tells when the pointer rests on it, by the row's id. `links`: where rows lead; a drawing with links is part
 * of a page, which brings the style.
 */
export function svgOf(
  picture: Picture,
  title: string,
  tips: ReadonlyMap<string, string> = new Map(),
  links?: ReadonlyMap<string, string>,
): string {
  const { width, height } = picture;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${links === undefined ? 'img' : 'group'}">`,
    `<title>${xmlText(title)}</title>`,
    ...(links === undefined ? [`<style>${STYLE}</style>`] : []),
    '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">',
    '<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...picture.arrows.map(arrow),
    ...picture.boxes.map((it) => box(it, tips, links)),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function arrow({ kind, points }: PictureArrow): string {
  return `<path class="arrow ${kind}" d="${curve(points)}" marker-end="url(#head)"/>`;
}

/** From point to point in curves that are level at each. */
export function curve(points: readonly (readonly [number, number])[]): string {
  let path = '';
  for (const [index, [x, y]] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) {
      path = `M${x} ${y}`;
      continue;
    }
    const middle = Math.round((before[0] + x) / 2);
    path += `C${middle} ${before[1]} ${middle} ${y} ${x} ${y}`;
  }
  return path;
}

function box(it: PictureBox, tips: ReadonlyMap<string, string>, links?: ReadonlyMap<string, string>): string {
  const note = it.note === undefined ? '' : `<tspan class="note" dx="8">${xmlText(it.note)}</tspan>`;
  const lines = [
    `<g class="${it.kind}" transform="translate(${it.x} ${it.y})">`,
    `<rect class="box" width="${Math.round(it.width)}" height="${it.height}" rx="4"/>`,
    `<text x="10" y="${HEAD - 9}"><tspan class="title">${xmlText(it.title)}</tspan>${note}</text>`,
    ...it.rows.map((found) => linked(row(found, tips.get(found.id)), links?.get(found.id))),
    '</g>',
  ];
  return lines.join('\n');
}

function linked(text: string, href: string | undefined): string {
  return href === undefined ? text : `<a href="${xmlText(href)}">${text}</a>`;
}

function row({ text, detail, implicit, x, y, width }: PictureRow, tip: string | undefined): string {
  const baseline = y + ROW - 6;
  const name = `<text${implicit ? ' class="implicit"' : ''} x="${round(x + 10)}" y="${baseline}">${xmlText(text)}`;
  const title = tip === undefined ? '' : `<title>${xmlText(tip)}</title>`;
  if (detail === undefined) return `${name}${title}</text>`;
  const right = round(x + width - 10);
  return `${name}${title}</text><text class="detail" text-anchor="end" x="${right}" y="${baseline}">${xmlText(detail)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
