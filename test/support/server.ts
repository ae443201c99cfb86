// A language client for tests: speaks JSON-RPC to the built server in a process of its own, or to one inside the test.
// It answers what the server asks, keeps what the server says, and waits for things without sleeping.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Row } from '../../server/src/lsp/handlers/row.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { type ServerOptions, startServer } from '../../server/src/lsp/server.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { testParser } from './parser.ts';

export const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

/** Capabilities below `textDocument` of a client that shows Markdown, and tooltips of links. */
export const SHOWING = {
  hover: { contentFormat: ['markdown'] },
  signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } },
  documentLink: { tooltipSupport: true },
};

export interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into messages of every shape
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
}

type Answer = (params: Message['params']) => unknown;

export class TestClient {
  /** Everything the server said unasked. */
  readonly notifications: Message[] = [];
  /** What the server asked, answered or not. */
  readonly requests: Message[] = [];
  /** Answers every request of the server with an error. */
  refuses = false;
  /** Answers no request of the server. */
  silent = false;
  /** Milliseconds until a request of the server is answered. */
  late = 0;
  readonly answers = new Map<string, Answer>([['workspace/configuration', ({ items }) => items.map(() => null)]]);
  /** Resolves with the exit code of a server in a process. */
  readonly exited: Promise<number | null>;
  /** The requests that were answered, by their numbers. */
  readonly responses: number[] = [];
  readonly #out: Writable;
  readonly #pending = new Map<number, (message: Message) => void>();
  readonly #watchers = new Set<() => void>();
  #buffer: Buffer = Buffer.alloc(0);
  #id = 0;

  constructor(input: Readable, out: Writable, process?: ChildProcess) {
    this.#out = out;
    this.exited = new Promise((resolve) => process?.on('exit', resolve));
    input.on('data', (data: Buffer) => this.#receive(data));
    // A server that was killed reads no more.
    out.on('error', () => {});
  }

  /** The server that is shipped, over standard input and output. */
  static spawned(args: readonly string[] = ['--stdio'], program = SERVER): TestClient {
    if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill();
    });
    return new TestClient(child.stdout, child.stdin, child);
  }

  /** A server inside the test, with its own host and, if wanted, its own requests. */
  static async inside(
    host: Host,
    rows: readonly Row[] = ROWS,
    options: Pick<ServerOptions, 'store'> = {},
  ): Promise<TestClient> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    startServer(connection, host, await testParser(), { rows, ...options });
    onTestFinished(() => connection.dispose());
    return new TestClient(toClient, toServer);
  }

  async initialize(params: Readonly<Record<string, unknown>> = {}): Promise<Message['result']> {
    const { result } = await this.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      ...params,
    });
    this.notify('initialized', {});
    return result;
  }

  /** Sends a request; `answer` is its whole response. */
  send(method: string, params?: unknown): { readonly id: number; readonly answer: Promise<Message> } {
    const id = ++this.#id;
    const answer = new Promise<Message>((resolve) => this.#pending.set(id, resolve));
    this.#write({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
    return { id, answer };
  }

  request(method: string, params?: unknown): Promise<Message> {
    return this.send(method, params).answer;
  }

  notify(method: string, params: unknown): void {
    this.#write({ jsonrpc: '2.0', method, params });
  }

  open(uri: string, text: string, version = 1): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'wit', version, text } });
  }

  change(uri: string, version: number, ...contentChanges: readonly unknown[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** The diagnostics the server sends for a version of a file, whenever it does. */
  async diagnostics(uri: string, version: number): Promise<Message['params']['diagnostics']> {
    const message = await this.notified(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && params.version === version,
    );
    return message.params.diagnostics;
  }

  /** The newest notification of a kind that fits, now or later. */
  async notified(method: string, fits: (params: Message['params']) => boolean = () => true): Promise<Message> {
    const find = (): Message | undefined =>
      this.notifications.findLast((it) => it.method === method && fits(it.params));
    return this.#until(find);
  }

  async asked(method: string, fits: (params: Message['params']) => boolean = () => true): Promise<Message> {
    return this.#until(() => this.requests.find((it) => it.method === method && fits(it.params)));
  }

  #until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  #write(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message));
    this.#out.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#out.write(body);
  }

  #receive(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString())?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message: Message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#dispatch(message);
    }
  }

  #dispatch(message: Message): void {
    const { id, method } = message;
    if (method === undefined) {
      if (id === undefined) return;
      this.responses.push(id);
      this.#pending.get(id)?.(message);
      this.#pending.delete(id);
    } else if (id === undefined) {
      this.notifications.push(message);
    } else {
      this.requests.push(message);
      const outcome = this.refuses
        ? { error: { code: -32601, message: 'unknown method' } }
        : { result: this.answers.get(method)?.(message.params) ?? null };
      const answer = { jsonrpc: '2.0', id, ...outcome };
      if (!this.silent && this.late === 0) this.#write(answer);
      else if (!this.silent) setTimeout(() => this.#write(answer), this.late);
    }
    for (const look of [...this.#watchers]) look();
  }
}
