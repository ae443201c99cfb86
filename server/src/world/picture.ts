// A world as a drawing: a box for each package with a row for each of its interfaces, the world between what it imports
// and what it exports, arrows from what provides to what uses. Sizes are those of a fixed-width font.

import { Graph, layout } from '@dagrejs/dagre';
import { counted } from '../base/words.ts';
import { implicitImports, type PreviewGroup, type PreviewItem, type WorldPreview } from './preview.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PictureBox[];
  readonly arrows: readonly PictureArrow[];
}

export interface PictureBox {
  readonly id: string;
  /** `part`: a component of a composition. */
  readonly kind: 'world' | 'import' | 'export' | 'part';
  readonly title: string;
  /** A version, for example. */
  readonly note?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly PictureRow[];
}

export interface PictureRow {
  /** Of the preview's item. */
  readonly id: string;
  readonly text: string;
  readonly detail?: string;
  readonly implicit: boolean;
  /** Relative to the box. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PictureArrow {
  readonly from: string;
  readonly to: string;
  /** `use`: types of one package are used by another. `broken`: what is given is not what is needed. */
  readonly kind: 'import' | 'export' | 'use' | 'broken';
  readonly points: readonly (readonly [x: number, y: number])[];
}

export const ROW = 20;
export const HEAD = 28;
const CHARACTER = 7.3;
const PADDING = 10;
/** Longer lists go on in another column. */
const COLUMN = 30;
const MARGIN = 16;
const LONGEST = 48;

export type Frame = Omit<PictureBox, 'x' | 'y'>;

/** What is drawn of large packages. */
export interface DrawingOptions {
  /** A package with more items than this is one row that counts them. */
  readonly most?: number | undefined;
  /** Ids of boxes that show all the same what they have. */
  readonly opened?: readonly string[] | undefined;
}

/** Begins the id of a row that stands for all of a box; the id of the box follows. */
export const MORE = 'more ';
/** Begins the id of a row that closes a box again. */
export const LESS = 'less ';

export function drawWorld<P>(preview: WorldPreview<P>, options: DrawingOptions = {}): Picture {
  const world: Frame = {
    id: 'world',
    kind: 'world',
    title: preview.name,
    note: preview.package,
    ...size(preview.name, preview.package, Math.max(1, preview.imports.length / 2, preview.exports.length / 2) * ROW),
    rows: [],
  };
  const frames = [
    ...preview.imports.map((group) => frame(group, 'import', options)),
    world,
    ...preview.exports.map((group) => frame(group, 'export', options)),
  ];
  return arrange(frames, connections(preview));
}

function boxId<P>(group: PreviewGroup<P>, kind: 'import' | 'export'): string {
  return `${kind} ${group.package}@${group.version ?? ''}`;
}

function frame<P>(
  group: PreviewGroup<P>,
  kind: 'import' | 'export',
  { most = Number.POSITIVE_INFINITY, opened = [] }: DrawingOptions,
): Frame {
  const title = group.package === '' ? `own ${kind}s` : group.package;
  const id = boxId(group, kind);
  const box = { id, kind, title, ...(group.version === undefined ? {} : { note: group.version }) };
  const isLarge = group.items.length > most;
  if (isLarge && !opened.includes(id)) return listFrame(box, [togglingRow(MORE + id, `▸ ${allOf(group)}`)]);
  const rows = group.items.map((item) => ({
    id: item.id,
    text: item.name,
    detail: shortDetail(item),
    implicit: item.implicit,
  }));
  return listFrame(box, isLarge ? [togglingRow(LESS + id, '▾ fewer'), ...rows] : rows);
}

function togglingRow(id: string, text: string): Parameters<typeof listFrame>[1][number] {
  return { id, text, detail: '', implicit: false };
}

/** `23 interfaces`, or items where there are others among them. */
function allOf<P>({ items }: PreviewGroup<P>): string {
  return counted(items.length, items.every((it) => it.kind === 'interface') ? 'interface' : 'item');
}

/** A box with a list in as many columns as its length asks for. */
export function listFrame(
  box: Pick<PictureBox, 'id' | 'kind' | 'title' | 'note'>,
  rows: readonly { readonly id: string; readonly text: string; readonly detail: string; readonly implicit: boolean }[],
): Frame {
  const shown = rows.map((row) => ({ ...row, text: short(row.text) }));
  const widest = shown.reduce((width, it) => Math.max(width, it.text.length + it.detail.length + 2), 0);
  const columns = Math.max(1, Math.ceil(rows.length / COLUMN));
  const perColumn = Math.ceil(rows.length / columns);
  const head = size(box.title, box.note ?? '', 0).width;
  const width = Math.max(widest * CHARACTER + 2 * PADDING, head / columns);
  return {
    ...box,
    width: width * columns,
    height: HEAD + perColumn * ROW + PADDING / 2,
    rows: shown.map(({ id, text, detail, implicit }, index) => ({
      id,
      text,
      ...(detail === '' ? {} : { detail }),
      implicit,
      x: Math.floor(index / perColumn) * width,
      y: HEAD + (index % perColumn) * ROW,
      width,
    })),
  };
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** How much is behind the name of an interface; signatures of functions are shown elsewhere. */
function shortDetail<P>({ kind, detail, sizes }: PreviewItem<P>): string {
  if (kind === 'interface') return sizes.functions === 0 ? '' : `${sizes.functions} ƒ`;
  return kind === 'func' ? 'ƒ' : (detail?.split(' ')[0] ?? '');
}

function size(title: string, note: string, extra: number): { width: number; height: number } {
  return { width: (title.length + note.length + 3) * CHARACTER + 2 * PADDING, height: HEAD + extra };
}

export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly kind: PictureArrow['kind'];
}

function connections<P>(preview: WorldPreview<P>): Connection[] {
  const found = new Map<string, Connection>();
  const connect = (from: string, to: string, kind: Connection['kind']): void => {
    if (from !== to) found.set(`${from} > ${to}`, found.get(`${from} > ${to}`) ?? { from, to, kind });
  };
  const boxes = new Map<string, string>();
  for (const kind of ['import', 'export'] as const)
    for (const group of preview[`${kind}s`]) for (const item of group.items) boxes.set(item.id, boxId(group, kind));
  for (const group of preview.imports)
    if (group.items.some((item) => !item.implicit)) connect(boxId(group, 'import'), 'world', 'import');
  for (const group of preview.exports) connect('world', boxId(group, 'export'), 'export');
  const implicit = implicitImports(preview);
  for (const group of [...preview.imports, ...preview.exports]) {
    for (const item of group.items) {
      for (const used of item.uses) {
        const from = boxes.get(used);
        const to = boxes.get(item.id);
        if (from === undefined || to === undefined) continue;
        // The arrows through the world already tie an export to the imports that a statement names.
        if (used.startsWith(`${item.direction} `) || implicit.has(used)) connect(from, to, 'use');
      }
    }
  }
  return [...found.values()];
}

export function arrange(frames: readonly Frame[], connected: readonly Connection[]): Picture {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 70, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of frames) graph.setNode(id, { width, height });
  for (const { from, to } of connected) graph.setEdge(from, to, {});
  layout(graph);
  const boxes = frames.map((it) => {
    const { x = 0, y = 0 } = graph.node(it.id) as { x?: number; y?: number };
    return { ...it, x: Math.round(x - it.width / 2), y: Math.round(y - it.height / 2) };
  });
  const arrows = attach(connected, new Map(boxes.map((it) => [it.id, it])), (from, to) => {
    const { points = [] } = graph.edge(from, to) as { points?: readonly Point[] };
    // Between neighbours the one point in the middle says nothing.
    return points.length > 3 ? points.slice(1, -1) : [];
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width: Math.ceil(width), height: Math.ceil(height), boxes, arrows };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Arrows leave a box at its right side and reach one at its left, in the order in which they come from above. */
function attach(
  connected: readonly Connection[],
  boxes: ReadonlyMap<string, PictureBox>,
  wayOf: (from: string, to: string) => readonly Point[],
): PictureArrow[] {
  const ways = connected.map((it) => ({ it, between: wayOf(it.from, it.to) }));
  type Way = (typeof ways)[number];
  const middle = (id: string): number => (boxes.get(id)?.y ?? 0) + (boxes.get(id)?.height ?? 0) / 2;
  const port = (id: string, way: Way, side: 'from' | 'to'): Point => {
    const box = boxes.get(id);
    if (box === undefined) return { x: 0, y: 0 };
    const level = ({ it, between }: Way): number =>
      (side === 'from' ? between[0] : between.at(-1))?.y ?? middle(side === 'from' ? it.to : it.from);
    const here = ways.filter(({ it }) => it[side] === id).sort((a, b) => level(a) - level(b));
    const share = (here.indexOf(way) + 1) / (here.length + 1);
    return { x: side === 'from' ? box.x + box.width : box.x, y: box.y + box.height * share };
  };
  return ways.map((way) => {
    const points = [port(way.it.from, way, 'from'), ...way.between, port(way.it.to, way, 'to')];
    return { ...way.it, points: points.map(({ x, y }) => [Math.round(x), Math.round(y)] as const) };
  });
}
