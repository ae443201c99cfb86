// `npm run soak`: a server at work for as long as is asked for: edits, branches that are switched, 50 requests a second. Its memory
// after a forced collection, its handles and its answers' times must be at the end what they were after the first tenth.
// Options: --minutes N, --seed N, --snapshots DIRECTORY (of the heap, after the third tenth and at the end).

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { writeHeapSnapshot } from 'node:v8';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { nodeHost } from '../../server/src/hosts/node.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { loadParser } from '../../server/src/syntax/tree-sitter.ts';
import { Random } from '../conformance/random.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    snapshots: { type: 'string' },
  },
});
const milliseconds = Number(values.minutes) * 60_000;
const random = new Random(Number(values.seed));
const PACKAGES = 20;
const RATE = 50;
const PERIODS = 10;

const directory = mkdtempSync(path.join(tmpdir(), 'wit-soak-'));
const uriOf = (n: number): string => pathToFileURL(path.join(directory, `p${n}/a.wit`)).href;

function text(n: number, extra = ''): string {
  const use = n === 0 ? '' : `  use x:p${n - 1}/i.{t};\n`;
  return `package x:p${n}@1.0.0;\n\n/// Docs.\ninterface i {\n${use}${n === 0 ? '  type t = u8;\n' : ''}${extra}  record r { a: u8, b: list<t> }\n  f: func(a: r) -> result<t, string>;\n}\nworld w { import i; export g: func(); }\n`;
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: directory, stdio: 'ignore' });
}

function makeRepository(): void {
  for (let n = 0; n < PACKAGES; n++) {
    mkdirSync(path.join(directory, `p${n}`));
    writeFileSync(path.join(directory, `p${n}/a.wit`), text(n));
  }
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'main');
  git('checkout', '-q', '-b', 'other');
  for (let n = 0; n < PACKAGES; n += 2)
    writeFileSync(path.join(directory, `p${n}/a.wit`), text(n, '  extra: func();\n'));
  git('commit', '-qam', 'other');
  git('checkout', '-q', 'main');
}

/** Just enough of a client. */
class Client {
  readonly #out: PassThrough;
  readonly #pending = new Map<number, () => void>();
  #buffer = Buffer.alloc(0);
  #id = 0;
  failures = 0;

  constructor(input: PassThrough, out: PassThrough) {
    this.#out = out;
    input.on('data', (data: Buffer) => this.#receive(data));
  }

  request(method: string, params: unknown): Promise<void> {
    const id = ++this.#id;
    this.#send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve) => this.#pending.set(id, resolve));
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  get waiting(): number {
    return this.#pending.size;
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify(message));
    this.#out.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#out.write(body);
  }

  #receive(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (let end = this.#buffer.indexOf('\r\n\r\n'); end !== -1; end = this.#buffer.indexOf('\r\n\r\n')) {
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, end))?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString('utf8', end + 4, end + 4 + length));
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      if (message.method !== undefined) {
        const result = message.method === 'workspace/configuration' ? message.params.items.map(() => null) : null;
        if (message.id !== undefined) this.#send({ jsonrpc: '2.0', id: message.id, result });
        continue;
      }
      // Overtaken by an edit (-32801, -32802) or cancelled (-32800) is no failure.
      if (message.error !== undefined && ![-32800, -32801, -32802].includes(message.error.code)) {
        this.failures++;
        console.log(`failed: ${JSON.stringify(message.error).slice(0, 300)}`);
      }
      this.#pending.get(message.id)?.();
      this.#pending.delete(message.id);
    }
  }
}

interface Sample {
  readonly heap: number;
  readonly handles: number;
  readonly p95: number;
  readonly requests: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function sample(times: readonly number[]): Promise<Sample> {
  await pause(300);
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.();
    await pause(20);
  }
  const sorted = [...times].sort((a, b) => a - b);
  return {
    heap: process.memoryUsage().heapUsed,
    handles:
      process.getActiveResourcesInfo().filter((it) => it !== 'Timeout' && it !== 'Immediate').length + openFiles(),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    requests: times.length,
  };
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

const METHODS = ['hover', 'definition', 'completion', 'documentHighlight', 'references', 'signatureHelp'];
const OF_FILES = ['diagnostic', 'documentSymbol', 'semanticTokens/full', 'codeLens', 'foldingRange'];

async function period(client: Client, ends: number, versions: number[], times: number[]): Promise<void> {
  let branch = 'main';
  const asked: Promise<void>[] = [];
  for (let step = 0; Date.now() < ends; step++) {
    const started = performance.now();
    const n = random.below(PACKAGES);
    if (n < 10) {
      // A line is put in and taken out again.
      const version = (versions[n] ?? 0) + 1;
      versions[n] = version;
      const extra = version % 2 === 0 ? '' : `  typed${version}: func(x: nope${version});\n`;
      client.notify('textDocument/didChange', {
        textDocument: { uri: uriOf(n), version },
        contentChanges: [{ text: text(n, extra) }],
      });
    }
    if (step % 400 === 399) {
      branch = branch === 'main' ? 'other' : 'main';
      git('checkout', '-q', branch);
      const changes = Array.from({ length: PACKAGES / 2 }, (_, at) => ({ uri: uriOf(2 * at), type: 2 }));
      client.notify('workspace/didChangeWatchedFiles', { changes });
    }
    const textDocument = { uri: uriOf(n) };
    const method = random.below(2) === 0 ? random.pick(METHODS) : random.pick(OF_FILES);
    const position = { line: random.below(11), character: random.below(30) };
    const request =
      random.below(20) === 0
        ? client.request('workspace/symbol', { query: 'r' })
        : client.request(`textDocument/${method}`, { textDocument, position, context: { includeDeclaration: true } });
    asked.push(request.then(() => void times.push(performance.now() - started)));
    await pause(Math.max(0, 1000 / RATE - (performance.now() - started)));
  }
  if (branch !== 'main') git('checkout', '-q', 'main');
  // Every file ends as it began, so that what is kept can be compared.
  for (let n = 0; n < 10; n++) {
    versions[n] = (versions[n] ?? 0) + 1;
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOf(n), version: versions[n] },
      contentChanges: [{ text: text(n) }],
    });
  }
  const all = Array.from({ length: PACKAGES / 2 }, (_, at) => ({ uri: uriOf(2 * at), type: 2 }));
  client.notify('workspace/didChangeWatchedFiles', { changes: all });
  await Promise.race([Promise.all(asked), pause(15_000)]);
  await client.request('workspace/diagnostic', { previousResultIds: [] });
}

makeRepository();
try {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  const bytes = (name: string): Uint8Array => readFileSync(path.join('dist', name));
  startServer(
    connection,
    nodeHost(),
    await loadParser(bytes('web-tree-sitter.wasm'), bytes('tree-sitter-wit.wasm')),
    {},
  );
  const client = new Client(toClient, toServer);
  await client.request('initialize', {
    processId: null,
    rootUri: pathToFileURL(directory).href,
    capabilities: {
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  client.notify('initialized', {});
  const versions: number[] = [];
  for (let n = 0; n < 10; n++) {
    versions[n] = 1;
    client.notify('textDocument/didOpen', {
      textDocument: { uri: uriOf(n), languageId: 'wit', version: 1, text: text(n) },
    });
  }
  const begin = Date.now();
  const samples: Sample[] = [];
  for (let at = 1; at <= PERIODS; at++) {
    const times: number[] = [];
    await period(client, begin + (milliseconds * at) / PERIODS, versions, times);
    const it = await sample(times);
    samples.push(it);
    if (values.snapshots !== undefined && (at === 3 || at === PERIODS))
      writeHeapSnapshot(path.join(values.snapshots, `${at}.heapsnapshot`));
    console.log(
      `${((milliseconds * at) / PERIODS / 60_000).toFixed(1)} min: heap ${(it.heap / 1e6).toFixed(1)} MB, ${it.handles} handles, ${it.requests} requests, p95 ${it.p95.toFixed(1)} ms`,
    );
  }
  const wrong = [...judged(samples), ...(client.failures > 0 ? [`${client.failures} requests failed`] : [])];
  if (client.waiting > 0) wrong.push(`${client.waiting} requests were never answered`);
  for (const it of wrong) console.log(`soak: ${it}`);
  console.log(`${wrong.length === 0 ? 1 : 0} passed, ${wrong.length} failed`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit();

/** What is not flat. The first two tenths are for the compiler to warm up. */
function judged(samples: readonly Sample[]): string[] {
  const middle = (of: (it: Sample) => number, from: number, to: number): number =>
    samples
      .slice(from, to)
      .map(of)
      .sort((a, b) => a - b)[Math.floor((to - from) / 2)] ?? 0;
  const wrong: string[] = [];
  const [heap, lastHeap] = [middle((it) => it.heap, 2, 5), middle((it) => it.heap, 7, 10)];
  if (lastHeap > heap * 1.05)
    wrong.push(`the heap grew from ${(heap / 1e6).toFixed(1)} to ${(lastHeap / 1e6).toFixed(1)} MB`);
  const [handles, lastHandles] = [middle((it) => it.handles, 2, 5), middle((it) => it.handles, 7, 10)];
  if (lastHandles > handles) wrong.push(`handles grew from ${handles} to ${lastHandles}`);
  const [p95, lastP95] = [middle((it) => it.p95, 2, 5), middle((it) => it.p95, 7, 10)];
  // A shared machine doubles times within the minute.
  if (lastP95 > p95 * 2 + 20) wrong.push(`p95 grew from ${p95.toFixed(1)} to ${lastP95.toFixed(1)} ms`);
  return wrong;
}
