// What the documentation's panel and the extension say to each other.

/** A documentation on a page, rendered by whoever renders Markdown. */
export interface RenderedDocs {
  /** As HTML, which may have anything in it; as text where nobody renders Markdown. */
  readonly html?: string;
  readonly text?: string;
  /** Where its links may lead beside the web. */
  readonly links: readonly string[];
  /** Headings begin at this level; null: one line. */
  readonly level: number | null;
}

/** What an editor that was closed begins with. */
export interface KeptPage {
  /** The file that was looked at. */
  readonly uri: string;
  readonly address: string;
  readonly follow: boolean;
}

export interface ShownPage {
  readonly kind: 'page';
  /** With empty places for the documentation. */
  readonly body: string;
  readonly docs: readonly RenderedDocs[];
  /** The item that is shown, empty for the top; null leaves the page where it is. */
  readonly anchor: string | null;
  readonly kept: KeptPage;
  readonly back: boolean;
  readonly forward: boolean;
}

export type ToDocumentation = ShownPage | { readonly kind: 'gone' };

export type FromDocumentation =
  | { readonly kind: 'ready' }
  /** Relative to the page, or to a line of the source. */
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'back' }
  | { readonly kind: 'forward' }
  | { readonly kind: 'follow'; readonly on: boolean };

/** Where the documentation of a number goes. */
export function placeFor(index: number): string {
  return `<span data-docs="${index}"></span>`;
}
