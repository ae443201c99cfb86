// What the preview's page and the extension say to each other.

import type { Location } from 'vscode-languageclient';
import type { CompareResult, ComposeResult, WorldEntry, WorldResult } from '../../server/src/lsp/world-protocol.ts';
import type { Picture } from '../../server/src/world/picture.ts';

/** What stands beside the world: the same in the git base, or another world. */
export type Choice =
  | { readonly how: 'base' }
  | { readonly how: 'compare' | 'compose'; readonly uri: string; readonly path: string };

export interface Second {
  readonly choice: Choice;
  /** Null: it is not there any more. */
  readonly compared?: CompareResult | null;
  readonly composed?: ComposeResult | null;
}

/** What a page that was hidden, or an editor that was closed, begins with. */
export interface Kept {
  readonly uri: string;
  readonly world: string;
  readonly choice?: Choice;
  readonly search: string;
  /** Ids of items whose reasons are shown. */
  readonly open: readonly string[];
}

export type ToPage =
  | {
      readonly kind: 'show';
      readonly result: WorldResult;
      readonly picture: Picture | undefined;
      readonly worlds: readonly WorldEntry[];
      readonly second?: Second;
    }
  | { readonly kind: 'gone'; readonly world: string };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly place: Location }
  | { readonly kind: 'export'; readonly format: 'svg' | 'mermaid' | 'wit' }
  /** Without a choice: the world alone. */
  | { readonly kind: 'second'; readonly choice?: Choice };
