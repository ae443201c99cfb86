// A page of documentation as the panel gets it: its HTML, and what Markdown was rendered to. The latter was written by anybody:
// the panel takes over what may stand there.

import { Body } from '../../server/src/site/body.ts';
import type { Docs, Page } from '../../server/src/site/page.ts';
import type { RenderedDocs } from '../webview/documentation-messages.ts';
import { placeFor } from '../webview/documentation-messages.ts';
import { hidden } from '../webview/hidden.ts';

/** Undefined where nobody renders Markdown. */
type RenderMarkdown = (markdown: string) => Promise<string | undefined>;

/** Keeps what the last page was rendered to: an edit changes one documentation of many. */
export class PageRenderer {
  readonly #renderMarkdown: RenderMarkdown;
  #known = new Map<string, Promise<string | undefined>>();

  constructor(renderMarkdown: RenderMarkdown) {
    this.#renderMarkdown = renderMarkdown;
  }

  async render(page: Page): Promise<{ readonly body: string; readonly docs: readonly RenderedDocs[] }> {
    const found: { readonly docs: Docs; readonly level: number | null }[] = [];
    const place = (docs: Docs, level: number | null): string => placeFor(found.push({ docs, level }) - 1);
    const body = new Body({
      blocks: (docs, level) => place(docs, level),
      line: (docs) => place(docs, null),
      release: () => '',
    }).main(page);
    const before = this.#known;
    this.#known = new Map();
    const docs = await Promise.all(
      found.map(async ({ docs: { markdown, links }, level }): Promise<RenderedDocs> => {
        const known = before.get(markdown) ?? this.#known.get(markdown);
        const rendering = known ?? this.#renderMarkdown(hidden(markdown));
        this.#known.set(markdown, rendering);
        const html = await rendering;
        return { level, links: Object.values(links), ...(html === undefined ? { text: markdown } : { html }) };
      }),
    );
    return { body, docs };
  }
}
