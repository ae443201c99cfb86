// The page of a world's preview: what it imports and exports by package, why, what that lets a component do, and a drawing.
// Knows nothing of VS Code but how to send it a message.

import type { Location } from 'vscode-languageclient';
import type { CompositionResult } from '../../server/src/lsp/world-protocol.ts';
import { LESS, MORE } from '../../server/src/world/picture.ts';
import { Composer } from './composer.ts';
import { compositionParts, problemList, verdictOf } from './composition.ts';
import { action, counted, el, host, link } from './dom.ts';
import { Graph } from './graph.ts';
import { type Item, worldFacts, worldLists } from './lists.ts';
import type { Choice, Kept, ToPage } from './messages.ts';
import { Chooser, secondParts } from './second.ts';

const before = host.getState();
const open = new Set(before?.open);
const items = new Map<string, Item>();
/** By the ids of rows in the drawing. */
const places = new Map<string, Location>();
let shown: Omit<Kept, 'search' | 'open'> | undefined = before;

const chosen = (choice: Choice | undefined): void =>
  host.postMessage({ kind: 'second', ...(choice === undefined ? {} : { choice }) });
const composer = new Composer(chosen, {
  save: () => host.postMessage({ kind: 'export', format: 'wac' }),
  pick: () => host.postMessage({ kind: 'pick' }),
});
/** Large boxes of the drawing that show all that they have. */
const opened = new Set<string>();
const graph = new Graph((id) => {
  if (composer.clicked(id)) return;
  if (id.startsWith(MORE) || id.startsWith(LESS)) {
    if (id.startsWith(MORE)) opened.add(id.slice(MORE.length));
    else opened.delete(id.slice(LESS.length));
    host.postMessage({ kind: 'opened', boxes: [...opened] });
    return;
  }
  const place = places.get(id);
  if (place !== undefined) host.postMessage({ kind: 'open', place });
});
const chooser = new Chooser(chosen);
const search = el('input', {
  type: 'search',
  placeholder: 'Search imports and exports',
  'aria-label': 'Search imports and exports',
});
search.value = before?.search ?? '';
const note = el('p', { class: 'note', role: 'status', 'aria-live': 'polite' });
const heading = el('h1');
const facts = el('section', { class: 'facts', 'aria-label': 'What it can do' });
const second = el('section', { class: 'second', 'aria-label': 'Second world', 'aria-live': 'polite' });
const lists = el('main');
const drawing = el(
  'section',
  { class: 'drawing', 'aria-label': 'Drawing' },
  el(
    'div',
    { class: 'tools' },
    action('+', () => graph.zoom(1.25), 'Zoom in'),
    action('−', () => graph.zoom(0.8), 'Zoom out'),
    action('Fit', () => graph.fit(), 'Fit the drawing'),
    action('Full window', () => fullWindow(!document.body.classList.contains('full')), 'Full window, and back'),
  ),
  el('div', { class: 'canvas' }, graph.element),
);
function fullWindow(on: boolean): void {
  document.body.classList.toggle('full', on);
}

window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') fullWindow(false);
});
const formats = [
  ['SVG', 'svg'],
  ['Mermaid', 'mermaid'],
  ['WIT', 'wit'],
] as const;
const exporters = formats.map(([title, format]) =>
  action(title, () => host.postMessage({ kind: 'export', format }), `Export ${title}`),
);
const copy = action('Copy as Mermaid', () => host.postMessage({ kind: 'copy', format: 'mermaid' }));
const tools = el('div', { class: 'tools', role: 'group', 'aria-label': 'Export' }, 'Export', ...exporters, copy);
document.body.append(
  el('header', {}, heading, note, el('div', { class: 'bar' }, search, chooser.element, tools)),
  facts,
  second,
  drawing,
  lists,
);

function keep(): void {
  if (shown !== undefined) host.setState({ ...shown, search: search.value, open: [...open] });
}

function filter(): void {
  const wanted = search.value.trim().toLowerCase();
  const found = new Set<string>();
  for (const [id, item] of items)
    if (`${item.key} ${item.name} ${item.detail ?? ''}`.toLowerCase().includes(wanted)) found.add(id);
  for (const element of lists.querySelectorAll<HTMLElement>('.item'))
    element.hidden = !found.has(element.dataset.id ?? '');
  for (const group of lists.querySelectorAll<HTMLElement>('.group'))
    group.hidden = group.querySelector('.item:not([hidden])') === null;
  graph.search(wanted);
}

search.addEventListener('input', () => {
  filter();
  keep();
});

function show({ result, picture, worlds, second: beside }: Extract<ToPage, { kind: 'show' }>): void {
  const { world, stale, errors } = result;
  const choice: Choice | undefined = beside?.choice;
  shown = { uri: result.uri, world: world.path, ...(choice === undefined ? {} : { choice }) };
  heading.replaceChildren(link(world.path, world.place, `${world.path}: go to the world`));
  const shows = stale ? 'this is how it was before' : 'what can be read of it is shown';
  note.textContent = errors === 0 ? '' : `The package has ${counted(errors, 'error')}; ${shows}.`;
  document.body.classList.toggle('stale', stale);
  items.clear();
  places.clear();
  for (const item of [...world.imports, ...world.exports].flatMap((group) => group.items)) {
    items.set(item.id, item);
    places.set(item.id, item.place);
  }
  for (const part of beside?.composed?.composition.parts ?? [])
    for (const { key, place } of part.imports) places.set(`import ${part.name} ${key}`, place);
  facts.replaceChildren(...worldFacts(world));
  lists.replaceChildren(...worldLists(world, open, keep));
  if (picture !== undefined) graph.draw(picture, `What ${world.path} imports and exports`);
  chooser.show(worlds, { uri: result.uri, path: world.path }, choice);
  composer.show(worlds, { uri: result.uri, path: world.path }, choice);
  second.replaceChildren(...(beside === undefined ? [] : secondParts(beside, composer)));
  filter();
  keep();
}

/** What a `.wac` puts together: it is edited in its text, so nothing is chosen here. */
function showComposition({ uri, sound, composition, problems, picture }: CompositionResult): void {
  shown = { uri, world: '' };
  document.body.classList.add('composition');
  const name = decodeURIComponent(uri.split('/').at(-1) ?? uri);
  const start = { line: 0, character: 0 };
  heading.replaceChildren(link(name, { uri, range: { start, end: start } }, `${name}: go to the file`));
  places.clear();
  for (const part of composition.parts) {
    places.set(`part ${part.name}`, part.place);
    for (const { key, place } of part.imports) places.set(`import ${part.name} ${key}`, place);
  }
  graph.draw(picture, `What ${name} puts together`);
  second.replaceChildren(verdictOf(sound), ...problemList(problems), ...compositionParts(composition));
  keep();
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'show') show(data);
  else if (data.kind === 'composition') showComposition(data.result);
  else if (data.world === '') note.textContent = 'This file is not there any more; this is how it was.';
  else note.textContent = `There is no world ${data.world} any more; this is how it was.`;
});
host.postMessage({ kind: 'ready' });
