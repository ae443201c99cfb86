// The files for Vim in a Vim: each is sourced, and colours, indents, comments and reads findings as it says. Without Vim
// (with `+eval`) this is skipped, and says so.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';
import { STYLE } from './support/formatted.ts';
import { SERVER } from './support/server.ts';

const RUNTIME = fileURLToPath(new URL('../editors/vim', import.meta.url));
const hasVim = /\+eval/.test(spawnSync('vim', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** Runs a script in a Vim that has nothing but our files; `Say()` collects what is given back, as JSON. */
function vim(files: Readonly<Record<string, string>>, script: string, before = ''): unknown[] {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-vim-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  // What the command is called on the PATH.
  const command = path.join(directory, 'wit-language-server');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${SERVER}" "$@"\n`);
  chmodSync(command, 0o755);
  const out = path.join(directory, 'said');
  const lines = [
    `set nocompatible runtimepath^=${RUNTIME},${directory}`,
    before,
    'let g:said = []',
    'function Say(value)\n  call add(g:said, json_encode(a:value))\nendfunction',
    'filetype plugin indent on',
    'syntax on',
    'runtime! plugin/wit.vim',
    script,
    `call writefile(g:said, '${out}')`,
    'quitall!',
  ];
  writeFileSync(path.join(directory, 'script.vim'), lines.join('\n'));
  const env = {
    ...process.env,
    HOME: directory,
    TERM: 'dumb',
    PATH: `${directory}${path.delimiter}${process.env.PATH}`,
  };
  const args = ['-N', '-u', 'NONE', '-i', 'NONE', '-n', '-es', '-V1', '-S', 'script.vim'];
  const { stderr, stdout } = spawnSync('vim', args, { cwd: directory, env, encoding: 'utf8', timeout: 60_000 });
  const complaints = (stderr + stdout).match(/^E\d+:.*$/gm) ?? [];
  expect(complaints).toEqual([]);
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter((it) => it !== '')
    .map((it) => JSON.parse(it));
}

describe.skipIf(!hasVim)('Vim (skipped without one that evaluates)', () => {
  it('opens both languages as they are', () => {
    const script = ['a.wit', 'a.wac']
      .map((it) => `edit ${it}\ncall Say([&filetype, &commentstring, &shiftwidth, &expandtab, b:current_syntax])`)
      .join('\n');
    expect(vim({ 'a.wit': STYLE, 'a.wac': 'package a:b;\n' }, script)).toEqual([
      ['wit', '// %s', 2, 1, 'wit'],
      ['wac', '// %s', 2, 1, 'wac'],
    ]);
  });

  it('indents as the formatter does', () => {
    const flat = STYLE.replace(/^ +/gm, '');
    const [lines] = vim({ 'a.wit': flat }, "edit a.wit\nnormal! gg=G\ncall Say(getline(1, '$'))");
    expect((lines as string[]).join('\n')).toBe(STYLE.trimEnd());
  });

  it('colours every word of the language, but none inside a name', () => {
    const words = [...KEYWORDS].filter((it) => it !== '_');
    const lines = words.flatMap((it) => [it, `a-${it}`, `${it}-a`, `%${it}`]);
    const script = `edit a.wit\nfor number in range(1, line('$'))\n  call Say(synIDattr(synID(number, col([number, '$']) - 1, 1), 'name'))\nendfor`;
    const found = vim({ 'a.wit': `${lines.join('\n')}\n` }, script);
    for (const [index, word] of words.entries()) {
      expect([word, found[index * 4]]).toEqual([word, expect.stringMatching(/^wit(Keyword|Structure|Type)$/)]);
      expect([word, ...found.slice(index * 4 + 1, index * 4 + 4)]).toEqual([word, '', '', '']);
    }
  });

  it('puts what `check` finds into the quickfix list', () => {
    const script = `edit a.wit\ncompiler wit\nsilent make! a.wit\nfor it in getqflist()\n  call Say([bufname(it.bufnr), it.lnum, it.col, it.type, it.text])\nendfor`;
    const text = 'package a:b;\ninterface i {\n  f: func(x: strin);\n}\n';
    expect(vim({ 'a.wit': text }, script)).toEqual([
      ['a.wit', 3, 14, 'e', 'unknown type `strin`; did you mean `string`?'],
    ]);
  });

  it('begins a project where its manifest or repository is', () => {
    const files = {
      'one/wkg.toml': '',
      'one/wit/a.wit': STYLE,
      'two/.git/HEAD': '',
      'two/b.wit': STYLE,
      'three/c.wit': STYLE,
    };
    const script =
      "for name in ['one/wit/a.wit', 'two/b.wit', 'three/c.wit']\n  call Say(fnamemodify(wit#Root(name), ':t'))\nendfor";
    expect(vim(files, script)).toEqual(['one', 'two', 'three']);
  });

  it('registers the server with vim-lsp, yegappan/lsp and ALE in their own terms', () => {
    const others = `
function Seen(value)
  call add(g:said, json_encode(a:value))
endfunction
function LspAddServer(servers)
  call Seen([a:servers[0].path, a:servers[0].args, a:servers[0].filetype])
endfunction`;
    const seen = (name: string, it: string, value: string): string =>
      `function! ${name}(${it})\n  call Seen([${value}])\nendfunction`;
    const files = {
      'autoload/lsp.vim': seen('lsp#register_server', 'it', 'a:it.cmd(0), a:it.allowlist'),
      'autoload/lsp/utils.vim': 'function! lsp#utils#path_to_uri(it)\n  return a:it\nendfunction',
      'autoload/ale/linter.vim': seen(
        'ale#linter#Define',
        'language, it',
        'a:language, a:it.lsp, a:it.executable, a:it.command',
      ),
    };
    const script = 'doautocmd User lsp_setup\ndoautocmd User LspSetup\nruntime! ale_linters/*/*.vim';
    const command = 'wit-language-server';
    expect(vim(files, script, others)).toEqual([
      [
        [command, '--stdio'],
        ['wit', 'wac'],
      ],
      [command, ['--stdio'], ['wit', 'wac']],
      ['wac', 'stdio', command, '%e --stdio'],
      ['wit', 'stdio', command, '%e --stdio'],
    ]);
  });
});

describe('the clients of Vim that are driven', () => {
  const clients = fileURLToPath(new URL('editor/vim/clients', import.meta.url));
  const wanted = ['Codes', 'Complete', 'Definition', 'Format', 'References', 'Rename', 'Stop'];

  it.skipIf(!hasVim).each(readdirSync(clients))('%s says how every step is done (skipped without Vim)', (name) => {
    const script = `let g:client = {}\nsource ${path.join(clients, name)}\ncall Say(sort(keys(g:client)))`;
    const [keys] = vim({}, script, `let $WIT_RUNTIME = '${RUNTIME}'`);
    expect(keys).toEqual(expect.arrayContaining(wanted));
  });

  it('are refused without a clone, and where the folder holds another thing', () => {
    const script = fileURLToPath(new URL('../scripts/vim-clients.sh', import.meta.url));
    const { VIM_LSP, YEGAPPAN_LSP, COC, ...env } = process.env;
    const { status, stderr } = spawnSync('sh', [script], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('no clone given')]);
    const run = fileURLToPath(new URL('editor/run.mjs', import.meta.url));
    const other = spawnSync(process.execPath, [run, '--only', 'coc'], {
      env: { ...env, COC: clients },
      encoding: 'utf8',
    });
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('it has no build/index.js')]);
  });
});
