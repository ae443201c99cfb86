// What clients can ask for documentation (docs/protocol.md). Nothing here needs the server.

import type { Position, TextDocumentIdentifier } from 'vscode-languageserver';
import type { Page } from '../site/page.ts';

/** `DocumentationParams` → `DocumentationResult | null`. */
export const DOCUMENTATION_LINK = 'wit/documentationLink';

export interface DocumentationParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

export interface DocumentationResult {
  /** On a site of `docs`: `acme/shop/1.0.0/interface.orders.html#func.place`. */
  readonly address: string;
  /** Where the project's site has it; null while none is configured. */
  readonly link: string | null;
}

/** `DocumentationPageParams` → `DocumentationPageResult | null`; afterwards the client hears `wit/worldsChanged`. */
export const DOCUMENTATION_PAGE = 'wit/documentationPage';

export interface DocumentationPageParams {
  /** The file that is looked at: pages show what it sees. */
  readonly textDocument: TextDocumentIdentifier;
  /** Of this address, with or without an anchor; without one, of what is named at the position. */
  readonly address?: string;
  readonly position?: Position;
}

export interface DocumentationPageResult {
  /** Of the page and, behind `#`, of the item on it. */
  readonly address: string;
  /** Links are relative to the page, also those in Markdown; those to the source are `URI#L12`. */
  readonly page: Page;
}
