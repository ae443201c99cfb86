// Requests that the server sends to a client that can read files for it: where it runs in a browser, it has no disk.
// The client says that it answers them by the initialization option `"files": true`.

export const FILE_REQUESTS = {
  /** `{ uri }` → the bytes, as base64; null when there is no such file. */
  readFile: 'wit/readFile',
  /** `{ uri }` → `[{ name, kind }]`, kinds as in `DirectoryEntry`; null when there is no such directory. */
  readDirectory: 'wit/readDirectory',
  /** `{ uri }` → `{ kind, size, modified }`; null when there is nothing. */
  stat: 'wit/stat',
} as const;

/** Requests about contract changes; docs/protocol.md tells what they take and give. */
export const CONTRACT_REQUESTS = {
  changes: 'wit/contractChanges',
  report: 'wit/contractReport',
  bases: 'wit/contractBases',
  chooseBase: 'wit/chooseContractBase',
} as const;

/** Sent to a client that said `contractChanges: true`, whenever something else than what it typed may have changed them. */
export const CONTRACTS_CHANGED = 'wit/contractChangesChanged';

/** A command of the client: fetches what a package needs, given its directory's URI. */
export const FETCH = 'wit.fetchDependencies';

/** What `deps/` lacks of what lock files say; docs/protocol.md tells what it takes and gives. */
export const DEPENDENCY_STATUS = 'wit/dependencyStatus';

/** The same as a command that shows sentences, for clients without a list of their own. */
export const CHECK_DEPENDENCIES = 'wit.checkDependencies';

/** `{ uri }` of a `.wasm` or of its view → `ExtractResult`: its WIT as files, for the client to write. */
export const EXTRACT_BINARY = 'wit/extractBinary';

export interface ExtractResult {
  /** Paths with `/`, to be put below a folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Why there are none. */
  readonly reason?: string;
}
