// Gives pages the language server of this machine: a process for each WebSocket. For Node; needs the packages `ws` and
// `vscode-jsonrpc`, and the command `wit-language-server` on the PATH.

import { spawn } from 'node:child_process';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { WebSocketServer } from 'ws';

/**
 * @param {import('node:http').Server} server what serves the page; other requests stay its own
 * @param {string} origin where the page is, `http://127.0.0.1:8000`. Who connects can read the files of this machine, and every page
 * that a browser shows may try: those of other origins are refused.
 * @param {import('node:child_process').SpawnOptions} options for the processes, as `cwd` and `env`
 */
export function bridge(server, origin, options = {}) {
  const sockets = new WebSocketServer({ server, verifyClient: (asking) => asking.origin === origin });
  sockets.on('connection', (socket) => {
    const child = spawn('wit-language-server', ['--stdio'], { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    const writer = new StreamMessageWriter(child.stdin);
    new StreamMessageReader(child.stdout).listen((message) => socket.send(JSON.stringify(message)));
    socket.on('message', (text) => {
      try {
        writer.write(JSON.parse(text)).catch(() => socket.close());
      } catch {
        socket.close(1007, 'not JSON');
      }
    });
    // Without its input the server ends by itself.
    socket.on('close', () => child.stdin.end());
    child.on('error', (error) => console.error(`wit-language-server did not start: ${error.message}`));
    child.on('close', () => socket.close());
  });
}
