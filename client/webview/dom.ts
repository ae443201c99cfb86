// Elements of the page, and the way to say something to the extension.

import type { Location } from 'vscode-languageclient';
import type { FromPage, Kept } from './messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

export const host = acquireVsCodeApi();

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Opens a place in the editor; plain text where there is none. */
export function link(text: string, place: Location | undefined, label?: string): HTMLElement {
  if (place === undefined) return el('span', {}, text);
  const button = el('button', { class: 'link', ...(label === undefined ? {} : { 'aria-label': label }) }, text);
  button.addEventListener('click', () => host.postMessage({ kind: 'open', place }));
  return button;
}

export function action(text: string, run: () => void, label = text): HTMLElement {
  const button = el('button', { class: 'action', 'aria-label': label }, text);
  button.addEventListener('click', run);
  return button;
}

export function list(className: string, items: readonly (Node | string)[][]): HTMLElement {
  return el('ul', { class: className }, ...items.map((parts) => el('li', {}, ...parts)));
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
