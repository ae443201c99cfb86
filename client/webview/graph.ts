// The drawing of a world: boxes and arrows at the places that the server gives, zoomed and moved here.

import { HEAD, MORE, type Picture, type PictureBox, type PictureRow, ROW } from '../../server/src/world/picture.ts';
import { curve } from '../../server/src/world/svg.ts';

const SVG = 'http://www.w3.org/2000/svg';

function make(name: string, attributes: Readonly<Record<string, string | number>>, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Rows with the id of an item call `open`. The element keeps its zoom over `draw`. */
export class Graph {
  readonly element = make('svg', { class: 'graph', role: 'img', tabindex: 0 });
  readonly #open: (id: string) => void;
  /** Undefined: as wide as there is room for, but not larger than drawn. */
  #zoom: number | undefined;
  #size = { width: 0, height: 0 };

  constructor(open: (id: string) => void) {
    this.#open = open;
    this.element.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.key === '+') this.zoom(1.25);
      else if (event.key === '-') this.zoom(0.8);
      else if (event.key === '0') this.fit();
    });
  }

  draw(picture: Picture, title: string): void {
    this.#size = picture;
    this.element.setAttribute('viewBox', `0 0 ${picture.width} ${picture.height}`);
    this.element.setAttribute('aria-label', title);
    const head = make('path', { class: 'head', d: 'M0 0 8 4 0 8z' });
    const marker = { id: 'head', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 9, markerHeight: 9 };
    const defs = make('defs', {}, make('marker', { ...marker, markerUnits: 'userSpaceOnUse', orient: 'auto' }, head));
    const arrows = picture.arrows.map(({ kind, points }) =>
      make('path', { class: `arrow ${kind}`, d: curve(points), 'marker-end': 'url(#head)' }),
    );
    this.element.replaceChildren(defs, ...arrows, ...picture.boxes.map((it) => this.#box(it)));
    this.#scale();
  }

  zoom(by: number): void {
    const { width } = this.#size;
    const now = this.#zoom ?? (width === 0 ? 1 : this.element.getBoundingClientRect().width / width);
    this.#zoom = Math.min(4, Math.max(0.2, now * by));
    this.#scale();
  }

  fit(): void {
    this.#zoom = undefined;
    this.#scale();
  }

  #scale(): void {
    const { width, height } = this.#size;
    const zoom = this.#zoom;
    this.element.classList.toggle('fit', zoom === undefined);
    this.element.setAttribute('width', String(Math.round(width * (zoom ?? 1))));
    this.element.setAttribute('height', String(Math.round(height * (zoom ?? 1))));
  }

  /** Rows without this text step back. */
  search(wanted: string): void {
    for (const row of this.element.querySelectorAll<SVGElement>('[data-id]')) {
      // What stands for many may hold what is wanted.
      const isOne = !row.dataset.id?.startsWith(MORE);
      row.classList.toggle('dimmed', isOne && !(row.textContent ?? '').toLowerCase().includes(wanted));
    }
  }

  #box(it: PictureBox): SVGElement {
    const title = make('text', { class: 'title', x: 10, y: HEAD - 9 }, document.createTextNode(it.title));
    if (it.note !== undefined) title.append(make('tspan', { class: 'note', dx: 8 }, document.createTextNode(it.note)));
    const rows = it.rows.map((row) => this.#row(row));
    const frame = make('rect', { class: 'box', width: Math.round(it.width), height: it.height, rx: 4 });
    return make('g', { class: it.kind, transform: `translate(${it.x} ${it.y})` }, frame, title, ...rows);
  }

  #row({ id, text, detail, implicit, x, y, width }: PictureRow): SVGElement {
    const row = make('g', { class: implicit ? 'row implicit' : 'row', 'data-id': id });
    row.append(
      make('rect', { class: 'hit', x, y, width, height: ROW }),
      make('text', { x: x + 10, y: y + ROW - 6 }, document.createTextNode(text)),
    );
    if (detail !== undefined) {
      const place = { class: 'detail', 'text-anchor': 'end', x: x + width - 10, y: y + ROW - 6 };
      row.append(make('text', place, document.createTextNode(detail)));
    }
    row.addEventListener('click', () => this.#open(id));
    return row;
  }
}
