// What a second world adds: the differences when it is compared, who gives what to whom when it is put together.

import type { CompareResult, ComposeResult, WorldEntry } from '../../server/src/lsp/world-protocol.ts';
import { el, link, list } from './dom.ts';
import type { Choice, Second } from './messages.ts';

type Changes = Extract<CompareResult, { changes: unknown }>;
type Link = ComposeResult['composition']['parts'][number]['imports'][number];

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
      ...others.map((it) => ({ text: `Compare with ${it.path}`, choice: choiceOf('compare', it) })),
      ...others.map((it) => ({ text: `Compose with ${it.path}`, choice: choiceOf('compose', it) })),
    ];
    this.#choices = all.map((it) => it.choice);
    this.element.replaceChildren(...all.map((it) => el('option', {}, it.text)));
    this.element.selectedIndex = Math.max(
      0,
      all.findIndex((it) => isSame(it.choice, now)),
    );
  }
}

function choiceOf(how: 'compare' | 'compose', { uri, path }: WorldEntry): Choice {
  return { how, uri, path };
}

function isSame(a: Choice | undefined, b: Choice | undefined): boolean {
  if (a === undefined || b === undefined || a.how === 'base' || b.how === 'base') return a?.how === b?.how;
  return a.how === b.how && a.uri === b.uri && a.path === b.path;
}

export function secondParts({ choice, compared, composed }: Second): readonly HTMLElement[] {
  if (compared === null || composed === null)
    return [el('p', {}, choice.how === 'base' ? 'There is no base.' : `There is no world ${choice.path} any more.`)];
  if (composed !== undefined) return compositionParts(composed);
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
      const lines = [...it.before.map((line) => `- ${line}`), ...it.after.map((line) => `+ ${line}`)];
      const was = it.oldKey === undefined ? '' : ` (was ${it.oldKey})`;
      return el(
        'li',
        { class: it.kind },
        `${it.kind}: ${it.direction} `,
        link(it.key, it.place ?? it.oldPlace),
        was,
        ...(lines.length === 0 ? [] : [el('pre', {}, lines.join('\n'))]),
      );
    }),
  ];
  return [heading, items.length === 0 ? el('p', {}, 'No difference.') : el('ul', { class: 'changes' }, ...items)];
}

function compositionParts({ composition, sound }: ComposeResult): readonly HTMLElement[] {
  const { parts, problems, imports, exports } = composition;
  const verdict = sound
    ? 'It fits: every import is satisfied, or left to whoever runs the whole.'
    : 'It does not fit: see what is marked.';
  const wired = parts.map((part) =>
    el(
      'div',
      { class: 'group' },
      el('h3', {}, link(part.path, part.place)),
      list(
        'links',
        part.imports.map((it) => linkParts(it)),
      ),
      ...part.unresolved.map((path) => el('p', { class: 'unsound' }, `${path}: not found`)),
    ),
  );
  return [
    el('h2', {}, `Composed: ${parts.map(({ path }) => path).join(' + ')}`),
    el('p', { class: sound ? 'sound' : 'unsound' }, verdict),
    ...problems.map(({ message }) => el('p', { class: 'unsound' }, message)),
    ...wired,
    el('h3', {}, 'The whole'),
    list('links', [
      [`imports ${imports.length === 0 ? 'nothing' : imports.join(', ')}`],
      [`exports ${exports.length === 0 ? 'nothing' : exports.map(({ key }) => key).join(', ')}`],
    ]),
  ];
}

const OUTCOMES: Readonly<Record<Link['outcome'], string>> = {
  satisfied: 'given by',
  left: 'left to whoever runs the whole',
  types: 'types only',
  mismatch: 'does not fit what is given by',
  ambiguous: 'could be given by several',
  cycle: 'would close a cycle with',
};

function linkParts(it: Link): (Node | string)[] {
  const broken = it.outcome === 'mismatch' || it.outcome === 'ambiguous';
  const from = it.from === undefined ? '' : ` ${it.from.part}`;
  return [
    link(it.key, it.place),
    el('span', broken ? { class: 'unsound' } : {}, ` ${OUTCOMES[it.outcome]}${from}`),
    ...(it.message === undefined || it.outcome === 'types' ? [] : [`: ${it.message}`]),
    ...(it.wanted === undefined ? [] : [' ', link('wanted here', it.wanted)]),
    ...(it.given === undefined ? [] : [' ', link('given here', it.given)]),
  ];
}
