// The language server in a Web Worker, for an editor on a page. Imports nothing: any client that speaks JSON messages takes it.

/** Files of a page, by URI. The server reads what no editor has open from here. */
export class Files {
  #texts = new Map();
  #changes = 0;
  #hear = () => {};

  /** @param {Iterable<[string, string]>} texts */
  constructor(texts = []) {
    for (const [uri, text] of texts) this.set(uri, text);
  }

  uris() {
    return [...this.#texts.keys()];
  }

  get(uri) {
    return this.#texts.get(uri)?.text;
  }

  /** Writes a file; a server that runs is told. */
  set(uri, text) {
    const type = this.#texts.has(uri) ? 2 : 1;
    this.#changes += 1;
    this.#texts.set(uri, { text, modified: this.#changes });
    this.#hear({ uri, type });
  }

  delete(uri) {
    if (this.#texts.delete(uri)) this.#hear({ uri, type: 3 });
  }

  onChange(hear) {
    this.#hear = hear;
  }

  /** What the server asks: the three requests of docs/protocol.md. */
  answer(method, uri) {
    const file = this.#texts.get(uri);
    if (method === 'wit/readFile') return file === undefined ? null : base64(file.text);
    const entries = this.#entries(uri);
    if (method === 'wit/readDirectory') return entries.length > 0 ? entries : null;
    if (file !== undefined)
      return { kind: 'file', size: new TextEncoder().encode(file.text).length, modified: file.modified };
    return entries.length > 0 ? { kind: 'directory', size: 0, modified: this.#changes } : null;
  }

  #entries(uri) {
    const folder = uri.endsWith('/') ? uri : `${uri}/`;
    const kinds = new Map();
    for (const it of this.#texts.keys()) {
      if (!it.startsWith(folder)) continue;
      const [name, ...rest] = it.slice(folder.length).split('/');
      kinds.set(decodeURIComponent(name), rest.length > 0 ? 'directory' : 'file');
    }
    return [...kinds].map(([name, kind]) => ({ name, kind }));
  }
}

/** The text as UTF-8, as base64. */
function base64(text) {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** For `initializationOptions`: this page answers questions about files. */
export const initializationOptions = { files: true };

/**
 * Starts the server.
 * @param {string | URL} url where `dist/browser-server.js` of the npm package is served, on the page's own origin, with
 * everything else of `dist/` beside it
 * @param {Files} files
 */
export function startServer(url, files) {
  const worker = new Worker(url);
  const handlers = new Set();
  const send = (message) => worker.postMessage(message);
  worker.onmessage = ({ data }) => {
    if (data.id !== undefined && data.method?.startsWith('wit/'))
      send({ jsonrpc: '2.0', id: data.id, result: files.answer(data.method, data.params.uri) });
    else for (const handle of handlers) handle(JSON.stringify(data));
  };
  files.onChange((change) =>
    send({ jsonrpc: '2.0', method: 'workspace/didChangeWatchedFiles', params: { changes: [change] } }),
  );
  return {
    send: (message) => send(JSON.parse(message)),
    subscribe: (handle) => handlers.add(handle),
    unsubscribe: (handle) => handlers.delete(handle),
    stop: () => worker.terminate(),
  };
}
