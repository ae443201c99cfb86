// The Rust programs that tests compare with (scripts/rust-tools.sh): a test that needs one says so where it is missing.

import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const CACHE = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const FOLDER = path.join(process.env.WIT_TOOLS ?? path.join(CACHE, 'wit-language-server/tools'), 'bin');

/** The path of a program that was built by scripts/rust-tools.sh, else of the one on the PATH. Undefined where there is none. */
export function tool(name: string): string | undefined {
  for (const folder of [FOLDER, ...(process.env.PATH ?? '').split(path.delimiter)]) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

/** Runs a tool; gives what it said and its exit status. */
export function runTool(
  program: string,
  args: readonly string[],
  cwd?: string,
): { readonly status: number; readonly out: string; readonly err: string } {
  try {
    const out = execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { status: 0, out, err: '' };
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number; stdout?: string; stderr?: string };
    return { status: status ?? -1, out: stdout ?? '', err: stderr ?? '' };
  }
}
