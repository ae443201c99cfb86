import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { nodeGit } from './git.ts';

const pathOf = (uri: string) => (uri.startsWith('file:') ? fileURLToPath(uri) : undefined);

function folder(): { directory: string; uri: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-hosts-git-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { directory, uri: pathToFileURL(directory).href };
}

/** A folder whose `git` is this shell script, as the environment of the one that is asked. */
function withGit(script: string): Record<string, string> {
  const { directory } = folder();
  writeFileSync(path.join(directory, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(directory, 'git'), 0o755);
  return { PATH: `${directory}${path.delimiter}${process.env.PATH ?? ''}` };
}

/** With time enough on a busy machine. */
const gitWith = (env: Readonly<Record<string, string | undefined>>) => nodeGit(pathOf, env, 60_000);

const text = (answer: Awaited<ReturnType<ReturnType<typeof nodeGit>['run']>>) =>
  answer.kind === 'done' ? Buffer.from(answer.out).toString() : answer.kind;

it('names a blob as git does', () => {
  const git = gitWith(process.env);
  // The ids that git documents for the empty file.
  expect(git.blobId('', 40)).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
  expect(git.blobId('', 64)).toBe('473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813');
  const { directory } = folder();
  writeFileSync(path.join(directory, 'a'), 'wört\n');
  const id = execFileSync('git', ['hash-object', path.join(directory, 'a')], { encoding: 'utf8' }).trim();
  expect(git.blobId('wört\n', 40)).toBe(id);
  expect(git.blobId(new TextEncoder().encode('wört\n'), 40)).toBe(id);
  expect(createHash('sha1').update('blob 6\0wört\n').digest('hex')).toBe(id);
});

it('asks in the directory, with nothing of its own environment that could change git', async () => {
  const { directory, uri } = folder();
  const env = withGit('printf "%s\\n" "$@"; env | sort');
  const git = gitWith({
    ...env,
    HOME: '/home/x',
    GIT_DIR: '/elsewhere',
    GIT_SSH_COMMAND: 'sh',
    LD_PRELOAD: '/x',
  });
  const lines = text(await git.run(uri, ['status', '--porcelain'])).split('\n');
  expect(lines.slice(lines.indexOf('-C'), lines.indexOf('-C') + 4)).toEqual(['-C', directory, 'status', '--porcelain']);
  for (const setting of [
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'protocol.allow=never',
    'credential.helper=',
    'gc.auto=0',
    'maintenance.auto=false',
  ])
    expect(lines[lines.indexOf(setting) - 1]).toBe('-c');
  expect(lines).toEqual(expect.arrayContaining(['--no-pager', '--no-replace-objects']));
  expect(lines).toEqual(
    expect.arrayContaining([
      'HOME=/home/x',
      'LC_ALL=C',
      'GIT_CONFIG_NOSYSTEM=1',
      'GIT_TERMINAL_PROMPT=0',
      'GIT_OPTIONAL_LOCKS=0',
      'GIT_NO_LAZY_FETCH=1',
      'GIT_ALLOW_PROTOCOL=none',
      'GIT_ASKPASS=',
      'SSH_ASKPASS=',
      'GIT_PAGER=',
      'GIT_EDITOR=:',
    ]),
  );
  expect(lines.filter((it) => /^(GIT_DIR|GIT_SSH_COMMAND|LD_PRELOAD)=/.test(it))).toEqual([]);
});

it('gives the status, the output and what was complained about', async () => {
  const { uri } = folder();
  const git = gitWith(withGit('echo out; echo wrong >&2; exit 3'));
  expect(await git.run(uri, [])).toEqual({
    kind: 'done',
    status: 3,
    out: Buffer.from('out\n'),
    err: 'wrong\n',
  });
});

it('is missing where there is no git, no such place, or a name that is none', async () => {
  const { directory, uri } = folder();
  expect(await gitWith({ PATH: directory }).run(uri, ['status'])).toEqual({ kind: 'missing' });
  const git = gitWith(withGit('echo ran'));
  expect(await git.run('untitled:a', ['status'])).toEqual({ kind: 'missing' });
  expect(await git.run(uri, ['a\0b'])).toEqual({ kind: 'missing' });
  expect(text(await git.run(uri, ['status']))).toBe('ran\n');
});

it('waits so long and takes so much, and no more', async () => {
  const { uri } = folder();
  expect(await nodeGit(pathOf, withGit('exec sleep 60'), 300).run(uri, [])).toEqual({ kind: 'timeout' });
  expect(await gitWith(withGit('exec cat /dev/zero')).run(uri, [])).toEqual({ kind: 'too-large' });
});

it("asks again with the directories that the user trusts, and not with the repository's own", async () => {
  const { uri } = folder();
  // Refuses until it is given a directory; its configuration names one of each scope, an empty one between them.
  const script = `
case "$*" in
  *--show-scope*) printf 'system\\000/sys\\000global\\000\\000global\\000/home\\000local\\000/evil\\000worktree\\000/bad\\000command\\000/own\\000';;
  *safe.directory=*) printf '%s\\n' "$@";;
  *) echo 'fatal: detected dubious ownership in repository' >&2; exit 128;;
esac`;
  const git = gitWith(withGit(script));
  const given = (answer: string) => answer.split('\n').filter((it) => it.startsWith('safe.directory='));
  const expected = ['', '/sys', '', '/home', '/own'].map((it) => `safe.directory=${it}`);
  expect(given(text(await git.run(uri, ['status'])))).toEqual(expected);
  // It is not refused a second time.
  expect(given(text(await git.run(uri, ['log'])))).toEqual(expected);
});

it('stays refused where the user trusts nothing', async () => {
  const { uri } = folder();
  const script = 'case "$*" in *--show-scope*) exit 1;; esac; echo "dubious ownership" >&2; exit 128';
  expect(await gitWith(withGit(script)).run(uri, ['status'])).toMatchObject({ kind: 'done', status: 128 });
});

it('reads objects one after the other from one process, also large ones and those that are not there', async () => {
  const { directory, uri } = folder();
  const run = (...args: string[]) => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8' }).trim();
  run('init', '-q');
  const put = (content: string) => {
    writeFileSync(path.join(directory, 'file'), content);
    return run('hash-object', '-w', 'file');
  };
  const contents = ['', 'a\nb', 'x'.repeat(300_000), 'last'];
  const ids = contents.map(put);
  const objects = gitWith(process.env).objects(uri);
  const missing = objects.read('0'.repeat(40));
  const found = await Promise.all(ids.map((it) => objects.read(it)));
  expect(found.map((it) => Buffer.from(it ?? [1]).toString())).toEqual(contents);
  expect(await missing).toBeUndefined();
  expect(await objects.read('HEAD')).toBeUndefined();
  expect(await objects.read(`${ids[1]}\n${ids[1]}`)).toBeUndefined();
  expect(Buffer.from((await objects.read(ids[3] ?? '')) ?? []).toString()).toBe('last');
  objects.close();
  expect(await objects.read(ids[3] ?? '')).toBeUndefined();
});

it('starts again after its process died, and gives up on one that is silent', async () => {
  const { directory, uri } = folder();
  const id = 'a'.repeat(40);
  const counted = path.join(directory, 'count');
  const dying = nodeGit(
    pathOf,
    withGit(
      `echo >> ${counted}; [ $(wc -l < ${counted}) = 1 ] && exit; read id; printf '%s blob 2\\nok\\n' $id; sleep 5`,
    ),
  );
  const objects = dying.objects(uri);
  expect(await objects.read(id)).toBeUndefined();
  expect(Buffer.from((await objects.read(id)) ?? []).toString()).toBe('ok');
  objects.close();
  const silent = nodeGit(pathOf, withGit('exec sleep 60'), 300).objects(uri);
  expect(await silent.read(id)).toBeUndefined();
  silent.close();
  expect(await gitWith({ PATH: directory }).objects(uri).read(id)).toBeUndefined();
  expect(await gitWith(process.env).objects('untitled:a').read(id)).toBeUndefined();
});

it('leaves out what is too large for a text, and answers what was asked with it', async () => {
  const { uri } = folder();
  const large = 'b'.repeat(40);
  const small = 'a'.repeat(40);
  const script = `while read id; do case $id in b*) echo "$id blob 99999999999";; *) printf '%s blob 2\\nok\\n' $id;; esac; done`;
  const objects = gitWith(withGit(script)).objects(uri);
  const [first, second, third] = await Promise.all([objects.read(small), objects.read(large), objects.read(small)]);
  expect(Buffer.from(first ?? []).toString()).toBe('ok');
  expect(second).toBeUndefined();
  expect(Buffer.from(third ?? []).toString()).toBe('ok');
  expect(Buffer.from((await objects.read(small)) ?? []).toString()).toBe('ok');
  objects.close();
});

it('calls when something in a directory changes, until it is told to stop', async () => {
  const { directory, uri } = folder();
  mkdirSync(path.join(directory, 'refs'));
  const git = gitWith(process.env);
  let stop = () => {};
  await new Promise<void>((resolve) => {
    stop = git.watch(`${uri}/refs`, resolve);
    writeFileSync(path.join(directory, 'refs/main'), 'a');
  });
  stop();
  // Nothing to watch is nothing to stop.
  git.watch(`${uri}/nowhere`, () => {})();
  git.watch('untitled:a', () => {})();
});
