// Native wasm-tools as the oracle of semver-check: the program itself, and its `semver_check` in test/oracle/native for many
// pairs of whole packages.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NativeReference } from '../oracle/native.ts';
import type { Files } from './starts.ts';

const TOOL = process.env.WASM_TOOLS ?? 'wasm-tools';
const version = /wasm-tools (\d+)\.(\d+)/.exec(spawnSync(TOOL, ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** Older ones compare names in another way. */
export const AVAILABLE = version !== null && (Number(version[1]) > 1 || Number(version[2]) >= 263);
if (!AVAILABLE) console.log(`skipped: no wasm-tools 1.263 or later (${TOOL})`);

/** `invalid`: one of the versions is no WIT, or a world of it cannot be encoded. */
export type NativeVerdict =
  | { readonly kind: 'accept' | 'invalid' }
  | { readonly kind: 'reject'; readonly message: string };

export interface Answer {
  readonly accepts: boolean;
  readonly message: string;
}

export function ask(...args: string[]): Answer {
  const { status, stderr } = spawnSync(TOOL, args, { encoding: 'utf8' });
  return { accepts: status === 0, message: (stderr ?? '').trim() };
}

/** Files in a directory that is gone afterwards. */
export async function inDirectory<T>(
  files: Readonly<Record<string, string>> | Files,
  run: (directory: string) => T | Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-native-'));
  try {
    for (const [name, text] of files instanceof Map ? files : Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), text);
    }
    return await run(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Does what is made for the old version fit the new one, and the other way round? By world. */
export async function bothWays(
  reference: NativeReference,
  before: Files,
  after: Files,
): Promise<ReadonlyMap<string, readonly [forth: NativeVerdict, back: NativeVerdict]>> {
  const files = new Map([
    ...[...before].map(([name, text]) => [`old/${name}`, text] as const),
    ...[...after].map(([name, text]) => [`new/${name}`, text] as const),
  ]);
  return inDirectory(files, async (directory) => {
    const [old, now] = [path.join(directory, 'old'), path.join(directory, 'new')];
    const worlds = await reference.versions(old, now);
    const isRefused = Object.values(worlds).some((it) => it.some((message) => message !== null));
    // A world that does not fit its own place says nothing of the edit.
    const itself = isRefused ? [await reference.versions(old, old), await reference.versions(now, now)] : [];
    return new Map(
      Object.entries(worlds).map(([name, [forth, back]]) => {
        const fits = itself.every((it) => it[name]?.[0] === null);
        return [name, fits ? [verdictOf(forth), verdictOf(back)] : [NONE, NONE]];
      }),
    );
  });
}

const NONE: NativeVerdict = { kind: 'invalid' };

function verdictOf(message: string | null): NativeVerdict {
  if (message === null) return { kind: 'accept' };
  // What cannot be encoded at all says nothing of the two.
  return message.includes('not semver-compatible') ? { kind: 'reject', message } : NONE;
}
