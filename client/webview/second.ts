// What a second world adds: the differences when it is compared, and who gives what to whom when it is put together.

import type { CompareResult, WorldEntry } from '../../server/src/lsp/world-protocol.ts';
import type { Composer } from './composer.ts';
import { el, link } from './dom.ts';
import type { Choice, Second } from './messages.ts';

type Changes = Extract<CompareResult, { changes: unknown }>;

/** The choices for a second world; `chosen` hears of one. */
export class Chooser {
  readonly element = el('select', { 'aria-label': 'With a second world' });
  #choices: readonly (Choice | undefined)[] = [];

  constructor(chosen: (choice: Choice | undefined) => void) {
    this.element.addEventListener('change', () => chosen(this.#choices[this.element.selectedIndex]));
  }

  show(worlds: readonly WorldEntry[], current: { readonly uri: string; readonly path: string }, now?: Choice): void {
    const others = worlds.filter((it) => it.path !== current.path || it.uri !== current.uri);
    const all: readonly { readonly text: string; readonly choice?: Choice }[] = [
      { text: 'On its own' },
      { text: 'Compare with the git base', choice: { how: 'base' } },
      ...others.map(({ uri, path }) => ({
        text: `Compare with ${path}`,
        choice: { how: 'compare' as const, uri, path },
      })),
      ...others.map(({ uri, path }) => ({
        text: `Compose with ${path}`,
        choice: { how: 'compose' as const, parts: [{ uri, path }], wires: [] },
      })),
    ];
    this.#choices = all.map((it) => it.choice);
    this.element.replaceChildren(...all.map((it) => el('option', {}, it.text)));
    this.element.selectedIndex = Math.max(
      0,
      all.findIndex((it) => isSame(it.choice, now)),
    );
  }
}

function isSame(a: Choice | undefined, b: Choice | undefined): boolean {
  if (a?.how === 'compare' && b?.how === 'compare') return a.uri === b.uri && a.path === b.path;
  if (a?.how !== 'compose' || b?.how !== 'compose') return a?.how === b?.how;
  const [first, second] = [a.parts[0], b.parts[0]];
  return first?.uri === second?.uri && first?.path === second?.path;
}

export function secondParts({ choice, compared, composed }: Second, composer: Composer): readonly HTMLElement[] {
  if (compared === null || composed === null)
    return [el('p', {}, choice.how === 'base' ? 'There is no base.' : 'One of these worlds is not there any more.')];
  if (composed !== undefined) return choice.how === 'compose' ? composer.parts(composed, choice) : [];
  if (compared === undefined) return [];
  if ('reason' in compared)
    return [el('h2', {}, 'Compared with the git base'), el('p', {}, `Not compared: ${compared.reason}.`)];
  return comparisonParts(compared);
}

function comparisonParts({ old, changes }: Changes): readonly HTMLElement[] {
  const heading = el('h2', {}, `Compared with ${old}`);
  const items = [
    ...changes.gains.map((it) => el('li', { class: 'added' }, `gains: ${it.title}`)),
    ...changes.losses.map((it) => el('li', { class: 'removed' }, `loses: ${it.title}`)),
    ...changes.items.map((it) => {
      const lines = [
        ...it.before.map((line) => el('span', { class: 'removed' }, `- ${line}\n`)),
        ...it.after.map((line) => el('span', { class: 'added' }, `+ ${line}\n`)),
      ];
      const was = it.oldKey === undefined ? '' : ` (was ${it.oldKey})`;
      return el(
        'li',
        {},
        el('span', { class: `verdict ${it.verdict}` }, it.verdict),
        el('span', { class: it.kind }, `${it.kind}: ${it.direction} `),
        link(it.key, it.place ?? it.oldPlace),
        was,
        ...(lines.length === 0 ? [] : [el('pre', {}, ...lines)]),
      );
    }),
  ];
  return [heading, items.length === 0 ? el('p', {}, 'No difference.') : el('ul', { class: 'changes' }, ...items)];
}
