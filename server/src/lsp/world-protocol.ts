// What clients can ask about worlds beyond the protocol's own requests (docs/protocol.md): the methods and what goes over the
// wire. Nothing here needs the server: a client written in TypeScript can take these types as they are.

import type { Location, Position, TextDocumentIdentifier } from 'vscode-languageserver';
import type { WorldChanges } from '../features/worlds/compare.ts';
import type { CompositionPreview } from '../world/composition-preview.ts';
import type { Picture } from '../world/picture.ts';
import type { WorldPreview } from '../world/preview.ts';
import type { Wire } from '../world/wiring.ts';

export const WORLD_REQUESTS = {
  /** `WorldsParams | null` → `WorldEntry[]`: which worlds there are. */
  list: 'wit/worlds',
  /** `WorldParams` → `WorldResult | null`. */
  preview: 'wit/worldPreview',
  /** `RenderParams` → `RenderResult | null`: one world, or several put together. */
  render: 'wit/renderWorld',
  /** `ComposeParams` → `ComposeResult | null`. */
  compose: 'wit/composeWorlds',
  /** `CompositionParams` → `CompositionResult | null`: what a `.wac` puts together. */
  composition: 'wit/composition',
  /** `CompareParams` → `CompareResult | null`. */
  compare: 'wit/compareWorlds',
} as const;

/** From the server, without content, to a client that has asked for a preview: what it shows may have changed. */
export const WORLDS_CHANGED = 'wit/worldsChanged';

/** A command of the client: shows a preview, given the URI of a file and the path of a world. */
export const PREVIEW_WORLD = 'wit.previewWorld';

/** A command of the server: shows an elaborated world, given the URI of its file and its path. */
export const SHOW_WORLD = 'wit.showWorld';

/** A command of the client: shows the preview of a composition, given the URI of its `.wac`. */
export const PREVIEW_COMPOSITION = 'wit.previewComposition';

/** A command of the server: shows the world that comes of a composition, given the URI of its `.wac`. */
export const SHOW_COMPOSITION = 'wit.showComposition';

/** The scheme of documents with an elaborated world (`workspace/textDocumentContent`). */
export const WORLD_SCHEME = 'wit-world';

/** By `world` (`name` or `ns:package/name@version`), else the one at a position, else the first of the file. */
export interface WorldRef {
  readonly uri: string;
  readonly world?: string;
  readonly position?: Position;
}

export interface WorldsParams {
  /** Without it, all worlds of the workspace, vendored ones too. */
  readonly textDocument?: TextDocumentIdentifier;
}

export interface WorldEntry {
  readonly uri: string;
  readonly name: string;
  /** `ns:package/name@version`. */
  readonly path: string;
  readonly location: Location;
  /** Comes with a package, in `deps/` or as a binary. */
  readonly vendored: boolean;
  /** A document that holds the elaborated world. */
  readonly contentUri: string;
}

export type WorldParams = WorldRef;

/** What every answer about one world says beside its content. */
export interface WorldState {
  /** The package has errors now, and what is shown is how it was without them. */
  readonly stale: boolean;
  /** How many errors the package has. */
  readonly errors: number;
}

export interface WorldResult extends WorldState {
  readonly uri: string;
  readonly contentUri: string;
  readonly world: WorldPreview<Location>;
}

export interface RenderParams {
  readonly worlds: readonly WorldRef[];
  readonly wires?: readonly Wire[];
  /** `wac`, of several worlds: the wiring as a file that `wac compose` builds. */
  readonly format: 'wit' | 'wac' | 'mermaid' | 'svg' | 'picture';
  /** URI of the file that a `wac` is written to: paths in it begin beside it. */
  readonly file?: string;
  /** WIT of one world with comments that say why each item is there; true by default. */
  readonly reasons?: boolean;
  /** WIT of one world with the interfaces that it names, so that it needs no other file. */
  readonly whole?: boolean;
  /** `picture` of one world: a package with more items than this is one row that counts them. */
  readonly most?: number;
  /** Ids of boxes that show all the same what they have. */
  readonly opened?: readonly string[];
}

export interface RenderResult extends WorldState {
  /** All formats but `picture`. */
  readonly text?: string;
  /** Boxes, rows and arrows with their places, for a client that draws itself. */
  readonly picture?: Picture;
}

export interface ComposeParams {
  /** Two or more. */
  readonly worlds: readonly WorldRef[];
  readonly wires?: readonly Wire[];
}

export interface ComposeResult extends WorldState {
  /** Is every import satisfied, or left for who runs the whole? */
  readonly sound: boolean;
  readonly composition: CompositionPreview<Location>;
}

export interface CompositionParams {
  /** Of a `.wac` file, open or not. */
  readonly uri: string;
}

export interface CompositionResult {
  readonly uri: string;
  /** Is nothing wrong with the file, and is every import satisfied or left for who runs the whole? */
  readonly sound: boolean;
  readonly composition: CompositionPreview<Location>;
  /** What is wrong with the file, with the places. */
  readonly problems: readonly { readonly message: string; readonly location: Location }[];
  readonly picture: Picture;
}

export interface CompareParams {
  /** The old one; `base`: the same world in what the package is compared with, usually a git commit. */
  readonly old: WorldRef | 'base';
  readonly new: WorldRef;
}

export type CompareResult =
  | (WorldState & {
      readonly old: string;
      readonly new: string;
      readonly changes: WorldChanges<Location>;
    })
  /** Why there is nothing to compare with, in words. */
  | { readonly reason: string };
