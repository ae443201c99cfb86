// `breaking .` beside `check .` in a repository of 300 generated packages of which 5 have changed: user time of each, in turn.

import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generated } from './workspaces.ts';

const PACKAGES = 300;
const CHANGED = 5;

export interface GateTimes {
  /** Seconds of user time, the best of each. */
  readonly check: number;
  readonly breaking: number;
}

/** Undefined where the tool that makes packages is missing. */
export function gateTimes(tool: string, server: string, rounds: number): GateTimes | undefined {
  const made = generated(tool, PACKAGES);
  if (made === undefined) return undefined;
  const names = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', '-c', 'init.defaultBranch=main'];
  const git = (...args: string[]): unknown => execFileSync('git', [...names, ...args], { cwd: made.folder });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'one');
  change(path.join(made.folder, 'packages'));
  const times: GateTimes[] = [];
  // Who comes first pays for files that no cache has.
  userTime(server, 'check', made.folder);
  // One after the other, so that what else the machine does concerns both.
  for (let round = 0; round < rounds; round++)
    times.push({ check: userTime(server, 'check', made.folder), breaking: userTime(server, 'breaking', made.folder) });
  rmSync(made.folder, { recursive: true, force: true });
  const best = (of: (it: GateTimes) => number): number => Math.min(...times.map(of));
  return { check: best((it) => it.check), breaking: best((it) => it.breaking) };
}

/** A parameter more in the first function of some packages. */
function change(packages: string): void {
  let left = CHANGED;
  for (const name of readdirSync(packages).sort()) {
    if (left === 0) return;
    const wit = path.join(packages, name, 'wit');
    const file = readdirSync(wit)
      .map((it) => path.join(wit, it))
      .find((it) => readFileSync(it, 'utf8').includes(': func()'));
    if (file === undefined) continue;
    writeFileSync(file, readFileSync(file, 'utf8').replace(': func()', ': func(more: u8)'));
    left--;
  }
}

/** Says the microseconds of user time when the process ends. */
const METER = `data:text/javascript,process.on('exit',()=>process.stderr.write('user '+process.cpuUsage().user+'\\n'))`;

function userTime(server: string, command: string, cwd: string): number {
  const args = ['--import', METER, server, command, '.'];
  const { stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  const user = /user (\d+)\s*$/.exec(stderr)?.[1];
  if (user === undefined) throw new Error(`${command} did not end: ${stderr.slice(0, 500)}`);
  return Number(user) / 1e6;
}
