// A person at the keyboard, as the server sees one: single characters typed and deleted at random places of an open file,
// each followed by the question what is wrong now. The clock runs from sending the change to having the answer.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface SessionOptions {
  /** Keys go into this name, the first in the text; without it, to random places. */
  readonly needle?: string;
  /** Wait for what the server publishes, and do not ask. */
  readonly push?: boolean;
}

export interface SessionTimes {
  /** From the start of the process to the first diagnostics. */
  readonly spawned: number;
  readonly open: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  /** Kilobytes; undefined where the system does not tell. */
  readonly peak: number | undefined;
}

const KEYS = 'abcxyz09-{}();:,<>=%/\n ';

export async function editingSession(
  server: string,
  uri: string,
  text: string,
  edits: number,
  { needle, push = false }: SessionOptions = {},
): Promise<SessionTimes> {
  const begin = performance.now();
  const client = connect(server);
  await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: push
      ? { textDocument: { publishDiagnostics: { versionSupport: true } } }
      : { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
  });
  client.notify('initialized', {});
  const published = (version: number): Promise<unknown> =>
    client.heard('textDocument/publishDiagnostics', (it) => it.uri === uri && it.version === version);
  const ask = (version: number): Promise<unknown> =>
    push ? published(version) : client.request('textDocument/diagnostic', { textDocument: { uri } });
  let start = performance.now();
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'wit', version: 1, text } });
  await ask(1);
  const open = performance.now() - start;
  const spawned = performance.now() - begin;
  const times: number[] = [];
  const lines = text.split('\n');
  const random = generator(20261123);
  const named = lines.findIndex((it) => needle !== undefined && it.includes(needle));
  for (let version = 2; times.length < edits; version += 2) {
    const line = named === -1 ? Math.floor(random() * lines.length) : named;
    const written = lines[line] ?? '';
    const character = named === -1 ? Math.floor(random() * (written.length + 1)) : written.indexOf(needle ?? '') + 1;
    const at = { line, character };
    const key = named === -1 ? (KEYS[Math.floor(random() * KEYS.length)] ?? 'a') : 'x';
    const after = key === '\n' ? { line: line + 1, character: 0 } : { line, character: character + 1 };
    for (const [more, change] of [
      { range: { start: at, end: at }, text: key },
      { range: { start: at, end: after }, text: '' },
    ].entries()) {
      start = performance.now();
      const textDocument = { uri, version: version + more };
      client.notify('textDocument/didChange', { textDocument, contentChanges: [change] });
      await ask(version + more);
      times.push(performance.now() - start);
    }
  }
  const peak = peakOf(client.pid);
  await client.request('shutdown', null);
  client.notify('exit', null);
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { spawned, open, p50: quantile(0.5), p95: quantile(0.95), worst: quantile(1), peak };
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}

/** Mulberry32: the same edits in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Connection {
  readonly pid: number | undefined;
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /** The next notification that is meant; one at a time. */
  heard(method: string, isMeant: (params: { uri?: string; version?: number }) => boolean): Promise<unknown>;
}

export function connect(server: string, env: NodeJS.ProcessEnv = process.env): Connection {
  const child = spawn(process.execPath, [server, '--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const pending = new Map<number, (result: unknown) => void>();
  let waiting: ((method: string, params: { uri?: string; version?: number }) => void) | undefined;
  let buffer = Buffer.alloc(0);
  let id = 0;
  child.stdout.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())?.[1]);
      if (buffer.length < head + 4 + length) return;
      const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString());
      buffer = buffer.subarray(head + 4 + length);
      if (message.method === undefined) pending.get(message.id)?.(message.result);
      else if (message.id === undefined) waiting?.(message.method, message.params);
      else if (message.id !== undefined) write({ jsonrpc: '2.0', id: message.id, result: null });
    }
  });
  const write = (message: unknown): void => {
    const body = Buffer.from(JSON.stringify(message));
    child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  };
  return {
    pid: child.pid,
    request(method, params) {
      const current = ++id;
      const answer = new Promise((resolve) => pending.set(current, resolve));
      write({ jsonrpc: '2.0', id: current, method, ...(params === null ? {} : { params }) });
      return answer;
    },
    heard: (method, isMeant) =>
      new Promise((resolve) => {
        waiting = (other, params) => {
          if (other === method && isMeant(params)) resolve(params);
        };
      }),
    notify: (method, params) => write({ jsonrpc: '2.0', method, ...(params === null ? {} : { params }) }),
  };
}
