// The configuration files in `editors/`: each is read by something that knows its format, and starts the command there is.
// Neovim, Emacs and Kakoune read their own; where one is not installed, that is said.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { TYPES, KEYWORDS as WORDS } from '../editors/browser/words.js';
import manifest from '../package.json' with { type: 'json' };
// @ts-expect-error a script without types
import { KIND, withTable } from '../scripts/gen-editor-table.mjs';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';

const ROOT = fileURLToPath(new URL('../editors/', import.meta.url));
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((it) => /\.\w[\w-]*$/.test(it));
const command = Object.keys(manifest.bin)[0] ?? '';

const has = (program: string): boolean =>
  spawnSync(program, [program === 'kak' ? '-version' : '--version']).status === 0;

/** What a program says of a file, and how it ended. */
function asked(program: string, args: readonly string[]): { status: number | null; output: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'wit-editor-'));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home };
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 30_000 });
  rmSync(home, { recursive: true, force: true });
  return { status, output: stdout + stderr };
}

it.each(files.filter((it) => it.endsWith('.toml')))('%s is TOML', (name) => {
  expect(Object.keys(parse(read(name)))).not.toEqual([]);
});

/** What docs/editors.md says to type, by the language of the block. */
const guide = readFileSync(path.join(ROOT, '../docs/editors.md'), 'utf8');
const recipes = [...guide.matchAll(/```lua\n(.*?)```/gs)].map((it) => it[1] ?? '');

it('the guide shows the file for Neovim as it is, and calls nothing that editors do not have', () => {
  const [first = '', ...others] = recipes;
  expect(read('neovim/wit.lua').endsWith(first)).toBe(true);
  expect(others).toHaveLength(1);
  for (const gone of ['`M-x eglot-execute`', 'vim.lsp.buf.execute_command'])
    expect([gone, guide.includes(gone)]).toEqual([gone, false]);
});

/** As Neovim before 0.11: each server that is started, and what is attached to it. */
const FAKE_NEOVIM = `
local started, stopped, attached, callback = 0, {}, {}, nil
vim.fn.getcwd = function() return ROOT end
vim.api.nvim_create_autocmd = function(_, options) callback = options.callback end
vim.lsp.start_client = function() started = started + 1; return started end
vim.lsp.get_client_by_id = function(id) return not stopped[id] and {} or nil end
vim.lsp.buf_attach_client = function(_, id) table.insert(attached, id) end
`;

it.skipIf(!has('nvim'))('the recipe for older Neovim starts one server for each root (skipped without nvim)', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-recipe-'));
  const file = path.join(directory, 'recipe.lua');
  const event = `callback({ buf = 0, match = '/w/a.wit' })`;
  const steps = `ROOT = '/w'; ${event}; ${event}; ROOT = '/v'; ${event}; stopped[1] = true; ROOT = '/w'; ${event}`;
  writeFileSync(file, `${FAKE_NEOVIM}${recipes[1]}${steps}\nio.write(table.concat(attached, ' '))`);
  const { output } = asked('nvim', ['--headless', '--clean', '-c', `luafile ${file}`, '-c', 'quit']);
  rmSync(directory, { recursive: true });
  expect(output).toBe('1 1 2 3');
});

describe('the table of what was tried', () => {
  const driven = path.join(ROOT, '../test/editor');
  type Results = Readonly<Record<string, { readonly editor: string; readonly passed: readonly string[] }>>;
  const results: Results = JSON.parse(readFileSync(path.join(driven, 'results.json'), 'utf8'));

  it('is what the recorded results give: node scripts/gen-editor-table.mjs', () => {
    expect(withTable(guide, results)).toBe(guide);
  });

  it('rests on cases that there still are: node test/editor/run.mjs --record', () => {
    for (const [run, { passed }] of Object.entries(results)) {
      // A newer version runs the cases of the older one, too; every client of Vim the same.
      const cases = [...new Set([run.replace(/^(?:ycm|vim-lsp|yegappan|coc)$/, 'vim'), run.replace('-newest', '')])]
        .filter((it) => existsSync(path.join(driven, it)))
        .flatMap((folder) =>
          readdirSync(path.join(driven, folder), { recursive: true, encoding: 'utf8' })
            .filter((it) => /\.(lua|el|vim|mjs)$/.test(it))
            .map((it) => readFileSync(path.join(driven, folder, it), 'utf8')),
        )
        .join('\n');
      // Before the case stand the version or the client and, in Neovim, the file that it is in.
      const gone = passed.filter((it) => {
        const title = it.replace(KIND, '');
        return !cases.includes(title) && !cases.includes(title.replace(/^\S+ /, ''));
      });
      expect([run, gone]).toEqual([run, []]);
    }
    expect(
      Object.keys(results)
        .filter((it) => !['vim-lsp', 'yegappan', 'coc'].includes(it))
        .sort(),
    ).toEqual(['codemirror', 'emacs', 'emacs-newest', 'helix', 'kakoune', 'kate', 'neovim', 'vim', 'ycm']);
  });
});

it.each(files.filter((it) => /(?<!initializationOptions)\.(json|sublime-settings)$/.test(it)))('%s is JSON', (name) => {
  expect(Object.keys(JSON.parse(read(name)))).not.toEqual([]);
});

/** Words of WIT alone. */
const NOT_IN_WAC: ReadonlySet<string> = new Set(['from', 'map', 'own']);

interface SublimeRule {
  readonly match?: string;
  readonly push?: string;
  readonly scope?: string;
}

it.each([
  ['sublime/WIT.sublime-syntax', [...KEYWORDS]],
  ['sublime/WAC.sublime-syntax', [...KEYWORDS].filter((it) => !NOT_IN_WAC.has(it)).concat('let', 'new', 'targets')],
])('%s is YAML, and colours every word of the language, but none inside a name', (name, words) => {
  // What reads YAML comes with mocha.
  const yaml = createRequire(createRequire(import.meta.url).resolve('mocha/package.json'))('js-yaml');
  const { contexts }: { readonly contexts: Readonly<Record<string, readonly SublimeRule[]>> } = yaml.load(read(name));
  const rules = Object.values(contexts).flat();
  expect(rules.flatMap((it) => it.push ?? []).filter((it) => !(it in contexts))).toEqual([]);
  const coloured = (line: string): string[] =>
    rules.flatMap(({ match, scope }) =>
      match === undefined || /^(comment|entity)/.test(scope ?? '') ? [] : (line.match(new RegExp(match, 'g')) ?? []),
    );
  for (const word of words) {
    if (word === '_') continue;
    expect(coloured(`${word} x`)).toEqual([word]);
    expect(coloured(`a-${word} ${word}-a %${word}`)).toEqual([]);
  }
});

it('the page colours every word of the language', () => {
  // `_` is a name's place, not a word that is coloured.
  expect(`${WORDS} ${TYPES}`.split(' ').sort()).toEqual([...KEYWORDS, 'get', 'set'].filter((it) => it !== '_').sort());
});

it('Sublime knows the names that are declared, and how to comment', () => {
  const yaml = createRequire(createRequire(import.meta.url).resolve('mocha/package.json'))('js-yaml');
  for (const name of ['WIT', 'WAC']) {
    const { contexts } = yaml.load(read(`sublime/${name}.sublime-syntax`));
    const names = (contexts.main as SublimeRule[]).filter((it) => it.scope?.startsWith('entity.name'));
    const found = (line: string): string[] =>
      names.flatMap(({ match = '' }) => line.match(new RegExp(match, 'g')) ?? []);
    expect(found('interface my-api {')).toEqual(['my-api']);
    expect(found('  %resource: async func(a: u8);')).toEqual(['%resource']);
    expect(found('  use types.{a};')).toEqual([]);
    expect(read('sublime/Comments.tmPreferences')).toContain(`source.${name.toLowerCase()}`);
  }
});

it.skipIf(!has('nvim'))('Neovim reads its Lua (skipped without nvim)', () => {
  const file = path.join(ROOT, 'neovim/wit.lua');
  const check = `lua local ok, err = loadfile([[${file}]]); if not ok then print(err); vim.cmd('cquit') end`;
  expect(asked('nvim', ['--headless', '--clean', '-c', check, '-c', 'quit'])).toEqual({ status: 0, output: '' });
  const config = `lua io.write(vim.json.encode(dofile([[${path.join(ROOT, 'neovim/lsp/wit.lua')}]])))`;
  const { output } = asked('nvim', ['--headless', '--clean', '-c', config, '-c', 'quit']);
  expect(JSON.parse(output)).toEqual({
    cmd: [command, '--stdio'],
    filetypes: ['wit', 'wac'],
    root_markers: ['wkg.toml', 'wkg.lock', '.git'],
  });
});

it.each([
  ['neovim/wit.lua', "wac = 'wac'"],
  ['helix/languages.toml', 'file-types = ["wac"]'],
  ['kakoune/wit.kak', 'filetype wac'],
  ['emacs/wac.el', '(define-derived-mode wac-mode'],
  ['vim/ftdetect/wit.vim', '*.wac setfiletype wac'],
  ['vim/coc-settings.json', '"wac"'],
  ['sublime/LSP.sublime-settings', 'source.wac'],
  ['sublime/WAC.sublime-syntax', 'file_extensions: [wac]'],
  ['jetbrains/template.json', '*.wac'],
  ['kate/wac.xml', 'extensions="*.wac"'],
  ['zed/languages/wac/config.toml', 'path_suffixes = ["wac"]'],
])('%s knows compositions', (name, part) => {
  expect(read(name)).toContain(part);
});

it('every editor starts the command of the package', () => {
  const starting = ['neovim/wit.lua', 'helix/languages.toml', 'emacs/wit.el', 'sublime/LSP.sublime-settings'];
  const others = [
    'vim/plugin/wit.vim',
    'vim/autoload/wit.vim',
    'vim/coc-settings.json',
    'kakoune/wit.kak',
    'kate/lspclient.json',
    'jetbrains/template.json',
    'zed/src/lib.rs',
  ];
  for (const name of [...starting, ...others])
    expect([name, read(name).includes(command), read(name).includes('--stdio')]).toEqual([name, true, true]);
});
