// The file for Kakoune in a Kakoune: its server, colours, indentation. Without Kakoune this is skipped, and says so.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';

const FILE = fileURLToPath(new URL('../editors/kakoune/wit.kak', import.meta.url));
const hasKakoune = spawnSync('kak', ['-version']).status === 0;

/** What Kakoune's own scripts, its colours and kakoune-lsp declare. */
const OTHERS = `declare-option str comment_line
declare-option str comment_block_begin
declare-option str comment_block_end
declare-option str lsp_servers
define-command lsp-enable-window nop
set-face global keyword blue
set-face global type yellow
`;

/** A folder with the script, and the arguments that run it. `OUT` in the script is a file; an error is written there, too. */
function scripted(script: string): { readonly args: readonly string[]; readonly folder: string; readonly out: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-kakoune-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [file, out] = [path.join(folder, 'script.kak'), path.join(folder, 'out')];
  writeFileSync(file, `${OTHERS}source ${FILE}\n${script.replaceAll('OUT', out)}\n`);
  return { args: ['-n', '-e', `try %{ source ${file} } catch %{ echo -to-file ${out} "%val{error}" }`], folder, out };
}

function environment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_RUNTIME_DIR: folder };
}

function written(script: string): string {
  const { args, folder, out } = scripted(script);
  const ended = [...args.slice(0, -1), `${args.at(-1)}; quit!`];
  spawnSync('kak', ['-ui', 'dummy', ...ended], { env: environment(folder), timeout: 30_000 });
  return readFileSync(out, 'utf8');
}

interface Atom {
  readonly face: { readonly fg: string };
  readonly contents: string;
}

/** The lines of a text as they are drawn. */
function drawn(text: string): Promise<Atom[][]> {
  // `OUT.wit` lies beside the file that `OUT` is.
  const { args, folder, out } = scripted('edit OUT.wit');
  writeFileSync(`${out}.wit`, text);
  const child = spawn('kak', ['-ui', 'json', ...args], { env: environment(folder) });
  onTestFinished(() => void child.kill());
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'resize', params: [500, 200] })}\n`);
  let output = '';
  return new Promise((resolve) => {
    child.stdout.on('data', (data) => {
      output += data;
      const lines = output.split('\n');
      output = lines.pop() ?? '';
      for (const line of lines) {
        const { method, params } = JSON.parse(line);
        // Before the size is known, less is drawn.
        if (method === 'draw' && params[0].length >= text.split('\n').length - 1) resolve(params[0]);
      }
    });
  });
}

describe.skipIf(!hasKakoune)('Kakoune (skipped without it)', () => {
  it('has a server for both languages', () => {
    for (const name of ['a.wit', 'a.wac']) {
      const servers = written(`edit -scratch ${name}\necho -to-file OUT "%opt{lsp_servers}"`);
      expect(parse(servers)).toHaveProperty('wit-language-server.command', 'wit-language-server');
    }
  });

  it('indents what is typed as the formatter does, and goes on with a comment', () => {
    const keys = [
      'ipackage a:b<semicolon><ret><ret>interface i {<ret>record r {<ret>x: u8,<ret>}<ret><ret>',
      '/// Words.<ret>more<ret><esc>ghGlc  f: func(<ret>a: u8,<ret>)<semicolon><ret>}<esc>',
    ].join('');
    expect(written(`edit -scratch a.wit\nexecute-keys -with-hooks '${keys}'\nwrite -force OUT`)).toBe(`package a:b;

interface i {
  record r {
    x: u8,
  }

  /// Words.
  /// more
  f: func(
    a: u8,
  );
}
`);
  });

  it('colours every word of the language, but none inside a name', { timeout: 30_000 }, async () => {
    const words = [...KEYWORDS].filter((it) => it !== '_');
    // The cursor is on the first line.
    const lines = ['', ...words.flatMap((it) => [it, `a-${it} ${it}-a %${it}`])];
    const found = await drawn(`${lines.join('\n')}\n`);
    const colours = (row: readonly Atom[]): string[] =>
      row.flatMap(({ face, contents }) => (contents.trim() === '' ? [] : [face.fg]));
    const [plain] = colours(found[2] ?? []);
    for (const [index, word] of words.entries()) {
      expect([word, colours(found[1 + index * 2] ?? [])]).toEqual([word, [expect.not.stringMatching(`^${plain}$`)]]);
      expect([word, new Set(colours(found[2 + index * 2] ?? []))]).toEqual([word, new Set([plain])]);
    }
  });
});
