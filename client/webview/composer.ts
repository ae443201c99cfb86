// Putting worlds together by hand: which take part, who gives what to whom, and the way to a `.wac` file.

import type { ComposeResult, WorldEntry } from '../../server/src/lsp/world-protocol.ts';
import type { Wire } from '../../server/src/world/wiring.ts';
import { type Composed, type ComposedLink, type ComposedPart, compositionParts, verdictOf } from './composition.ts';
import { action, el } from './dom.ts';
import type { Choice, ComposedWorld } from './messages.ts';

type Composing = Extract<Choice, { how: 'compose' }>;

/** Maximum number of exports offered for one import. */
const MOST_EXPORTS = 60;

export class Composer {
  readonly #chosen: (choice: Choice | undefined) => void;
  readonly #save: () => void;
  readonly #pick: () => void;
  #worlds: readonly WorldEntry[] = [];
  #current: ComposedWorld | undefined;
  #choice: Composing | undefined;
  #composed: Composed | undefined;
  /** The import that was clicked in the drawing, while an export is awaited. */
  #wiring: { readonly part: string; readonly key: string } | undefined;
  /** Says what a click does next. */
  readonly #note = el('p', { class: 'sizes', role: 'status' });

  /** `pick`: asks for a component in a file. */
  constructor(
    chosen: (choice: Choice | undefined) => void,
    ask: { readonly save: () => void; readonly pick: () => void },
  ) {
    this.#chosen = chosen;
    this.#save = ask.save;
    this.#pick = ask.pick;
  }

  show(worlds: readonly WorldEntry[], current: ComposedWorld, choice: Choice | undefined): void {
    this.#worlds = worlds;
    this.#current = current;
    this.#choice = choice?.how === 'compose' ? choice : undefined;
    this.#wiring = undefined;
  }

  parts({ composition, sound }: ComposeResult, choice: Composing): readonly HTMLElement[] {
    this.#composed = composition;
    this.#note.textContent = 'Click an import in the drawing, then the export that gives it.';
    return [
      el('h2', {}, `Composed: ${composition.parts.map(({ path }) => path).join(' + ')}`),
      verdictOf(sound),
      el(
        'div',
        { class: 'bar' },
        this.#adder(),
        action('Add a .wasm', this.#pick, 'Add a component in a .wasm file'),
        action('Save as .wac', this.#save, 'Save the composition as a .wac file'),
      ),
      this.#note,
      ...compositionParts(composition, {
        ofPart: (part) => this.#remover(part, composition, choice),
        ofImport: (part, it) => [this.#giver(part, it, composition, choice)],
      }),
    ];
  }

  /** A click on a row of the drawing; false when it is no part of a wire. */
  clicked(id: string): boolean {
    const choice = this.#choice;
    if (choice === undefined) return false;
    const [direction, part, key] = rowOf(id, this.#composed);
    if (part === undefined || key === undefined) return false;
    if (direction === 'import') {
      this.#wiring = { part, key };
      this.#note.textContent = `What gives ${key} to ${part}? Click an export, or another import.`;
      return true;
    }
    const wiring = this.#wiring;
    if (wiring === undefined || wiring.part === part) return false;
    this.#wire(choice, { part: wiring.part, import: wiring.key, from: part, export: key });
    return true;
  }

  #adder(): HTMLElement {
    const { parts = [] } = this.#choice ?? {};
    const taken = new Set([this.#current, ...parts].map((it) => `${it?.uri} ${it?.path}`));
    const free = this.#worlds.filter((it) => !taken.has(`${it.uri} ${it.path}`));
    const select = el(
      'select',
      { 'aria-label': 'Add a component' },
      ...['Add a component…', ...free.map((it) => it.path)].map((text) => el('option', {}, text)),
    );
    select.addEventListener('change', () => {
      const added = free[select.selectedIndex - 1];
      const choice = this.#choice;
      if (added === undefined || choice === undefined) return;
      this.#chosen({ ...choice, parts: [...choice.parts, { uri: added.uri, path: added.path }] });
    });
    return select;
  }

  /** The first part is the world whose preview this is. */
  #remover(part: ComposedPart, { parts }: Composed, choice: Composing): HTMLElement[] {
    const at = parts.indexOf(part) - 1;
    if (at < 0) return [];
    const remove = (): void => {
      const left = choice.parts.filter((_, index) => index !== at);
      const wires = choice.wires.filter((it) => it.part !== part.name && it.from !== part.name);
      this.#chosen(left.length === 0 ? undefined : { how: 'compose', parts: left, wires });
    };
    return [action('Remove', remove, `Remove ${part.path}`)];
  }

  #giver(part: ComposedPart, it: ComposedLink, { parts }: Composed, choice: Composing): HTMLElement {
    const others = parts
      .filter((other) => other !== part)
      .flatMap((other) => other.exports.map((key) => ({ part: other.name, key })))
      .sort((a, b) => rank(a.key, it.key) - rank(b.key, it.key))
      .slice(0, MOST_EXPORTS);
    const wired = choice.wires.find((wire) => wire.part === part.name && wire.import === it.key);
    const select = el(
      'select',
      { 'aria-label': `What gives ${it.key} to ${part.name}` },
      el('option', {}, 'by name'),
      ...others.map((other) => el('option', {}, `${other.part}: ${other.key}`)),
    );
    select.selectedIndex = 1 + others.findIndex((other) => other.part === wired?.from && other.key === wired.export);
    select.addEventListener('change', () => {
      const other = others[select.selectedIndex - 1];
      if (other === undefined) this.#chosen({ ...choice, wires: without(choice.wires, part.name, it.key) });
      else this.#wire(choice, { part: part.name, import: it.key, from: other.part, export: other.key });
    });
    return select;
  }

  #wire(choice: Composing, wire: Wire): void {
    this.#chosen({ ...choice, wires: [...without(choice.wires, wire.part, wire.import), wire] });
  }
}

function without(wires: readonly Wire[], part: string, key: string): readonly Wire[] {
  return wires.filter((it) => it.part !== part || it.import !== key);
}

/** What is called the same comes first, then what ends the same. */
function rank(key: string, wanted: string): number {
  const leaf = (it: string): string => it.split('@')[0]?.split('/').at(-1) ?? it;
  if (key === wanted) return 0;
  return leaf(key) === leaf(wanted) ? 1 : 2;
}

/** Of `import PART KEY` or `export PART KEY`; names of parts may have spaces. */
function rowOf(id: string, composed: Composed | undefined): [string, string?, string?] {
  const [, direction = '', rest = ''] = /^(import|export) (.*)$/s.exec(id) ?? [];
  const part = composed?.parts.find((it) => rest.startsWith(`${it.name} `));
  if (part === undefined) return [direction];
  const key = rest.slice(part.name.length + 1);
  const known = direction === 'import' ? part.imports.some((it) => it.key === key) : part.exports.includes(key);
  return known ? [direction, part.name, key] : [direction];
}
