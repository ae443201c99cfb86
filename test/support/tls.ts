// An authority of the tests' own with a certificate for this machine, and a proxy; made by openssl, which is not everywhere.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Certificates {
  /** The file of the authority's certificate, PEM. */
  readonly authority: string;
  readonly key: string;
  readonly cert: string;
}

/** A certificate for 127.0.0.1 and localhost. */
export function certificates(): Certificates & { remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-tls-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Authority', '-days', '30');
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'san', '-days', '30'];
  openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem');
  return {
    authority: at('ca.pem'),
    key: readFileSync(at('server.key'), 'utf8'),
    cert: readFileSync(at('server.pem'), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Proxy {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** What was asked of the proxy itself: `CONNECT host:port`, with what it was told about the user. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
}

/** A proxy that opens tunnels and does nothing else. `status`: it refuses them with this one. */
export async function tunnelProxy({ secure, status }: { secure?: Certificates; status?: number } = {}): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server: Server = secure === undefined ? createServer() : createSecureServer(secure);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request, client: Socket) => {
    asked.push({ target: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
    client.on('error', () => {});
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const [host, port] = (request.url ?? '').split(':');
    const there = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    sockets.add(there);
    there.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const it of sockets) it.destroy();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
