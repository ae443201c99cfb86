// Documentation as HTML that can do no harm, whoever wrote it: HTML in it is text, links lead to items, to the web and to mail
// and nowhere else, and nothing is loaded.

import MarkdownIt from 'markdown-it';
import { escapeHtml, withoutTurns } from './escape.ts';
import type { Docs } from './page.ts';

/** Longer documentation is cut: a page has to open. Characters. */
const LONGEST = 200_000;

type Token = ReturnType<(typeof markdown)['parse']>[number];

const markdown = new MarkdownIt({ html: false, linkify: false, maxNesting: 50 });
markdown.validateLink = () => true;
// A picture would be loaded from somewhere.
markdown.disable('image');
markdown.inline.ruler.before('link', 'item-link', (state, silent) => {
  const match = SHORTCUT.exec(state.src.slice(state.pos, state.pos + 400));
  const path = match?.[1];
  const links = (state.env as unknown as Environment).links;
  if (match === null || path === undefined || links[path] === undefined) return false;
  if (!silent) {
    state.push('link_open', 'a', 1).attrs = [['href', path]];
    const code = state.push('code_inline', 'code', 0);
    code.markup = '`';
    code.content = path;
    state.push('link_close', 'a', -1);
  }
  state.pos += match[0].length;
  return true;
});
markdown.inline.ruler.before('link', 'item-reference', (state, silent) => {
  const match = REFERENCE.exec(state.src.slice(state.pos, state.pos + 600));
  const [whole = '', text = '', path] = match ?? [];
  const links = (state.env as unknown as Environment).links;
  if (path === undefined || links[path] === undefined) return false;
  if (!silent) {
    state.push('link_open', 'a', 1).attrs = [['href', path]];
    state.push('text', '', 0).content = text;
    state.push('link_close', 'a', -1);
  }
  state.pos += whole.length;
  return true;
});

const SHORTCUT = /^\[`([^`\][\n]+)`\](?![([:])/;
const REFERENCE = /^\[([^\][\n]{1,200})\]\[`([^`\][\n]+)`\]/;

interface Environment {
  readonly links: Docs['links'];
}

/** Blocks. Headings begin at this level. */
export function docsHtml({ markdown: text, links }: Docs, level = 4): string {
  const cut = text.length > LONGEST;
  const source = withoutTurns(cut ? text.slice(0, LONGEST) : text);
  const tokens = markdown.parse(source, { links });
  const html = markdown.renderer.render(secured(tokens, links, level), markdown.options, { links });
  const more = cut ? `<p class="muted">… and ${text.length - LONGEST} more characters</p>\n` : '';
  return (
    html.replaceAll('<table>', '<div class="wide" tabindex="0"><table>').replaceAll('</table>', '</table></div>') + more
  );
}

/** One line: what it links to is left out where `plain`. */
export function lineHtml({ markdown: text, links }: Docs): string {
  const tokens = markdown.parseInline(withoutTurns(text.slice(0, LONGEST)), { links });
  return markdown.renderer.render(secured(tokens, links, 4), markdown.options, { links });
}

const COMMENT = /^<!--(?:(?!-->)[\s\S])*-->$/;

/** The same tokens with links that lead where they may, and headings below the page's own, of which none is left out. */
function secured(tokens: Token[], links: Docs['links'], level: number): Token[] {
  let last = level - 1;
  for (const [at, token] of tokens.entries()) {
    // A comment is for whoever reads the source. All other HTML is text.
    if (token.type === 'inline' && COMMENT.test(token.content)) {
      token.children = [];
      for (const around of [tokens[at - 1], tokens[at + 1]])
        if (around?.type.startsWith('paragraph_')) around.hidden = true;
    }
    if (token.type === 'heading_open') last = Math.min(6, last + 1, level - 1 + Number(token.tag.slice(1)));
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${last}`;
    if (token.type === 'fence') token.info = '';
    if (token.children !== null) token.children = securedLinks(token.children, links);
  }
  return tokens;
}

function securedLinks(tokens: readonly Token[], links: Docs['links']): Token[] {
  const found: Token[] = [];
  const open: boolean[] = [];
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const href = addressOf(String(token.attrGet('href') ?? ''), links);
      open.push(href !== undefined);
      if (href === undefined) continue;
      token.attrs = [['href', href], ...(WEB.test(href) ? [['rel', 'noopener nofollow'] as [string, string]] : [])];
    } else if (token.type === 'link_close' && open.pop() !== true) continue;
    found.push(token);
  }
  return found;
}

const WEB = /^https?:\/\//i;

/** Where a link may lead; a path of the author's repository leads nowhere on the site. */
function addressOf(href: string, links: Docs['links']): string | undefined {
  const item = links[href] ?? links[decoded(href)];
  if (item !== undefined) return item;
  return WEB.test(href) || /^mailto:[^\s]+$/i.test(href) ? href : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A fence of code without its language, which is a class that nothing styles. */
markdown.renderer.rules.fence = (tokens, index) =>
  `<pre tabindex="0"><code>${escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;
markdown.renderer.rules.code_block = markdown.renderer.rules.fence;
