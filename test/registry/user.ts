// A user of registries: a configuration of their own, an empty cache, and what they get.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { nodeNetwork } from '../../server/src/hosts/network.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { diskStore } from '../../server/src/hosts/registry-store.ts';
import { isRegistryFailure } from '../../server/src/registry/failure.ts';
import { Registry } from '../../server/src/registry/registry.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import type { FakeRegistry } from '../support/registry.ts';

/** A user with a configuration of their own, whose cache is empty. */
export function user(config: string, env: Record<string, string> = {}): { host: Host; cache: string; home: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'wit-registry-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(path.join(home, '.config/wasm-pkg'), { recursive: true });
  writeFileSync(path.join(home, '.config/wasm-pkg/config.toml'), config);
  const cache = path.join(home, 'cache');
  const network = {
    ...nodeNetwork(pathToUri),
    env,
    home: pathToUri(home),
    config: pathToUri(path.join(home, '.config')),
    store: diskStore(cache),
  };
  return { host: { ...nodeHost(), network }, cache, home };
}

export function configFor({ host }: Pick<FakeRegistry, 'host'>, auth = ''): string {
  return `default_registry = "${host}"\n[registry."${host}".oci]\nprotocol = "http"\n${auth}`;
}

export async function open(host: Host, offline = false): Promise<Registry> {
  const registry = await Registry.open(host, { offline });
  if (isRegistryFailure(registry)) throw new Error(registry.message);
  return registry;
}

/** The bytes of a version, or the message of what failed on the way. */
export async function fetched(registry: Registry, name = 'acme:log', version = '0.2.0'): Promise<string> {
  const published = await registry.versions(name);
  if (isRegistryFailure(published)) return published.message;
  const release = await registry.release(published.place, version);
  if (isRegistryFailure(release)) return release.message;
  const content = await registry.content(published.place, release);
  return isRegistryFailure(content) ? content.message : Buffer.from(content).toString();
}

export function stored(cache: string): string[] {
  if (!existsSync(cache)) return [];
  return readdirSync(cache, { recursive: true, withFileTypes: true }).flatMap((it) => (it.isFile() ? [it.name] : []));
}

/** This process has a configuration and a cache of its own. */
export function configured(fake: FakeRegistry): void {
  const home = mkdtempSync(path.join(tmpdir(), 'wit-breaking-'));
  mkdirSync(path.join(home, 'cache'));
  writeFileSync(path.join(home, 'config.toml'), configFor(fake));
  const before = { ...process.env };
  process.env.WKG_CONFIG_FILE = path.join(home, 'config.toml');
  process.env.XDG_CACHE_HOME = path.join(home, 'cache');
  onTestFinished(() => {
    process.env = before;
    rmSync(home, { recursive: true, force: true });
  });
}
