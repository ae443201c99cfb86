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
