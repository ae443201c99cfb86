// What may stand at a place of a file, as the reader of the text before it finds.

/** Whose items: of a file, of a nested package, of an interface, a world, a resource. */
export type ItemPlace = 'file' | 'nested' | 'interface' | 'world' | 'resource';

/** A path as far as it is written, without `%`. */
export interface PathText {
  readonly namespace?: string;
  readonly package?: string;
  readonly item?: string;
  readonly version?: string;
}

export type PathStatement = 'use' | 'toplevel-use' | 'import' | 'export' | 'include';

export interface TypeWanted {
  readonly kind: 'type';
  /** Inside `own<…>` and `borrow<…>` only resources, as the key of a map only some primitives. */
  readonly want: 'any' | 'resource' | 'map-key' | 'stream';
  /** `_`, the first in `result<…>`. */
  readonly placeholder: boolean;
  /** In what a function returns, where nothing borrowed may be. */
  readonly returned: boolean;
  /** The type that is being defined, which cannot contain itself. */
  readonly defining: string | undefined;
}

export type Expected =
  | {
      readonly kind: 'item';
      readonly place: ItemPlace;
      /** Nothing stands before it in the file. */
      readonly first: boolean;
      /** Attributes that it already has. */
      readonly attributes: readonly string[];
    }
  | TypeWanted
  | {
      readonly kind: 'path';
      readonly part: 'start' | 'package' | 'item' | 'version';
      readonly statement: PathStatement;
      readonly path: PathText;
    }
  | { readonly kind: 'use-names'; readonly path: PathText; readonly used: readonly string[] }
  | { readonly kind: 'with-names'; readonly path: PathText; readonly used: readonly string[] }
  /** After `name:`. */
  | { readonly kind: 'func'; readonly place: ItemPlace }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'attribute'; readonly place: ItemPlace; readonly given: readonly string[] }
  | { readonly kind: 'attribute-key'; readonly attribute: string }
  | { readonly kind: 'attribute-value'; readonly attribute: string }
  /** After `package`. */
  | { readonly kind: 'package-name' };
