// A client that listens closely: it knows the text of every file, keeps what the server said with it, and finds ranges
// that are no ranges.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Encoding, LineIndex } from '../../server/src/base/text.ts';
import { isProtocol, type Said } from './metamodel.ts';
import type { Message, TestClient } from './server.ts';

interface Place {
  readonly line: number;
  readonly character: number;
}

export class Conversation {
  readonly client: TestClient;
  readonly said: Said[] = [];
  /** What is wrong with what was said. */
  readonly complaints: string[] = [];
  readonly asked = new Set<string>();
  /** The server's own notifications that this client hears. */
  readonly own = new Set<string>();
  readonly #texts = new Map<string, { version: number; lines: LineIndex }>();
  #encoding: Encoding = 'utf-16';
  #heard = { notifications: 0, requests: 0 };

  constructor(client: TestClient) {
    this.client = client;
  }

  async initialize(params: Readonly<Record<string, unknown>>): Promise<Message['result']> {
    const result = await this.client.initialize(params);
    const options = params.initializationOptions as { readonly contractChanges?: boolean } | undefined;
    if (options?.contractChanges) this.own.add('wit/contractChangesChanged');
    this.said.push({ method: 'initialize', part: 'result', value: result });
    this.#encoding = result.capabilities.positionEncoding;
    return result;
  }

  open(uri: string, text: string, version = 1): void {
    this.#texts.set(uri, { version, lines: new LineIndex(text) });
    this.client.open(uri, text, version);
  }

  change(
    uri: string,
    version: number,
    changes: readonly { range?: { start: Place; end: Place }; text: string }[],
  ): void {
    let text = this.#texts.get(uri)?.lines.text ?? '';
    for (const { range, text: added } of changes) {
      const lines = new LineIndex(text);
      const [start, end] =
        range === undefined
          ? [0, text.length]
          : [lines.offset(range.start, this.#encoding), lines.offset(range.end, this.#encoding)];
      text = text.slice(0, start) + added + text.slice(end);
    }
    this.#texts.set(uri, { version, lines: new LineIndex(text) });
    this.client.change(uri, version, ...changes);
  }

  close(uri: string): void {
    this.#texts.delete(uri);
    this.client.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** What the client has, open or on the disk. */
  text(uri: string): string | undefined {
    return this.#lines(uri)?.text;
  }

  /** Where a position is in what the client has, in the encoding that was agreed on. */
  offset(uri: string, at: Place): number {
    return this.#lines(uri)?.offset(at, this.#encoding) ?? 0;
  }

  version(uri: string): number | undefined {
    return this.#texts.get(uri)?.version;
  }

  /** Asks, and checks the answer; an error is a complaint unless it refuses (`RequestFailed`) or was wanted. */
  async ask(method: string, params: object, uri?: string): Promise<Message['result']> {
    return this.heard(method, await this.client.request(method, params), uri);
  }

  /** `uri`: the file that was asked about. */
  heard(method: string, answer: Message, uri?: string): Message['result'] {
    const { result, error } = answer;
    this.asked.add(method);
    // Commands may show a world, too.
    if (method === 'workspace/executeCommand' || /^wit\/.*(?:world|composition)/i.test(method))
      this.own.add('wit/worldsChanged');
    if (error !== undefined) {
      if (!REFUSALS.has(error.code) || / failed: /.test(error.message)) this.#complain(method, 'failed', error);
      return undefined;
    }
    if (result === undefined) this.#complain(method, 'has neither result nor error', answer);
    if (isProtocol(method)) this.said.push({ method, part: 'result', value: result });
    this.#ranges(method, result, uri);
    return result;
  }

  /** Checks what the server has said unasked since the last time. */
  listen(): void {
    const { notifications, requests } = this.client;
    const fresh = [...notifications.slice(this.#heard.notifications), ...requests.slice(this.#heard.requests)];
    this.#heard = { notifications: notifications.length, requests: requests.length };
    for (const { method = '', params } of fresh) {
      if (this.own.has(method)) {
        // JSON-RPC would allow an array, the Language Server Protocol does not.
        if (JSON.stringify(params ?? {}) !== '{}') this.#complain(method, 'has content', params);
      } else if (!isProtocol(method)) this.#complain(method, 'is not in the protocol', params);
      // Of an older version, the text is gone.
      else if (params?.version === undefined || params.version === this.#texts.get(params.uri)?.version)
        this.#ranges(method, params, undefined);
      if (isProtocol(method)) this.said.push({ method, part: 'params', value: params });
    }
  }

  #complain(method: string, what: string, value: unknown): void {
    this.complaints.push(`${method} ${what}: ${JSON.stringify(value)}`);
  }

  /** `uri`: the file that positions belong to, until something inside says otherwise. */
  #ranges(method: string, value: unknown, uri: string | undefined): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const it of value) this.#ranges(method, it, uri);
      return;
    }
    const object = value as Readonly<Record<string, unknown>>;
    const { textDocument, targetUri, originSelectionRange } = object;
    const { range, selectionRange, targetRange, targetSelectionRange } = object;
    this.#inside(method, range, selectionRange);
    this.#inside(method, targetRange, targetSelectionRange);
    const named = (textDocument as { readonly uri?: string } | undefined)?.uri ?? targetUri ?? object.uri;
    const own = typeof named === 'string' ? named : uri;
    if (isRange(object)) this.#range(method, object, own);
    for (const [key, it] of Object.entries(object)) {
      if (it === originSelectionRange) this.#ranges(method, it, uri);
      else if (key !== 'changes') this.#ranges(method, it, own);
      else for (const [file, edits] of Object.entries(it as object)) this.#ranges(method, edits, file);
    }
  }

  #inside(method: string, outer: unknown, inner: unknown): void {
    if (!isRange(outer) || !isRange(inner)) return;
    if (before(inner.start, outer.start) || before(outer.end, inner.end))
      this.#complain(method, 'selects outside the whole', { outer, inner });
  }

  #range(method: string, range: { start: Place; end: Place }, uri: string | undefined): void {
    if (before(range.end, range.start)) this.#complain(method, 'has a range that runs backwards', range);
    const lines = uri === undefined ? undefined : this.#lines(uri);
    if (lines === undefined) {
      if (uri === undefined) this.#complain(method, 'has a range in no file', range);
      return;
    }
    for (const at of [range.start, range.end]) {
      const offset = lines.offset(at, this.#encoding);
      const back = lines.position(offset, this.#encoding);
      const splits =
        /^[\uDC00-\uDFFF]/.test(lines.text.slice(offset)) && /[\uD800-\uDBFF]$/.test(lines.text.slice(0, offset));
      if (back.line !== at.line || back.character !== at.character || splits)
        this.#complain(method, `has a position outside the text of ${uri}`, at);
    }
  }

  #lines(uri: string): LineIndex | undefined {
    const open = this.#texts.get(uri)?.lines;
    if (open !== undefined) return open;
    if (!uri.startsWith('file:') || !existsSync(fileURLToPath(uri))) return undefined;
    return new LineIndex(readFileSync(fileURLToPath(uri), 'utf8'));
  }
}

/** RequestFailed, ContentModified, RequestCancelled. */
const REFUSALS: ReadonlySet<number> = new Set([-32803, -32801, -32800]);

function isRange(value: unknown): value is { start: Place; end: Place } {
  const range = value as { start?: Place; end?: Place } | null | undefined;
  return typeof range?.start?.line === 'number' && typeof range.end?.line === 'number';
}

function before(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
