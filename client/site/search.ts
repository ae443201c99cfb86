// The search field of a site: made only where scripts run, filled from an index that is loaded when somebody wants it.

import { type Entry, entriesOf, type IndexedPage, search } from './match.ts';

const holder = document.querySelector<HTMLElement>('.search');
const root = document.body.dataset.root ?? '';
if (holder !== null) make(holder);

function make(holder: HTMLElement): void {
  const input = document.createElement('input');
  Object.assign(input, {
    type: 'search',
    id: 'search',
    placeholder: 'Search, or -> result<_, error>',
    autocomplete: 'off',
    spellcheck: false,
  });
  for (const [name, value] of [
    ['aria-label', 'Search names and types'],
    ['role', 'combobox'],
    ['aria-controls', 'results'],
    ['aria-expanded', 'false'],
    ['aria-autocomplete', 'list'],
  ] as const)
    input.setAttribute(name, value);
  const list = document.createElement('ul');
  Object.assign(list, { id: 'results', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Results');
  holder.append(input, list);
  holder.hidden = false;

  let entries: readonly Entry[] | undefined;
  let selected = 0;

  const load = (): void => {
    if (document.querySelector('script[data-index]') !== null) return;
    const script = document.createElement('script');
    script.src = `${root}static.files/index.js`;
    script.dataset.index = '';
    script.onload = () => {
      entries = entriesOf((globalThis as unknown as { witSearchIndex: readonly IndexedPage[] }).witSearchIndex);
      show();
    };
    document.head.append(script);
  };

  const select = (at: number): void => {
    const options = [...list.children];
    selected = Math.max(0, Math.min(options.length - 1, at));
    for (const [index, option] of options.entries()) option.setAttribute('aria-selected', String(index === selected));
    const option = options[selected];
    if (option === undefined) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', option.id);
    option?.scrollIntoView({ block: 'nearest' });
  };

  const show = (): void => {
    const query = input.value;
    const found = entries === undefined ? [] : search(entries, query);
    list.replaceChildren(...found.map(optionOf));
    if (entries !== undefined && query.trim() !== '' && found.length === 0) list.append(emptyOption());
    list.hidden = list.children.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    select(0);
  };

  const close = (): void => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  };

  input.addEventListener('focus', () => {
    load();
    show();
  });
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') select(selected + 1);
    else if (event.key === 'ArrowUp') select(selected - 1);
    else if (event.key === 'Escape') {
      if (list.hidden) input.blur();
      close();
    } else if (event.key === 'Enter') list.children[selected]?.querySelector('a')?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', () => {
    close();
    input.blur();
  });
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !holder.contains(event.target)) close();
  });
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const typing = target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (event.key !== '/' && event.key !== 's')) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function optionOf(entry: Entry, index: number): HTMLElement {
  const option = document.createElement('li');
  option.id = `result-${index}`;
  option.setAttribute('role', 'option');
  const link = document.createElement('a');
  link.href = root + entry.address;
  link.tabIndex = -1;
  link.append(part('kind', entry.kind), part('name', entry.name));
  if (entry.kind !== 'package') link.append(part('from', entry.package));
  if (entry.signature !== undefined)
    link.append(part('signature', entry.signature.replace(/^(.*) -> (.*)$/, shownSignature)));
  option.append(link);
  return option;
}

function shownSignature(_: string, params: string, result: string): string {
  return `(${params})${result === '' ? '' : ` -> ${result}`}`;
}

function part(style: string, text: string): HTMLElement {
  const span = document.createElement('span');
  span.className = style;
  span.textContent = text;
  return span;
}

function emptyOption(): HTMLElement {
  const option = document.createElement('li');
  option.id = 'result-0';
  option.setAttribute('role', 'option');
  option.setAttribute('aria-disabled', 'true');
  option.textContent = 'Nothing found';
  return option;
}
