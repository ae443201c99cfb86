// `impact` over a generated registry: packages that all use one, published as `wkg` does, served on this machine.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { assemble } from '../server/src/binary/wat.ts';

/** A package `acme:NAME` that uses a type of `acme:log`, as wasm-tools encodes it. */
const packageText = (name: string): string => `(component
  (type (component
    (type (instance (type (enum "a" "b")) (export "level" (type (eq 0)))))
    (import "acme:log/api@0.2.0" (instance (type 0)))
    (alias export 0 "level" (type))
    (type (instance
      (alias outer 1 1 (type))
      (export "level" (type (eq 0)))
      (type (func (param "l" 1)))
      (export "f" (func (type 2)))))
    (export "acme:${name}/api@1.0.0" (instance (type 2)))))
  (export "api" (type 0)))`;

const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface Generated {
  readonly manifests: ReadonlyMap<string, Buffer>;
  readonly blobs: ReadonlyMap<string, Buffer>;
}

function generate(count: number): Generated {
  const manifests = new Map<string, Buffer>();
  const blobs = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    const name = `p${index}`;
    const bytes = assemble(packageText(name));
    if ('fault' in bytes) throw new Error(bytes.fault);
    const layer = Buffer.from(bytes);
    const config = Buffer.from(
      JSON.stringify({ created: '2026-01-01T00:00:00Z', component: { imports: [], exports: [name] } }),
    );
    for (const it of [layer, config]) blobs.set(digestOf(it), it);
    const blob = (mediaType: string, it: Buffer) => ({ mediaType, digest: digestOf(it), size: it.length });
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: blob('application/vnd.wasm.config.v0+json', config),
      layers: [blob('application/wasm', layer)],
    };
    manifests.set(`acme/${name}`, Buffer.from(JSON.stringify(manifest)));
  }
  return { manifests, blobs };
}

/** The answer for a path of the distribution specification; undefined for 404. */
function answer({ manifests, blobs }: Generated, url: string): Buffer | undefined {
  if (url.startsWith('/v2/_catalog')) return Buffer.from(JSON.stringify({ repositories: [...manifests.keys()] }));
  const [, name = '', kind, last = ''] = /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^?]+)/.exec(url) ?? [];
  if (kind === 'tags') return Buffer.from(JSON.stringify({ tags: ['1.0.0'] }));
  return kind === 'manifests' ? manifests.get(name) : blobs.get(last);
}

/** Seconds and largest memory, in MB, of one run; and how many consumers it found. */
async function impact(server: string, cwd: string, env: Record<string, string>) {
  const begin = performance.now();
  const child = spawn(process.execPath, [server, 'impact', 'acme:log', '--format', 'json'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  let peak = 0;
  child.stdout.on('data', (text: Buffer) => {
    out += text;
  });
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended, or this system has no such files.
    }
  }, 20);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  const consumers: { readonly breaks: boolean }[] = JSON.parse(out).consumers;
  return { seconds: (performance.now() - begin) / 1000, peak, broken: consumers.filter((it) => it.breaks).length };
}

export async function benchPublished(
  server: string,
  count: number,
  show: (what: string, value: string, aim?: string) => unknown,
): Promise<void> {
  const generated = generate(count);
  const registry = createServer((request, response) => {
    const body = answer(generated, request.url ?? '');
    const etag = body === undefined ? '' : `"${digestOf(body)}"`;
    if (body === undefined) response.writeHead(404).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(body);
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const home = mkdtempSync(path.join(tmpdir(), 'wit-bench-registry-'));
  try {
    mkdirSync(path.join(home, 'wit'));
    writeFileSync(
      path.join(home, 'config.toml'),
      `default_registry = "${host}"\n[registry."${host}".oci]\nprotocol = "http"\n`,
    );
    writeFileSync(
      path.join(home, 'wit/log.wit'),
      'package acme:log@0.2.1;\ninterface api { enum level { a, b, c } }\n',
    );
    const env = { WKG_CONFIG_FILE: path.join(home, 'config.toml'), XDG_CACHE_HOME: path.join(home, 'cache') };
    const cold = await impact(server, home, env);
    const warm = await impact(server, home, env);
    if (warm.broken !== count || cold.broken !== count) throw new Error(`impact found ${warm.broken} of ${count}`);
    show(`impact over ${count} published packages, cold`, `${cold.seconds.toFixed(1)} s`);
    show(`impact over ${count} published packages, warm`, `${warm.seconds.toFixed(1)} s`, 'under 60 s');
    show(
      `impact over ${count} published packages, memory`,
      `${Math.max(cold.peak, warm.peak).toFixed(0)} MB`,
      'under 400 MB',
    );
  } finally {
    registry.closeAllConnections();
    registry.close();
    rmSync(home, { recursive: true, force: true });
  }
}
