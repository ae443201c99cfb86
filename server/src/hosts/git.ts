// Git on this machine. A repository is written by others: no hook, filter, alias, pager, file monitor or transport that it
// configures may run, nothing is fetched, and no answer is waited for without end. No shell is ever involved.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import path from 'node:path';
import { bytesOf, FILE_SIZES } from '../base/file-size.ts';
import type { Git, GitAnswer, GitObjects } from '../workspace/host.ts';

const TIMEOUT = 2000;
/** A list of all files of a very large repository. */
const MAX_OUTPUT = 64 << 20;
/** What may be larger is no text. */
const MAX_OBJECT = bytesOf(FILE_SIZES.most);

/** What outranks the repository's own configuration. */
const OPTIONS = [
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'protocol.allow=never',
  '-c',
  'credential.helper=',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
];

/** What git needs of our own environment; every `GIT_…` is ours. */
const KEPT = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP', 'XDG_CONFIG_HOME'];

function environment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Objects that a partial clone left out stay out: newer versions of git know the first, all know the second, which
    // no configuration outranks.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_PAGER: '',
    GIT_EDITOR: ':',
  };
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function blobId(content: string | Uint8Array, length: number): string {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${size}\0`)
    .update(content)
    .digest('hex');
}

export function nodeGit(
  pathOf: (uri: string) => string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
  timeout = TIMEOUT,
): Git {
  // Options that name the directories which the user trusts, once a repository was refused.
  let trusted: readonly string[] = [];
  const start = (directory: string, args: readonly string[]): ChildProcessWithoutNullStreams | undefined => {
    const place = pathOf(directory);
    if (place === undefined || [place, ...args].some((it) => it.includes('\0'))) return undefined;
    const all = [...OPTIONS, ...trusted, '-C', place, ...args];
    return spawnGit(all, environment(env));
  };
  return {
    async run(directory, args) {
      const answer = await run(start(directory, args), timeout);
      if (answer.kind !== 'done' || !answer.err.includes('dubious ownership')) return answer;
      trusted = await trustedDirectories(env, timeout);
      return trusted.length === 0 ? answer : run(start(directory, args), timeout);
    },
    blobId,
    objects: (directory) => new Objects(() => start(directory, ['cat-file', '--batch']), timeout),
    watch(directory, changed) {
      const place = pathOf(directory);
      if (place === undefined) return () => {};
      try {
        const watcher = watch(place, { persistent: false }, () => changed());
        watcher.on('error', () => watcher.close());
        return () => watcher.close();
      } catch {
        // Gone meanwhile, or more watchers than the system has.
        return () => {};
      }
    },
  };
}

function spawnGit(args: readonly string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  // Windows looks for programs in the current directory first: that must not be one of the workspace.
  return spawn('git', args, { cwd: path.dirname(process.execPath), env, shell: false, windowsHide: true });
}

/**
 * `safe.directory` of the system, of the user and of the environment, as options. Git takes it from nowhere else, and our
 * own calls read neither the system's file nor the environment (git-config(1), "protected configuration").
 */
async function trustedDirectories(
  env: Readonly<Record<string, string | undefined>>,
  timeout: number,
): Promise<readonly string[]> {
  const { GIT_CONFIG_NOSYSTEM: _, ...own } = environment(env);
  for (const [name, value] of Object.entries(env))
    if (name.startsWith('GIT_CONFIG') && value !== undefined) own[name] = value;
  const answer = await run(spawnGit(['config', '--null', '--show-scope', '--get-all', 'safe.directory'], own), timeout);
  if (answer.kind !== 'done' || answer.status !== 0) return [];
  const words = Buffer.from(answer.out).toString().split('\0');
  // An empty value ends the list before it.
  const options: string[] = ['-c', 'safe.directory='];
  for (let at = 0; at + 1 < words.length; at += 2)
    if (words[at] !== 'local' && words[at] !== 'worktree') options.push('-c', `safe.directory=${words[at + 1] ?? ''}`);
  return options;
}

function run(child: ChildProcessWithoutNullStreams | undefined, timeout: number): Promise<GitAnswer> {
  if (child === undefined) return Promise.resolve({ kind: 'missing' });
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    let err = '';
    let size = 0;
    const end = (answer: GitAnswer): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => end({ kind: 'timeout' }), timeout);
    child.on('error', () => end({ kind: 'missing' }));
    child.stdin.on('error', () => {});
    child.stdin.end();
    child.stdout.on('data', (data: Buffer) => {
      size += data.length;
      out.push(data);
      if (size > MAX_OUTPUT) end({ kind: 'too-large' });
    });
    child.stderr.on('data', (data: Buffer) => {
      if (err.length < 10_000) err += data.toString();
    });
    child.on('close', (status) => end({ kind: 'done', status: status ?? -1, out: Buffer.concat(out), err }));
  });
}

interface Waiting {
  readonly oid: string;
  readonly answer: (bytes: Uint8Array | undefined) => void;
}

/** `cat-file --batch`, started when it is first needed and again when it died. */
class Objects implements GitObjects {
  readonly #start: () => ChildProcessWithoutNullStreams | undefined;
  readonly #timeout: number;
  #child: ChildProcessWithoutNullStreams | undefined;
  #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  /** The size of the object whose content is on its way. */
  #expected: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(start: () => ChildProcessWithoutNullStreams | undefined, timeout: number) {
    this.#start = start;
    this.#timeout = timeout;
  }

  read(oid: string): Promise<Uint8Array | undefined> {
    if (this.#closed || !/^[0-9a-f]{40,64}$/.test(oid)) return Promise.resolve(undefined);
    const child = this.#running();
    if (child === undefined) return Promise.resolve(undefined);
    return new Promise((answer) => {
      this.#waiting.push({ oid, answer });
      if (this.#timer === undefined) this.#restartTimer();
      child.stdin.write(`${oid}\n`);
    });
  }

  close(): void {
    this.#closed = true;
    this.#fail();
  }

  #running(): ChildProcessWithoutNullStreams | undefined {
    if (this.#child !== undefined) return this.#child;
    const child = this.#start();
    if (child === undefined) return undefined;
    const dead = (): void => {
      if (this.#child === child) this.#fail();
    };
    child.on('error', dead);
    child.on('close', dead);
    child.stdin.on('error', dead);
    child.stderr.resume();
    child.stdout.on('data', (data: Buffer) => {
      if (this.#child === child) this.#receive(data);
    });
    this.#child = child;
    return child;
  }

  /** Pending requests fail; the next request starts anew. */
  #fail(): void {
    const waiting = this.#waiting;
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#waiting = [];
    this.#chunks = [];
    this.#length = 0;
    this.#expected = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { answer } of waiting) answer(undefined);
  }

  #restartTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#waiting.length === 0 ? undefined : setTimeout(() => this.#fail(), this.#timeout);
  }

  #receive(data: Buffer): void {
    this.#chunks.push(data);
    this.#length += data.length;
    // Copying together what has come is worth it only when a whole answer may be there.
    if (this.#expected !== undefined && this.#length <= this.#expected) return;
    let rest = this.#chunks.length === 1 ? data : Buffer.concat(this.#chunks);
    const child = this.#child;
    for (let next = this.#take(rest); next !== undefined; next = this.#take(rest)) rest = next;
    // Given up on meanwhile: what is left of it is no beginning of what the next one says.
    if (this.#child !== child) return;
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
  }

  /** Takes one header or one content off the front; gives what follows. */
  #take(bytes: Buffer): Buffer | undefined {
    if (this.#expected === undefined) {
      const end = bytes.indexOf(10);
      if (end === -1) return undefined;
      const header = bytes.toString('latin1', 0, end);
      const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(header)?.[1];
      if (size === undefined) this.#answer(undefined);
      else if (Number(size) > MAX_OBJECT) {
        // Its bytes would come next, all of them. What others asked for is asked again.
        const [, ...others] = this.#waiting;
        this.#waiting = this.#waiting.slice(0, 1);
        this.#fail();
        for (const { oid, answer } of others) void this.read(oid).then(answer);
        return undefined;
      } else this.#expected = Number(size);
      return bytes.subarray(end + 1);
    }
    if (bytes.length <= this.#expected) return undefined;
    const content = Uint8Array.from(bytes.subarray(0, this.#expected));
    const rest = bytes.subarray(this.#expected + 1);
    this.#expected = undefined;
    this.#answer(content);
    return rest;
  }

  #answer(content: Uint8Array | undefined): void {
    const waiting = this.#waiting.shift();
    this.#restartTimer();
    waiting?.answer(content);
  }
}
