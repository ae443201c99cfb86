// A package to begin with: its files, for the command line and for editors.

import { escapeName, identifierFault, versionFault } from '../syntax/words.ts';

export interface NewPackage {
  /** The name without its namespace: that of a folder for it. */
  readonly name: string;
  /** Paths with `/` and texts: `wit/world.wit` and, where it is wanted, `wkg.toml`. */
  readonly files: ReadonlyMap<string, string>;
}

export type NewPackageFault =
  /** Not of the form `namespace:name@version`. */
  | { readonly kind: 'form' }
  /** `message` says what is wrong with one of its parts. */
  | { readonly kind: 'part'; readonly message: string };

/** `given`: `namespace:name`, or with `@version`, which is 0.1.0 otherwise. */
export function newPackage(given: string, { wkg }: { readonly wkg: boolean }): NewPackage | NewPackageFault {
  const [, namespace, name, version = '0.1.0'] = /^(%?[\w-]+):(%?[\w-]+)(?:@([\w.+-]+))?$/.exec(given) ?? [];
  if (namespace === undefined || name === undefined) return { kind: 'form' };
  const message = identifierProblem(namespace) ?? identifierProblem(name) ?? versionFault(version);
  if (message !== undefined) return { kind: 'part', message };
  const files = new Map([['wit/world.wit', witText(`${namespace}:${name}@${version}`, name)]]);
  if (wkg) files.set('wkg.toml', WKG);
  return { name: name.replace('%', ''), files };
}

function identifierProblem(word: string): string | undefined {
  if (escapeName(word) !== word) return `\`${word}\` is a keyword; write \`%${word}\``;
  return identifierFault(word.replace('%', ''))?.message;
}

function witText(header: string, name: string): string {
  // The world and the interface are names of one package.
  const world = name === 'api' ? 'component' : name;
  return `package ${header};

/// What components of this package offer.
interface api {
  greet: func(name: string) -> string;
}

/// A component that offers \`api\`.
world ${world} {
  export api;
}
`;
}

const WKG = `# Read by wkg: what \`wkg publish\` says about the package.
[metadata]
description = ""
`;
