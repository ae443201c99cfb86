// Writes the table of docs/editors.md: which features were tried in which editor. It is made of test/editor/results.json, which
// `node test/editor/run.mjs --record` writes. Usage: node scripts/gen-editor-table.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const guide = path.join(root, 'docs/editors.md');
const START = '<!-- made by scripts/gen-editor-table.mjs -->';
const END = '<!-- until here -->';

/** What a column shows, and the titles of the cases that try it. */
export const FEATURES = [
  ['finding at open', /shows a finding at open/],
  ['while typing', /follows (?:a word that is typed|the typing)/],
  ['completion', /accepts a completion$|completes a type of another file/],
  ['with its `use`', /(?:accepts a completion|completes a type of another file) with its `use`/],
  ['definition in `deps/`', /definition in a dependency/],
  ['in a `.wasm`', /definition in a \.wasm/],
  ['references', /references/],
  ['rename', /renames over two (?:files|packages)/],
  ['repair', /repair/],
  ['format', /formats as `format --check` wants it/],
  ['`deps/` changed outside', /fetched into deps/],
  ['commit', /sees a commit/],
  ['checkout', /sees a checkout/],
  ['restart', /after (?:a restart|the server was started again)/],
  ['colours by tree-sitter', /colours with the grammar/],
];

/** Runs of docs/editors.md; VS Code has pages of its own. */
const RUNS = ['neovim', 'emacs', 'emacs-newest', 'vim', 'ycm', 'helix', 'kakoune', 'kate', 'codemirror'];

/** What stands before a title: the version, the client or the place of the server. */
export const KIND = /^(\d[\w.-]*|eglot|lsp-mode|wit-ts-mode|a worker|a WebSocket): /;

/** Runs that not everybody can make: they need a clone. */
const RARE = ['vim-lsp', 'yegappan', 'coc'];

/** A row for each version or client of an editor: several share a run, and begin their titles with it. */
function rows(results) {
  return [...RUNS, ...RARE.filter((it) => it in results)].flatMap((run) => {
    const { editor, passed } = results[run] ?? { editor: run, passed: [] };
    const kinds = [...new Set(passed.flatMap((it) => KIND.exec(it)?.[1] ?? []))];
    if (kinds.length === 0) return [{ editor, passed }];
    return kinds.map((kind) => ({
      editor: /^\d/.test(kind) ? `${editor.split(' ')[0]} ${kind}` : `${editor} with ${kind}`,
      passed: passed.filter((it) => it.startsWith(`${kind}: `)),
    }));
  });
}

export function editorTable(results) {
  const head = ['editor', ...FEATURES.map(([name]) => name)];
  const lines = rows(results).map(({ editor, passed }) => [
    editor,
    ...FEATURES.map(([, title]) => (passed.some((it) => title.test(it)) ? 'yes' : '–')),
  ]);
  return [head, head.map(() => '---'), ...lines].map((it) => `| ${it.join(' | ')} |`).join('\n');
}

/** The guide with the table as the results give it. */
export function withTable(text, results) {
  const [before, rest] = text.split(START);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error(`docs/editors.md has no place for the table: ${START} … ${END}`);
  return `${before}${START}\n\n${editorTable(results)}\n\n${END}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = JSON.parse(readFileSync(path.join(root, 'test/editor/results.json'), 'utf8'));
  writeFileSync(guide, withTable(readFileSync(guide, 'utf8'), results));
}
