// A registry on this machine that says what a test wants: packages as wkg lays them out, and every kind of bad answer. It
// remembers what it was asked, with which credentials.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

export type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => void;

interface Stored {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FakeRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly asked: Asked[];
  /** The paths that were asked, in order. */
  paths(): string[];
  /** Puts a version of a package there. Gives the digest of its layer. */
  publish(repository: string, tag: string, content: Uint8Array, changes?: Changes): string;
  /** Answers in place of what is published, for a path or for all that match. */
  on(path: string | RegExp, handler: Handler): void;
  /** Asks for these credentials, directly or by a token of its own. */
  protect(kind: 'basic' | 'token', username: string, password: string): void;
}

/** What is other than wkg writes it. */
export interface Changes {
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly manifestType?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly configType?: string;
  readonly layer?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly imports?: readonly string[];
  readonly exports?: readonly string[];
  readonly created?: string;
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** `secure`: over TLS, with this key and certificate (PEM). */
export async function fakeRegistry(secure?: { readonly key: string; readonly cert: string }): Promise<FakeRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Stored>();
  const handlers: { readonly path: string | RegExp; readonly handler: Handler }[] = [];
  const asked: Asked[] = [];
  let guard: ((request: IncomingMessage, response: ServerResponse, path: string) => boolean) | undefined;
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization, headers: request.headers });
    const found = handlers.find((it) => (typeof it.path === 'string' ? it.path === path : it.path.test(path)));
    if (found !== undefined) return found.handler(request, response, path);
    if (guard !== undefined && !guard(request, response, path)) return;
    answer(path, request, response, { blobs, manifests });
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    paths: () => asked.map((it) => it.path),
    publish(repository, tag, content, changes = {}) {
      const layer = Buffer.from(content);
      const config = Buffer.from(
        JSON.stringify({
          created: changes.created ?? '2026-03-01T10:00:00Z',
          architecture: 'wasm',
          os: 'wasip2',
          layerDigests: [digestOf(layer)],
          component: { exports: changes.exports ?? [], imports: changes.imports ?? [], target: null },
          ...changes.config,
        }),
      );
      const manifest = {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: {
          mediaType: changes.configType ?? 'application/vnd.wasm.config.v0+json',
          digest: digestOf(config),
          size: config.length,
        },
        layers: [{ mediaType: 'application/wasm', digest: digestOf(layer), size: layer.length, ...changes.layer }],
        annotations: { 'org.opencontainers.image.version': tag, ...changes.annotations },
        ...changes.manifest,
      };
      blobs.set(digestOf(layer), layer);
      blobs.set(digestOf(config), config);
      const type = changes.manifestType ?? 'application/vnd.oci.image.manifest.v1+json';
      manifests.set(`${repository}:${tag}`, { type, bytes: Buffer.from(JSON.stringify(manifest)) });
      return digestOf(layer);
    },
    on: (path, handler) => void handlers.unshift({ path, handler }),
    protect(kind, username, password) {
      guard = kind === 'basic' ? basicGuard(username, password) : tokenGuard(host, username, password);
    },
  };
}

function answer(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  {
    blobs,
    manifests,
  }: { readonly blobs: ReadonlyMap<string, Buffer>; readonly manifests: ReadonlyMap<string, Stored> },
): void {
  const [, repository = '', kind, last = ''] = /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^?]+)/.exec(path) ?? [];
  if (path.startsWith('/v2/_catalog')) {
    const names = new Set([...manifests.keys()].map((it) => it.slice(0, it.lastIndexOf(':'))));
    return json(response, { repositories: [...names].sort() });
  }
  if (kind === 'tags') {
    const tags = [...manifests.keys()].flatMap((it) =>
      it.startsWith(`${repository}:`) ? [it.slice(repository.length + 1)] : [],
    );
    if (tags.length > 0) return json(response, { name: repository, tags });
  }
  const manifest = kind === 'manifests' ? manifests.get(`${repository}:${last}`) : undefined;
  if (manifest !== undefined) {
    const etag = `"${digestOf(manifest.bytes)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, {
      'content-type': manifest.type,
      'docker-content-digest': digestOf(manifest.bytes),
      etag,
    });
    return void response.end(manifest.bytes);
  }
  const blob = kind === 'blobs' ? blobs.get(last) : undefined;
  if (blob !== undefined) return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(blob);
  json(response, { errors: [{ code: 'NAME_UNKNOWN', message: 'not known' }] }, 404);
}

export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

function basicGuard(username: string, password: string) {
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.headers.authorization === wanted) return true;
    json(response, { errors: [{ code: 'UNAUTHORIZED' }] }, 401, { 'www-authenticate': 'Basic realm="test"' });
    return false;
  };
}

function tokenGuard(host: string, username: string, password: string) {
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
    if (path.startsWith('/token?')) {
      const scope = new URL(path, 'http://x').searchParams.get('scope') ?? '';
      if (request.headers.authorization === wanted) json(response, { token: Buffer.from(scope).toString('base64url') });
      else json(response, {}, 401);
      return false;
    }
    const repository = /^\/v2\/(.+)\/(?:tags|manifests|blobs)\//.exec(path)?.[1];
    const scope = repository === undefined ? 'registry:catalog:*' : `repository:${repository}:pull`;
    if (request.headers.authorization === `Bearer ${Buffer.from(scope).toString('base64url')}`) return true;
    const challenge = `Bearer realm="http://${host}/token",service="test",scope="${scope}"`;
    json(response, { errors: [{ code: 'UNAUTHORIZED' }] }, 401, { 'www-authenticate': challenge });
    return false;
  };
}
