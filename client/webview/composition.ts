// What is put together: who gives what to whom, what is wrong, and what comes of it.

import type { Location } from 'vscode-languageclient';
import type { ComposeResult } from '../../server/src/lsp/world-protocol.ts';
import { counted, el, link, list } from './dom.ts';

export type Composed = ComposeResult['composition'];
export type ComposedPart = Composed['parts'][number];
export type ComposedLink = ComposedPart['imports'][number];

/** What can be done with a part and with an import, behind what is said of it. */
export interface Controls {
  ofPart(part: ComposedPart): readonly HTMLElement[];
  ofImport(part: ComposedPart, it: ComposedLink): readonly HTMLElement[];
}

const NONE: Controls = { ofPart: () => [], ofImport: () => [] };

export function verdictOf(sound: boolean): HTMLElement {
  const verdict = sound
    ? 'It fits: every import is satisfied, or left to whoever runs the whole.'
    : 'It does not fit: see what is marked.';
  return el('p', { class: sound ? 'sound' : 'unsound' }, verdict);
}

export function compositionParts(
  { parts, problems, imports, exports }: Composed,
  controls: Controls = NONE,
): readonly HTMLElement[] {
  const wired = parts.map((part) =>
    el(
      'div',
      { class: 'group part' },
      el('h3', {}, link(part.path, part.place), ...controls.ofPart(part)),
      part.imports.length === 0 ? el('p', { class: 'sizes' }, 'imports nothing') : importsOf(part, controls),
      ...part.unresolved.map((path) => el('p', { class: 'unsound' }, `${path}: not found`)),
    ),
  );
  return [
    ...problems.map(({ message }) => el('p', { class: 'unsound' }, message)),
    el('div', { class: 'parts' }, ...wired),
    el('h3', {}, 'The whole'),
    list('links', [
      [`imports ${imports.length === 0 ? 'nothing' : imports.join(', ')}`],
      [`exports ${exports.length === 0 ? 'nothing' : exports.map(({ key }) => key).join(', ')}`],
    ]),
  ];
}

/** What matters first: what is wrong, what is given, and one line for what is left, which opens. */
function importsOf(part: ComposedPart, controls: Controls): HTMLElement {
  const told = (imports: readonly ComposedLink[]): HTMLElement =>
    list(
      'links',
      imports.map((it) => [...linkParts(it), ...controls.ofImport(part, it)]),
    );
  const left = part.imports.filter((it) => it.outcome === 'left');
  const others = part.imports
    .filter((it) => it.outcome !== 'left')
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const lists = others.length === 0 ? [] : [told(others)];
  if (left.length === 0) return el('div', {}, ...lists);
  const are = left.length === 1 ? 'is' : 'are';
  const summary = el('summary', {}, `${counted(left.length, 'import')} ${are} left to the host`);
  return el('div', {}, ...lists, el('details', { class: 'left' }, summary, told(left)));
}

const ORDER: readonly ComposedLink['outcome'][] = ['mismatch', 'cycle', 'ambiguous', 'satisfied', 'types'];

/** What is wrong with a file, each with its place. */
export function problemList(
  problems: readonly { readonly message: string; readonly location: Location }[],
): readonly HTMLElement[] {
  if (problems.length === 0) return [];
  const items = problems.map(({ message, location }) => [
    link(`line ${location.range.start.line + 1}`, location),
    `: ${message}`,
  ]);
  return [el('div', { class: 'unsound' }, list('problems', items))];
}

const OUTCOMES: Readonly<Record<ComposedLink['outcome'], string>> = {
  satisfied: 'given by',
  left: 'left to whoever runs the whole',
  types: 'types only',
  mismatch: 'does not fit what is given by',
  ambiguous: 'could be given by several',
  cycle: 'would close a cycle with',
};

function linkParts(it: ComposedLink): (Node | string)[] {
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
