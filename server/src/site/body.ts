// What a page shows as HTML: its outline and its main part. A site puts them into documents of its own (`html.ts`), an editor
// into a panel; each brings how it writes documentation.

import { escapeHtml } from './escape.ts';
import type { Badge, Block, CodeLine, Docs, Inline, Item, Member, Page, Row, Section } from './page.ts';

/** How the texts of others are written. */
export interface DocsWriter {
  /** Paragraphs, lists, code; headings begin at this level. */
  readonly blocks: (docs: Docs, level: number) => string;
  /** One line. */
  readonly line: (docs: Docs) => string;
  /** What changed in a version. */
  readonly release: (release: Extract<Block, { kind: 'release' }>['release']) => string;
}

export class Body {
  readonly #writer: DocsWriter;

  constructor(writer: DocsWriter) {
    this.#writer = writer;
  }

  main(page: Page): string {
    const kind = page.kind === '' ? '' : `<span class="kind">${escapeHtml(page.kind)}</span> `;
    const lead = page.lead.length === 0 ? '' : `<p class="lead">${inline(page.lead)}</p>\n`;
    const sections = page.sections.map((it) => this.#section(it)).join('');
    return `<main id="main">
${crumbs(page)}<h1>${kind}${breakable(page.heading)}${badges(page.badges)}</h1>
${lead}${this.#docs(page.docs, 2)}${sections}${versions(page)}</main>
`;
  }

  #section({ id, title, blocks }: Section): string {
    const link = `<a class="anchor" href="#${anchor(id)}" aria-label="Link to ${escapeHtml(title)}">#</a>`;
    const all = blocks.map((it) => this.#block(it)).join('');
    return `<section>\n<h2 id="${escapeHtml(id)}">${escapeHtml(title)}${link}</h2>\n${all}</section>\n`;
  }

  #block(block: Block): string {
    switch (block.kind) {
      case 'items':
        return block.items.map((it) => this.#item(it, 3)).join('');
      case 'rows':
        return `<ul class="rows">\n${block.rows.map((it) => this.#row(it)).join('')}</ul>\n`;
      case 'text':
        return `<p>${inline(block.text)}</p>\n`;
      case 'docs':
        return this.#docs(block.docs, 3);
      case 'drawing':
        return `<figure class="drawing" tabindex="0" aria-label="${escapeHtml(block.title)}">\n${block.svg}</figure>\n`;
      case 'release':
        return this.#writer.release(block.release);
    }
  }

  #row({ id, title, code, badges: all, summary, notes }: Row): string {
    const name = id === undefined ? '' : ` id="${escapeHtml(id)}"`;
    const about = summary === undefined ? '' : ` <span class="summary">${this.#writer.line(summary)}</span>`;
    const more = notes.map((it) => ` <span class="note">${inline(it)}</span>`).join('');
    return `<li${name}><span class="title${code === true ? ' code' : ''}">${inline(title)}${badges(all)}</span>${about}${more}</li>\n`;
  }

  #item(it: Item, level: number): string {
    const heading = `h${Math.min(level, 6)}`;
    const source = it.source === undefined ? '' : `<a class="source" href="${escapeHtml(it.source)}">source</a>`;
    const users =
      it.usedBy.length === 0
        ? ''
        : `<details class="users"><summary>Used by ${it.usedBy.length + it.more}</summary><ul class="pills">${it.usedBy
            .map((user) => `<li>${inline([user])}</li>`)
            .join('')}${it.more === 0 ? '' : `<li>and ${it.more} more</li>`}</ul></details>\n`;
    const facts = it.facts.length === 0 ? '' : `<p class="facts">${it.facts.map(escapeHtml).join('; ')}</p>\n`;
    const kind = `<span class="kind">${escapeHtml(it.kind)}</span>`;
    const link = `<a class="anchor" href="#${anchor(it.id)}" aria-label="Link to ${escapeHtml(it.name)}">#</a>`;
    const inner = it.items.map((one) => this.#item(one, level + 1)).join('');
    return `<article class="item" id="${escapeHtml(it.id)}">
<${heading}>${kind} ${breakable(it.name)}${badges(it.badges)}${link}${source}</${heading}>
<pre class="code" tabindex="0"><code>${it.code.map(codeLine).join('\n')}</code></pre>
${this.#docs(it.docs, level + 1)}${this.#members(it.members, level + 1)}${facts}${users}${inner === '' ? '' : `<div class="nested">\n${inner}</div>\n`}</article>
`;
  }

  #members(all: readonly Member[], level: number): string {
    if (all.length === 0) return '';
    const rows = all.map(
      (it) =>
        `<dt><a href="${escapeHtml(it.href)}"><code>${escapeHtml(it.name)}</code></a>${badges(it.badges)}</dt><dd>${this.#docs(it.docs, level)}</dd>\n`,
    );
    return `<dl class="members">\n${rows.join('')}</dl>\n`;
  }

  #docs(it: Docs | undefined, level: number): string {
    return it === undefined ? '' : `<div class="docs">\n${this.#writer.blocks(it, level)}</div>\n`;
  }
}

function crumbs({ crumbs: all }: Page): string {
  if (all.length < 2) return '';
  const parts = all.map(({ text, href }) =>
    href === undefined
      ? `<li aria-current="page">${escapeHtml(text)}</li>`
      : `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="crumbs" aria-label="Breadcrumbs"><ol>${parts.join('')}</ol></nav>\n`;
}

/** What is on the page, and the other versions of it. */
export function outline(page: Page): string {
  const parts = page.sections.map(({ id, title, blocks }) => {
    const items = blocks.flatMap((it) => (it.kind === 'items' ? it.items : []));
    const inner = items.map((it) => `<li><a href="#${anchor(it.id)}">${breakable(it.name)}</a></li>`).join('');
    return `<li><a href="#${anchor(id)}">${escapeHtml(title)}</a>${inner === '' ? '' : `<ul>${inner}</ul>`}</li>`;
  });
  if (parts.length === 0) return '';
  return `<nav class="outline" aria-label="On this page"><ul>${parts.join('')}</ul></nav>\n`;
}

function versions({ versions: all = [] }: Page): string {
  if (all.length < 2) return '';
  const links = all.map(({ text, href, current }) =>
    current
      ? `<li aria-current="page">${escapeHtml(text)}</li>`
      : `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`,
  );
  return `<section class="versions" aria-label="Versions"><h2 id="all-versions">All versions</h2><ul class="pills">${links.join('')}</ul></section>\n`;
}

function codeLine({ id, parts }: CodeLine): string {
  return id === undefined ? inline(parts) : `<span id="${escapeHtml(id)}">${inline(parts)}</span>`;
}

function badges(all: readonly Badge[]): string {
  return all
    .map(({ text, style, tip }) => {
      const title = tip === undefined ? '' : ` title="${escapeHtml(tip)}"`;
      return ` <span class="badge ${style}"${title}>${escapeHtml(text)}</span>`;
    })
    .join('');
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map((it) => {
      if (typeof it === 'string') return escapeHtml(it);
      const text = it.style === 'code' ? `<code>${breakable(it.text)}</code>` : escapeHtml(it.text);
      if (it.href !== undefined) {
        const style = it.style === 'muted' ? ' class="muted"' : '';
        return `<a href="${escapeHtml(it.href)}"${style}>${text}</a>`;
      }
      return it.style === undefined || it.style === 'code' ? text : `<span class="${it.style}">${text}</span>`;
    })
    .join('');
}

/** Long names break behind their signs. */
export function breakable(text: string): string {
  return escapeHtml(text).replaceAll(/([:/@.])(?=.)/g, '$1<wbr>');
}

function anchor(id: string): string {
  return escapeHtml(encodeURI(id));
}
