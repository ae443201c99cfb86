// A server without a client ends: its parent dies, its input ends, its output breaks, its channel or socket closes.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { SERVER } from '../support/server.ts';

/** What is promised is a second. The library alone looks for a dead parent every three seconds. */
const SOON = 2500;

function ending(child: ChildProcess): void {
  onTestFinished(() => void child.kill('SIGKILL'));
}

function message(content: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

function hello(processId: number | null): string {
  const params = { processId, rootUri: null, capabilities: {} };
  return message({ id: 1, method: 'initialize', params }) + message({ method: 'initialized', params: {} });
}

async function started(processId: number | null): Promise<ChildProcess> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  ending(server);
  server.stdin?.on('error', () => {});
  server.stdin?.write(hello(processId));
  await once(server.stdout ?? server, 'data');
  return server;
}

async function exitOf(server: ChildProcess, end: () => void): Promise<number> {
  const start = performance.now();
  const exited = server.exitCode === null ? once(server, 'exit') : Promise.resolve();
  end();
  await exited;
  return performance.now() - start;
}

it('its input ends', async () => {
  const server = await started(null);
  expect(await exitOf(server, () => server.stdin?.end())).toBeLessThan(SOON);
});

it('its output breaks', async () => {
  const server = await started(null);
  server.stdout?.destroy();
  const took = await exitOf(server, () => {
    server.stdin?.write(message({ id: 2, method: 'workspace/symbol', params: { query: 'a' } }));
  });
  expect(took).toBeLessThan(SOON);
});

it('the process that it was told of dies, while its input stays open', async () => {
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  ending(parent);
  const server = await started(parent.pid ?? 0);
  expect(await exitOf(server, () => parent.kill('SIGKILL'))).toBeLessThan(SOON);
});

/** A client that starts the server itself and says which process that is. */
const CLIENT = `
const { spawn, fork } = require('node:child_process');
const [how, server, hello] = process.argv.slice(1);
const child = how === 'ipc' ? fork(server, ['--node-ipc'], { stdio: 'ignore' }) : spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
const say = () => console.log(child.pid);
if (how === 'ipc') {
  child.on('message', say);
  child.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
} else {
  child.stdout.once('data', say);
  child.stdin.write(hello);
}
`;

it.each(['stdio', 'ipc'])('its client is killed: %s', async (how) => {
  const client = spawn(process.execPath, ['-e', CLIENT, how, SERVER, hello(null)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ending(client);
  const [data] = await once(client.stdout, 'data');
  const pid = Number(String(data).trim());
  const start = performance.now();
  client.kill('SIGKILL');
  while (isAlive(pid) && performance.now() - start < SOON) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('its socket closes', async () => {
  const listener = createServer();
  onTestFinished(() => void listener.close());
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server = spawn(process.execPath, [SERVER, `--socket=${port}`], { stdio: 'ignore' });
  ending(server);
  const [socket] = (await once(listener, 'connection')) as [Socket];
  socket.on('error', () => {});
  socket.write(hello(null));
  await once(socket, 'data');
  expect(await exitOf(server, () => socket.destroy())).toBeLessThan(SOON);
});
