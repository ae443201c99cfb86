// What a world imports and exports as lists that can be read, walked by keyboard and heard: why each item is there, and what
// all of it lets a component do.

import type { WorldResult } from '../../server/src/lsp/world-protocol.ts';
import { counted, el, link, list } from './dom.ts';

export type Preview = WorldResult['world'];
export type Item = Preview['imports'][number]['items'][number];

/** `open`: ids of items whose reasons are shown; kept up to date. */
export function worldLists(world: Preview, open: Set<string>, toggled: () => void): readonly HTMLElement[] {
  return (['imports', 'exports'] as const).map((direction) => {
    const groups = world[direction];
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    const title = direction === 'imports' ? 'Imports' : 'Exports';
    const section = el('section', { class: direction, 'aria-label': title }, el('h2', {}, `${title} (${count})`));
    for (const group of groups) {
      const named = group.version === undefined ? group.package : `${group.package}@${group.version}`;
      const heading = named === '' ? 'the world itself' : group.own ? `${named} (this package)` : named;
      const items = group.items.map((item) => itemElement(item, world, open, toggled));
      section.append(el('div', { class: 'group' }, el('h3', {}, heading), ...items));
    }
    if (count === 0) section.append(el('p', {}, 'Nothing.'));
    return section;
  });
}

function itemElement(item: Item, world: Preview, open: Set<string>, toggled: () => void): HTMLElement {
  const why = el('details', { class: 'why' }, el('summary', { 'aria-label': `why ${item.key}` }, 'why'));
  why.append(
    el(
      'ol',
      {},
      ...item.reasons.map((reason) => el('li', {}, link(reason.text, reason.place), ` in ${reason.within}`)),
    ),
  );
  why.open = open.has(item.id);
  why.addEventListener('toggle', () => {
    if (why.open) open.add(item.id);
    else open.delete(item.id);
    toggled();
  });
  // What the host defines is called like the package, which the list says already.
  const known = world.capabilities.filter(({ id, title }) => item.grants.includes(id) && !title.includes(':'));
  return el(
    'div',
    { class: item.implicit ? 'item implicit' : 'item', 'data-id': item.id },
    link(item.name, item.place, `${item.direction} ${item.key}: go to its definition`),
    ...(item.detail === undefined ? [] : [el('code', {}, item.detail)]),
    ...(item.implicit ? [el('small', {}, 'implicit')] : []),
    ...(item.gate === undefined ? [] : [el('small', {}, item.gate)]),
    ...known.map(({ title }) => el('small', { class: 'grant' }, title)),
    why,
  );
}

type Sizes = Omit<Preview['sizes']['imports'], 'implicit'> & { readonly implicit?: number };

/** Names between backquotes are set as code. */
function prose(text: string): (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part));
}

export function worldFacts(world: Preview): readonly HTMLElement[] {
  const grants = world.capabilities.map(({ title, sentence, functions }) => [
    el('strong', {}, title),
    ' – ',
    ...prose(sentence),
    ...functions.flatMap(({ name, what, of }, index) => [
      index === 0 ? ': ' : ', ',
      el('code', { title: `${of}: ${what}` }, name),
    ]),
  ]);
  const { imports, exports, packages, depth } = world.sizes;
  const side = (it: Sizes): string => {
    const implicit = (it.implicit ?? 0) > 0 ? ` (${it.implicit} implicit)` : '';
    const sizes = [
      [it.interfaces, `${counted(it.interfaces, 'interface')}${implicit}`],
      [it.functions, counted(it.functions, 'function')],
      [it.resources, counted(it.resources, 'resource')],
      [it.types, counted(it.types, 'type')],
    ] as const;
    const some = sizes.filter(([count]) => count > 0).map(([, text]) => text);
    return some.length === 0 ? 'nothing' : some.join(', ');
  };
  return [
    el('h2', {}, 'What it can do'),
    ...(world.unresolved.length === 0
      ? []
      : [el('p', { class: 'incomplete' }, `Incomplete: ${world.unresolved.join(', ')} not found.`)]),
    ...(world.denied ?? []).map((it) => el('p', { class: 'unsound' }, ...prose(it))),
    ...(grants.length > 0 ? [list('capabilities', grants)] : []),
    ...(grants.length === 0 && world.unresolved.length === 0 ? [el('p', {}, 'Nothing beyond its own memory.')] : []),
    el(
      'p',
      { class: 'sizes' },
      `Imports ${side(imports)}. Exports ${side(exports)}. ${counted(packages, 'package')}, ${depth} deep.`,
    ),
  ];
}
