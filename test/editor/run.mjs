// Runs the end-to-end tests in real editors, with what a person would install.
// --record: keeps what passed in results.json, of which scripts/gen-editor-table.mjs makes the table of docs/editors.md.
// Usage: node test/editor/run.mjs [--record] [--only vscode|windows|newest|desktop|web|newest-web|neovim|emacs|emacs-newest|vim|ycm|helix|codemirror|colours|npx|kakoune|kate|vim-lsp|yegappan|coc] [--vsix FILE] [--grep TEXT]
// The last line counts all of them; the exit status is 1 where one failed, 2 where an editor could not run.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCodemirror } from './codemirror/run.mjs';
import { runColours } from './colours/run.mjs';
import { runEmacs } from './emacs/run.mjs';
import { runNewestEmacs } from './emacs-newest/run.mjs';
import { runHelix } from './helix/run.mjs';
import { runKakoune } from './kakoune/run.mjs';
import { runKate } from './kate/run.mjs';
import { runNeovim } from './neovim/run.mjs';
import { runNpx } from './npx/run.mjs';
import { runClones, runVim, runYcm } from './vim/run.mjs';
import { runDesktop } from './vscode/desktop.mjs';
import { runNewest, runVscode, runVscodeWindows } from './vscode/run.mjs';
import { runNewestWeb, runWeb } from './web/run.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    vsix: { type: 'string' },
    grep: { type: 'string' },
    record: { type: 'boolean' },
  },
});
const editors = {
  vscode: runVscode,
  windows: runVscodeWindows,
  newest: runNewest,
  desktop: runDesktop,
  web: runWeb,
  'newest-web': runNewestWeb,
  neovim: runNeovim,
  emacs: runEmacs,
  'emacs-newest': runNewestEmacs,
  vim: runVim,
  ycm: runYcm,
  helix: runHelix,
  codemirror: runCodemirror,
  colours: runColours,
  kakoune: runKakoune,
  kate: runKate,
  npx: runNpx,
};
/** Only by name: each needs a clone (scripts/vim-clients.sh). */
const more = runClones;

/** Windows are tried twice one by one. */
const ONCE = new Set(['windows']);

/** An editor does things at random when the machine is slow. A fault of ours fails twice. */
async function attempt(name, run) {
  try {
    const first = await run(values);
    const failed = first.results.filter((it) => it.error !== undefined);
    if (failed.length === 0 || ONCE.has(name)) return first;
    for (const { title, error } of failed) console.log(`${name}, once more: ${title}\n${error}`);
  } catch (error) {
    if (ONCE.has(name)) throw error;
    console.log(`${name}, once more: ${error.stack ?? error}`);
  }
  const second = await run(values);
  return { ...second, editor: `${second.editor} (at the second attempt)` };
}

let passed = 0;
let failed = 0;
let broken = 0;
let skipped = 0;
const parts = [];
for (const [name, run] of Object.entries(values.only in more ? more : editors)) {
  if (values.only !== undefined && values.only !== name) continue;
  try {
    const { editor, results, skipped: without = 0 } = await attempt(name, run);
    skipped += without;
    console.log(`\n${editor}`);
    for (const { title, error, milliseconds } of results) {
      console.log(`  ${error === undefined ? 'ok' : 'FAILED'} ${title} (${milliseconds} ms)`);
      if (error !== undefined) console.log(error.replace(/^/gm, '       '));
    }
    const bad = results.filter((it) => it.error !== undefined).length;
    failed += bad;
    passed += results.length - bad;
    if (values.record) record(name, editor, results);
    parts.push(results.length === 0 ? editor : `${editor}: ${results.length - bad} of ${results.length}`);
  } catch (error) {
    broken++;
    parts.push(`${name}: could not run`);
    console.error(`\n${name} could not run: ${error.stack ?? error}`);
  }
}
console.log(`\n${parts.join('; ')}`);
// An editor that could not run is a failure of the run, not a smaller run.
console.log(`editors: ${passed} passed, ${failed + broken} failed, ${skipped} skipped`);
process.exitCode = broken > 0 ? 2 : failed > 0 ? 1 : 0;

/** What passed, by the name of the run: `{ neovim: { editor, passed } }`. Times and failures are of one day only. */
function record(name, editor, results) {
  const file = path.join(import.meta.dirname, 'results.json');
  const known = JSON.parse(readFileSync(file, 'utf8'));
  known[name] = { editor, passed: results.filter((it) => it.error === undefined).map((it) => it.title) };
  writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`);
}
