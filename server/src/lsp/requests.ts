// Requests that the server sends to a client that can read files for it: where it runs in a browser, it has no disk.
// The client says that it answers them by the initialization option `"files": true`.

import type { Location } from 'vscode-languageserver';

export const FILE_REQUESTS = {
  /** `{ uri }` → the bytes, as base64; null when there is no such file. */
  readFile: 'wit/readFile',
  /** `{ uri }` → `[{ name, kind }]`, kinds as in `DirectoryEntry`; null when there is no such directory. */
  readDirectory: 'wit/readDirectory',
  /** `{ uri }` → `{ kind, size, modified }`; null when there is nothing. */
  stat: 'wit/stat',
} as const;

/** A command of the client: fetches what a package needs, given its directory's URI. */
export const FETCH = 'wit.fetchDependencies';

/** `{ textDocument } | null` → `DependencyResult`: what `deps/` lacks of what lock files say (docs/protocol.md). */
export const DEPENDENCY_STATUS = 'wit/dependencyStatus';

export interface DependencyResult {
  readonly packages: readonly PackageDependencies[];
}

export interface PackageDependencies {
  readonly directory: string;
  readonly name: string | null;
  readonly tool: 'wkg' | 'wit-deps';
  readonly manifests: readonly string[];
  /** How many locked packages were looked at. */
  readonly checked: number;
  readonly findings: readonly {
    readonly state: string;
    readonly name: string;
    readonly locked: readonly string[];
    readonly vendored: readonly string[];
    readonly message: string;
    readonly location: Location | null;
  }[];
}

/** `{ textDocument } | null` → `SettingsResult`: which settings hold for a file, or for the first folder (docs/protocol.md). */
export const SETTINGS = 'wit/settings';

export interface SettingsParams {
  readonly textDocument: { readonly uri: string };
}

export interface SettingsResult {
  /** Project files, the nearest first. */
  readonly files: readonly string[];
  /** `from`: `settings`, `user settings`, `default`, or the URI of a project file. */
  readonly settings: readonly { readonly key: string; readonly value: unknown; readonly from: string }[];
}

/** A notification of the server: something of its own has failed (docs/protocol.md). */
export const FAULT = 'wit/fault';

export interface Fault {
  /** What failed, and with which words. */
  readonly message: string;
  /** Where in the server, if it is known. */
  readonly stack: string;
}

/** The same as a command that shows sentences, for clients without a list of their own. */
export const CHECK_DEPENDENCIES = 'wit.checkDependencies';

/** A command of the client: takes the URI of a file and the name of an item or null, and shows what has changed. */
export const SHOW_CONTRACTS = 'wit.showContractChanges';

/** Commands of the server for clients without that one, which open what they find as files (docs/protocol.md). */
export const DOCUMENT_COMMANDS = {
  report: 'wit.showContractReport',
  chooseBase: 'wit.chooseBase',
  compose: 'wit.compose',
  extract: 'wit.extractPackage',
} as const;

/** `{ uri }` of a `.wasm` or of its view → `ExtractResult`: its WIT as files, for the client to write. */
export const EXTRACT_BINARY = 'wit/extractBinary';

export interface ExtractResult {
  /** Paths with `/`, to be put below a folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Why there are none. */
  readonly reason?: string;
}
