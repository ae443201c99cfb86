// A repository that somebody else wrote: everything in it that could run leaves a mark. Neither the command line nor the
// server may leave one, and git is called for nothing but reading.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeGit } from '../../server/src/hosts/git.ts';
import { pathOfUri, pathToUri } from '../../server/src/hosts/node.ts';
import { run } from '../support/command.ts';
import { type Message, TestClient } from '../support/server.ts';
import { TestRepository, temporary, wit } from './repository.ts';

const OLD = wit('f: func();');
const NEW = wit('f: func(a: u8);');

interface Hostile {
  readonly repository: TestRepository;
  /** Appears when something ran. */
  readonly mark: string;
  readonly script: string;
  /** What v1.0.0 has in its one file. */
  readonly blob: string;
}

const HOOKS = ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman'];
const PROGRAMS = [
  'core.pager',
  'core.editor',
  'core.sshCommand',
  'core.askPass',
  'core.gitProxy',
  'core.alternateRefsCommand',
  'credential.helper',
  'diff.external',
  'diff.evil.textconv',
  'diff.evil.command',
  'filter.evil.smudge',
  'filter.evil.clean',
  'filter.evil.process',
  'gpg.program',
  'interactive.diffFilter',
  'sequence.editor',
  'uploadpack.packObjectsHook',
  'remote.origin.uploadpack',
  'core.fsmonitor',
];
const COMMANDS = ['cat-file', 'ls-tree', 'rev-parse', 'merge-base', 'for-each-ref', 'status', 'show'];

/** With a package, of which v1.0.0 and the branch have different versions. */
function plain(): Hostile {
  const repository = TestRepository.create({ 'wit/a.wit': OLD, '.gitattributes': '*.wit filter=evil diff=evil\n' });
  const outside = temporary();
  const mark = path.join(outside, 'mark');
  const script = path.join(outside, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${mark}'\nexit 1\n`, { mode: 0o755 });
  for (const place of ['tags', 'heads', 'remotes/origin'])
    repository.write({ [`.git/refs/${place}/--output=x`]: `${repository.git('rev-parse', 'HEAD')}\n` });
  repository.tag('v1.0.0');
  const blob = repository.git('rev-parse', 'HEAD:wit/a.wit');
  repository.commit({ 'wit/b.wit': 'interface b { f: func(); }\n' });
  return { repository, mark, script, blob };
}

/** What the configuration says is in a file that the repository's own includes, where this is its condition. */
function hostile(include?: 'include' | 'includeIf'): Hostile {
  const it = plain();
  const { repository, script } = it;
  for (const name of HOOKS) {
    const hook = path.join(repository.path, '.git/hooks', name);
    writeFileSync(hook, `#!/bin/sh\nexec '${script}'\n`, { mode: 0o755 });
  }
  const lines: (readonly [key: string, value: string])[] = [
    ...PROGRAMS.map((key) => [key, script] as const),
    ...COMMANDS.flatMap((name) => [[`alias.${name}`, `!${script}`] as const, [`pager.${name}`, script] as const]),
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
    ['core.hooksPath', '.git/hooks'],
    ['remote.origin.url', `ext::${script} %S`],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialCloneFilter', 'blob:none'],
    ['submodule.recurse', 'true'],
  ];
  const file =
    include === undefined ? path.join(repository.path, '.git/config') : path.join(repository.path, 'evil.config');
  // Written all at once, since git of the test would run what is in it.
  const text = lines.map(([key, value]) => configLine(key, value)).join('');
  const condition = include === 'includeIf' ? 'includeIf "gitdir:**"' : 'include';
  const where = include === undefined ? '' : `[${condition}]\n\tpath = ${JSON.stringify(file)}\n`;
  repository.git('config', 'core.repositoryFormatVersion', '1');
  repository.git('config', 'extensions.partialClone', 'origin');
  const config = path.join(repository.path, '.git/config');
  const own = readFileSync(config, 'utf8');
  if (include === undefined) writeFileSync(config, own + text);
  else {
    writeFileSync(file, text);
    writeFileSync(config, own + where);
  }
  return it;
}

function configLine(key: string, value: string): string {
  const [section = '', ...rest] = key.split('.');
  const name = rest.pop() ?? '';
  const head = rest.length === 0 ? `[${section}]` : `[${section} "${rest.join('.')}"]`;
  return `${head}\n\t${name} = ${JSON.stringify(value)}\n`;
}

function lose({ repository, blob }: Hostile): void {
  rmSync(path.join(repository.path, '.git/objects', blob.slice(0, 2), blob.slice(2)));
}

/** Git as somebody calls it who thinks of nothing. */
function careless({ repository }: Hostile, args: readonly string[]): void {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_TERMINAL_PROMPT: '0' };
  try {
    execFileSync('git', args, { cwd: repository.path, stdio: 'pipe', env });
  } catch {
    // It fails, after it ran what it should not.
  }
}

async function breaking(cwd: string, args: readonly string[] = []) {
  const { status, out } = await run(cwd, ['breaking', '--format', 'json', ...args]);
  const packages: Message['params'][] = out === '' ? [] : JSON.parse(out).packages;
  const changes = packages.flatMap((it) => it.changes.map((one: Message['params']) => `${one.kind} ${one.item}`));
  return { status, changes };
}

/** What the server says of an edit that nobody has saved, after everything that makes it ask git was asked. */
async function served(repository: TestRepository) {
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  await client.initialize({ rootUri: folder });
  const textDocument = { uri: `${folder}/wit/a.wit` };
  client.open(textDocument.uri, OLD);
  client.change(textDocument.uri, 2, { text: NEW });
  const { result } = await client.request('wit/contractChanges', { textDocument });
  const choices = (await client.request('wit/contractBases', { textDocument })).result;
  const reasons: string[] = [];
  for (const { base } of choices) {
    await client.request('wit/chooseContractBase', { textDocument, base });
    const { uncompared } = (await client.request('wit/contractChanges', { textDocument })).result;
    reasons.push(...uncompared.map((it: Message['params']) => it.reason));
  }
  await client.request('textDocument/codeLens', { textDocument });
  await client.request('workspace/textDocumentContent', { uri: `wit-base:/${'0'.repeat(40)}/wit/a.wit` });
  const changes = result.packages.flatMap((it: Message['params']) =>
    it.changes.map((one: Message['params']) => `${one.kind} ${one.item}`),
  );
  return {
    changes,
    reasons,
    choices: choices.map(({ base }: Message['params']) => base),
    uncompared: result.uncompared,
  };
}

const CHANGES = expect.arrayContaining(['param-added api.f.a', 'interface-added b']);
/** The server has a row for each item. */
const ROWS = expect.arrayContaining(['param-added api.f', 'interface-added b']);

describe('a hostile repository is read like any other, and runs nothing', () => {
  it.each([undefined, 'include', 'includeIf'] as const)('on the command line (%s)', async (include) => {
    const it = hostile(include);
    it.repository.write({ 'wit/a.wit': NEW });
    expect(await breaking(it.repository.path)).toEqual({ status: 1, changes: CHANGES });
    for (const base of ['HEAD', 'v1.0.0', 'main', 'HEAD~1'])
      expect((await breaking(it.repository.path, ['--against', base])).status).toBe(1);
    for (const base of ['=--output=x', '=ext::sh -c touch% x', '=origin'])
      expect((await breaking(it.repository.path, [`--against${base}`])).status).toBe(2);
    expect(existsSync(path.join(it.repository.path, 'x'))).toBe(false);
    expect(existsSync(it.mark)).toBe(false);
  });

  it.each([undefined, 'includeIf'] as const)('in the server (%s)', async (include) => {
    const it = hostile(include);
    const told = await served(it.repository);
    expect(told).toMatchObject({ changes: ROWS, uncompared: [] });
    // A name like an option is no revision, here neither.
    expect(told.choices).toContain('--output=x');
    expect(told.reasons.filter((reason) => reason !== 'unknown-revision')).toEqual([]);
    expect(told.reasons.length).toBeGreaterThan(0);
    expect(existsSync(path.join(it.repository.path, 'x'))).toBe(false);
    expect(existsSync(it.mark)).toBe(false);
  });

  it('where objects are missing, which git would fetch', async () => {
    const trap = hostile();
    lose(trap);
    careless(trap, ['cat-file', 'blob', trap.blob]);
    expect(existsSync(trap.mark)).toBe(true);
    const it = hostile();
    lose(it);
    it.repository.write({ 'wit/a.wit': NEW });
    expect((await breaking(it.repository.path)).status).toBe(2);
    expect((await served(it.repository)).uncompared).toMatchObject([{ reason: 'partial' }]);
    expect(existsSync(it.mark)).toBe(false);
  });

  it('even where a whole bare repository lies among the files', async () => {
    const it = plain();
    const inner = path.join(it.repository.path, 'wit');
    it.repository.git('clone', '-q', '--bare', it.repository.path, path.join(temporary(), 'bare.git'));
    it.repository.git('init', '-q', '--bare', inner);
    writeFileSync(
      path.join(inner, 'config'),
      `[core]\n\tbare = true\n\tfsmonitor = ${it.script}\n\tpager = ${it.script}\n`,
    );
    it.repository.write({ 'wit/a.wit': NEW });
    // The repository around it is asked, as in an editor; nothing reads the configuration of the inner one.
    expect((await breaking(inner)).status).toBe(1);
    expect(existsSync(it.mark)).toBe(false);
  });
});

describe('each guard', () => {
  const fetching =
    (url: string, more: readonly (readonly [string, string])[] = []) =>
    (it: Hostile) => {
      const { repository } = it;
      repository.git('config', 'core.repositoryFormatVersion', '1');
      repository.git('config', 'extensions.partialClone', 'origin');
      repository.git('config', 'remote.origin.url', url.replace('SCRIPT', it.script));
      repository.git('config', 'remote.origin.promisor', 'true');
      for (const [key, value] of more) repository.git('config', key, value.replace('SCRIPT', it.script));
      lose(it);
      return ['cat-file', 'blob', it.blob];
    };

  it.each<readonly [string, (it: Hostile) => readonly string[]]>([
    [
      'core.fsmonitor',
      ({ repository, script }) => {
        repository.git('config', 'core.fsmonitor', script);
        return ['status'];
      },
    ],
    [
      'hooks',
      ({ repository, script }) => {
        writeFileSync(path.join(repository.path, '.git/hooks/post-checkout'), `#!/bin/sh\nexec ${script}\n`, {
          mode: 0o755,
        });
        return ['checkout', '-q', '--detach'];
      },
    ],
    ['an ext:: remote', fetching('ext::SCRIPT %S', [['protocol.ext.allow', 'always']])],
    ['a command for ssh', fetching('ssh://h/x', [['core.sshCommand', 'SCRIPT']])],
    ['a program at the other end', fetching('/nowhere', [['remote.origin.uploadpack', 'SCRIPT']])],
  ])('%s: runs without it, and not with it', async (_, prepare) => {
    const trap = plain();
    careless(trap, prepare(trap));
    expect(existsSync(trap.mark)).toBe(true);
    const it = plain();
    await nodeGit(pathOfUri).run(pathToUri(it.repository.path), prepare(it));
    expect(existsSync(it.mark)).toBe(false);
  });

  it('is there at every call, and every call only reads', async () => {
    const it = hostile();
    it.repository.write({ 'wit/a.wit': NEW });
    const bin = temporary();
    const log = path.join(bin, 'log');
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const names =
      'GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL GIT_TERMINAL_PROMPT GIT_OPTIONAL_LOCKS GIT_DIR GIT_EXTERNAL_DIFF';
    const values = names
      .split(' ')
      .map((name) => `${name}=\${${name}-unset}`)
      .join(' ');
    writeFileSync(path.join(bin, 'git'), `#!/bin/sh\necho "$* | ${values}" >> ${log}\nexec ${real} "$@"\n`);
    chmodSync(path.join(bin, 'git'), 0o755);
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('PATH', `${bin}${path.delimiter}${process.env.PATH ?? ''}`);
    vi.stubEnv('GIT_DIR', '/nowhere');
    vi.stubEnv('GIT_EXTERNAL_DIFF', it.script);
    expect((await served(it.repository)).changes).toEqual(ROWS);
    expect(await breaking(it.repository.path)).toEqual({ status: 1, changes: CHANGES });
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    const asked = new Set<string>();
    for (const call of calls) {
      const [before = '', after = ''] = call.split(` -C ${it.repository.path} `);
      expect(before).toBe(
        '--no-pager --no-replace-objects -c core.fsmonitor=false -c core.hooksPath=/dev/null -c protocol.allow=never -c credential.helper= -c gc.auto=0 -c maintenance.auto=false',
      );
      expect(after).toMatch(
        / \| GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 GIT_DIR=unset GIT_EXTERNAL_DIFF=unset$/,
      );
      asked.add(after.split(' ', 1)[0] ?? '');
    }
    const reading = [
      'cat-file',
      'config',
      'symbolic-ref',
      'for-each-ref',
      'ls-files',
      'ls-tree',
      'merge-base',
      'rev-parse',
    ];
    expect([...asked].filter((name) => !reading.includes(name))).toEqual([]);
    expect(asked).toContain('cat-file');
    expect(existsSync(it.mark)).toBe(false);
  });
});
