// The network of a machine, through Node: HTTP, credential helpers, and the cache of what was fetched.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '../workspace/network.ts';
import { diskStore } from './registry-store.ts';
import { cacheDirectory } from './store.ts';

/** Milliseconds a credential helper may take: it may ask the user's key ring. */
const HELPER_TIMEOUT = 20_000;

export function nodeNetwork(uriOf: (path: string) => string): Network {
  return {
    env: process.env,
    home: uriOf(homedir()),
    config: uriOf(configDirectory()),
    uriOf: (file) => uriOf(path.resolve(file)),
    // Most runs ask no registry.
    get: async (request) => (await import('./http.ts')).get(request),
    credentialHelper,
    sha256: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
    wait: (milliseconds) => delay(milliseconds),
    store: diskStore(path.join(cacheDirectory(), 'wit-language-server', 'registry')),
  };
}

/** Where `wkg` looks: the rules of XDG everywhere but on Windows. */
function configDirectory(): string {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  if (process.platform === 'win32' && APPDATA !== undefined) return APPDATA;
  if (XDG_CONFIG_HOME !== undefined && path.isAbsolute(XDG_CONFIG_HOME)) return XDG_CONFIG_HOME;
  return path.join(homedir(), '.config');
}

/** A name of Docker's configuration of the user; the program is taken from PATH, never from a workspace. */
function credentialHelper(name: string, server: string): Promise<string | undefined> {
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(undefined);
  // Windows looks for programs in the current directory first: that must not be one of the workspace.
  const options = {
    cwd: path.dirname(process.execPath),
    timeout: HELPER_TIMEOUT,
    maxBuffer: 1 << 20,
    windowsHide: true,
  };
  return new Promise((resolve) => {
    const child = execFile(
      `docker-credential-${name}`,
      ['get'],
      { ...options, env: withoutRelativePath() },
      (error, out) => resolve(error === null ? out : undefined),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(server);
  });
}

/** A relative entry of PATH would find what a workspace has. */
function withoutRelativePath(): NodeJS.ProcessEnv {
  const entries = (process.env.PATH ?? '').split(path.delimiter).filter((it) => path.isAbsolute(it));
  return { ...process.env, PATH: entries.join(path.delimiter) };
}
