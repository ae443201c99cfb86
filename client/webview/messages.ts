// What the preview's page and the extension say to each other.

import type { Location } from 'vscode-languageclient';
import type {
  CompareResult,
  ComposeResult,
  CompositionResult,
  WorldEntry,
  WorldResult,
} from '../../server/src/lsp/world-protocol.ts';
import type { Picture } from '../../server/src/world/picture.ts';
import type { Wire } from '../../server/src/world/wiring.ts';

/** What the world is shown with: the same in the git base, another world, or others that it is put together with. */
export type Choice =
  | { readonly how: 'base' }
  | { readonly how: 'compare'; readonly uri: string; readonly path: string }
  | { readonly how: 'compose'; readonly parts: readonly ComposedWorld[]; readonly wires: readonly Wire[] };

/** A world that is put together with the first one. */
export interface ComposedWorld {
  readonly uri: string;
  readonly path: string;
}

export interface Second {
  readonly choice: Choice;
  /** Null: it is not there any more. */
  readonly compared?: CompareResult | null;
  readonly composed?: ComposeResult | null;
}

/** What a page that was hidden, or an editor that was closed, begins with. */
export interface Kept {
  readonly uri: string;
  /** Empty for a composition, whose `uri` is that of its `.wac`. */
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
  | { readonly kind: 'composition'; readonly result: CompositionResult }
  | { readonly kind: 'gone'; readonly world: string };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly place: Location }
  | { readonly kind: 'export'; readonly format: 'svg' | 'mermaid' | 'wit' | 'wac' }
  /** To the clipboard. */
  | { readonly kind: 'copy'; readonly format: 'mermaid' }
  /** Ids of the large boxes of the drawing that show all that they have. */
  | { readonly kind: 'opened'; readonly boxes: readonly string[] }
  /** A component of a `.wasm` file is to be added. */
  | { readonly kind: 'pick' }
  /** Without a choice: the world alone. */
  | { readonly kind: 'second'; readonly choice?: Choice };
