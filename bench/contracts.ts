// Contract changes in a package of 57 files with its base in git: how long git takes when it is opened, how soon a
// keystroke has its changes, and whether a keystroke starts a git process.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { chooseBase } from '../server/src/contract/choose-base.ts';
import { isGitFailure, Repository } from '../server/src/contract/git.ts';
import { oldContracts, openCommit } from '../server/src/contract/old-version.ts';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import { Trees } from '../server/src/workspace/files.ts';
import type { Git, Host } from '../server/src/workspace/host.ts';
import { connect } from './keystrokes.ts';

const FILES = 57;
const EDITED = 'i28.wit';

/** As in WASI: some interfaces hold what the others use. */
function textOf(index: number): string {
  const use = index % 8 === 0 ? '' : `  use i${index - (index % 8)}.{shape as common};\n`;
  const funcs = Array.from(
    { length: 12 },
    (_, at) => `  /// The ${at}th.\n  f${at}: func(a: u32, b: list<shape>) -> result<shape, trouble>;\n`,
  );
  const types = `  record shape { x: s32, y: s32, name: string }\n  enum trouble { small, large, unknown }\n`;
  return `package bench:contracts@0.2.1;\n\ninterface i${index} {\n${use}${types}${funcs.join('')}}\n`;
}

/** A repository with one release and a branch that left it; the caller removes it. */
function repository(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  mkdirSync(path.join(folder, 'wit'));
  for (let index = 0; index < FILES; index++) writeFileSync(path.join(folder, 'wit', `i${index}.wit`), textOf(index));
  const names = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', '-c', 'init.defaultBranch=main'];
  const git = (...args: string[]): unknown => execFileSync('git', [...names, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'one');
  git('tag', 'v0.2.1');
  git('checkout', '-q', '-b', 'work');
  git('commit', '-q', '--allow-empty', '-m', 'two');
  return folder;
}

/** Milliseconds in which somebody waits for git; what overlaps counts once. */
class Stopwatch {
  total = 0;
  #running = 0;
  #since = 0;

  async time<T>(work: Promise<T>): Promise<T> {
    if (this.#running++ === 0) this.#since = performance.now();
    try {
      return await work;
    } finally {
      if (--this.#running === 0) this.total += performance.now() - this.#since;
    }
  }
}

function timed(git: Git, watch: Stopwatch): Git {
  return {
    ...git,
    run: (directory, args) => watch.time(git.run(directory, args)),
    objects(directory) {
      const objects = git.objects(directory);
      return { read: (oid) => watch.time(objects.read(oid)), close: () => objects.close() };
    },
  };
}

export async function gitTime(parser: WitParser): Promise<{ files: number; git: number; all: number }> {
  const folder = repository();
  const watch = new Stopwatch();
  const plain = nodeHost();
  const host: Host = plain.git === undefined ? plain : { ...plain, git: timed(plain.git, watch) };
  const start = performance.now();
  const names = new Set(['bench:contracts']);
  const found = await Repository.at(host, pathToUri(path.join(folder, 'wit')));
  if (isGitFailure(found)) throw new Error(found.message);
  const base = await chooseBase(found, { against: 'auto', holds: async () => true, prefixes: ['contracts'] });
  if (isGitFailure(base)) throw new Error(base.message);
  const reading = { host, parser, trees: new Trees(parser), settings: DEFAULT_SETTINGS };
  const tree = await openCommit(found, base.commit, reading);
  if (isGitFailure(tree)) throw new Error(tree.message);
  const packages = await oldContracts(tree, [{ path: 'wit', kind: 'directory' }], names);
  const all = performance.now() - start;
  found.close();
  rmSync(folder, { recursive: true, force: true });
  return { files: packages[0]?.stable.files.length ?? 0, git: watch.total, all };
}

export interface ContractTimes {
  readonly p50: number;
  readonly p95: number;
  /** Git processes that ran while keys were pressed. */
  readonly processes: number;
}

/** A git that writes down that it was started. */
function loggingGit(bin: string, log: string): NodeJS.ProcessEnv {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(path.join(bin, 'git'), `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(path.join(bin, 'git'), 0o755);
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}

/** `base` as the setting has it: with `off` the same keystrokes without contracts. */
export async function contractKeystrokes(server: string, edits: number, base: 'auto' | 'off'): Promise<ContractTimes> {
  const folder = repository();
  // Outside of the repository, whose own files are watched.
  const bin = mkdtempSync(path.join(tmpdir(), 'wit-bench-bin-'));
  const log = path.join(bin, 'log');
  writeFileSync(log, '');
  const client = connect(server, loggingGit(bin, log));
  const file = path.join(folder, 'wit', EDITED);
  const uri = pathToUri(file);
  const text = readFileSync(file, 'utf8');
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToUri(folder),
    initializationOptions: { semver: { base } },
    capabilities: {
      textDocument: { diagnostic: { relatedInformation: true } },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'wit', version: 1, text } });
  // Answered when everything is compared.
  await client.request('wit/contractChanges', { textDocument: { uri } });
  const before = readFileSync(log, 'utf8').split('\n').length;
  const line = text.split('\n').findIndex((it) => it.includes('enum trouble'));
  const times: number[] = [];
  let found = 0;
  for (let version = 2; times.length < edits; version++) {
    // `large`, `largex`, `large`, …: half of the keystrokes change the contract, half undo it.
    const character = '  enum trouble { small, large'.length;
    const isTyped = version % 2 === 0;
    const end = { line, character: isTyped ? character : character + 1 };
    const change = { range: { start: { line, character }, end }, text: isTyped ? 'x' : '' };
    const start = performance.now();
    client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    const answer = await client.request('textDocument/diagnostic', { textDocument: { uri } });
    times.push(performance.now() - start);
    if (JSON.stringify(answer).includes('semver/enum-case-renamed')) found++;
  }
  const processes = readFileSync(log, 'utf8').split('\n').length - before;
  await client.request('shutdown', null);
  client.notify('exit', null);
  for (const it of [folder, bin]) rmSync(it, { recursive: true, force: true });
  const expected = base === 'off' ? 0 : Math.ceil(edits / 2);
  if (found !== expected) throw new Error(`${found} of ${expected} changes were found`);
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { p50: quantile(0.5), p95: quantile(0.95), processes };
}
