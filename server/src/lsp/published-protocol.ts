// Requests and commands about published packages, for every client (docs/protocol.md).

import type { TextDocumentIdentifier } from 'vscode-languageserver';

/** `{ textDocument? } | null` → `PublishedResult`: asks the registries of the user. */
export const PUBLISHED = 'wit/publishedVersions';

/** Commands of the server. */
export const PUBLISHED_COMMANDS = {
  /** The URI of a file, or none for every package. */
  check: 'wit.checkRegistry',
  /** The URI of a file, and `ns:name@version`. */
  fetch: 'wit.fetchPackage',
  /** The URI of a file, `ns:name`, the version that is named, and the one to be named. */
  update: 'wit.updateDependency',
} as const;

export interface PublishedScope {
  readonly textDocument?: TextDocumentIdentifier;
}

export interface PublishedResult {
  readonly packages: readonly {
    readonly name: string;
    readonly registry: string;
    readonly versions: readonly { readonly version: string; readonly created: string | null }[];
    /** Why nothing is known. */
    readonly failure: string | null;
  }[];
  /** Why no registry could be asked at all. */
  readonly failure: string | null;
}
