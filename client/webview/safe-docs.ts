// Documentation as elements that can do no harm, whatever HTML was made of it: the elements of Markdown, without an attribute,
// and links that lead to items, to the web and to mail. Everything else is left out, and its text stays.

import type { RenderedDocs } from './documentation-messages.ts';
import { shown } from './hidden.ts';

const BLOCKS = 'p ul ol li blockquote pre table thead tbody tr th td hr h1 h2 h3 h4 h5 h6'.split(' ');
const INLINE = 'code em strong s del br a'.split(' ');
const GONE = new Set('script style template noscript iframe object embed svg math head title'.split(' '));
const WEB = /^(?:https?:\/\/|mailto:[^\s]+$)/i;

export function safeDocs({ html, text, links, level }: RenderedDocs): DocumentFragment {
  const found = document.createDocumentFragment();
  if (html === undefined) {
    const plain = document.createElement(level === null ? 'span' : 'pre');
    plain.textContent = text ?? '';
    found.append(plain);
    return found;
  }
  // A document of its own, in which nothing is loaded or run.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const taken = new Set(level === null ? INLINE : [...BLOCKS, ...INLINE]);
  let last = (level ?? 4) - 1;
  const nameOf = (name: string): string => {
    if (!/^h[1-6]$/.test(name)) return name;
    // Below the headings of the page, none left out.
    last = Math.min(6, last + 1, (level ?? 4) - 1 + Number(name.slice(1)));
    return `h${last}`;
  };
  // One entry for each open element: its next child, and where its content goes.
  const open: { next: ChildNode | null; to: Node }[] = [{ next: parsed.body.firstChild, to: found }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { next, to } = top;
    if (next === null) {
      open.pop();
      continue;
    }
    top.next = next.nextSibling;
    if (next.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(shown(next.textContent ?? '')));
    if (!(next instanceof Element)) continue;
    const name = next.localName;
    if (GONE.has(name)) continue;
    let into = to;
    const href = name === 'a' ? addressOf(next.getAttribute('href') ?? '', links) : undefined;
    if (name === 'img') to.appendChild(document.createTextNode(shown(next.getAttribute('alt') ?? '')));
    else if (taken.has(name) && (name !== 'a' || href !== undefined)) {
      const made = document.createElement(nameOf(name));
      if (href !== undefined) made.setAttribute('href', href);
      if (name === 'pre') made.tabIndex = 0;
      into = to.appendChild(made);
      if (name === 'table') wide(made);
    }
    open.push({ next: next.firstChild, to: into });
  }
  return found;
}

function wide(table: HTMLElement): void {
  const around = document.createElement('div');
  around.className = 'wide';
  around.tabIndex = 0;
  table.replaceWith(around);
  around.append(table);
}

function addressOf(href: string, links: readonly string[]): string | undefined {
  return links.includes(href) || WEB.test(href) ? href : undefined;
}
