// Runs the end-to-end tests in real editors, with what a person would install.
// Usage: node test/editor/run.mjs [--only vscode|desktop|web|neovim|emacs|npx] [--vsix FILE] [--grep TEXT]
// The last line counts all of them; the exit status is 1 where one failed, 2 where an editor could not run.
import { parseArgs } from 'node:util';
import { runEmacs } from './emacs/run.mjs';
import { runNeovim } from './neovim/run.mjs';
import { runNpx } from './npx/run.mjs';
import { runDesktop } from './vscode/desktop.mjs';
import { runVscode } from './vscode/run.mjs';
import { runWeb } from './web/run.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string' }, vsix: { type: 'string' }, grep: { type: 'string' } },
});
const editors = {
  vscode: runVscode,
  desktop: runDesktop,
  web: runWeb,
  neovim: runNeovim,
  emacs: runEmacs,
  npx: runNpx,
};

let passed = 0;
let failed = 0;
let broken = 0;
let skipped = 0;
const parts = [];
for (const [name, run] of Object.entries(editors)) {
  if (values.only !== undefined && values.only !== name) continue;
  try {
    const { editor, results, skipped: without = 0 } = await run(values);
    skipped += without;
    console.log(`\n${editor}`);
    for (const { title, error, milliseconds } of results) {
      console.log(`  ${error === undefined ? 'ok' : 'FAILED'} ${title} (${milliseconds} ms)`);
      if (error !== undefined) console.log(error.replace(/^/gm, '       '));
    }
    const bad = results.filter((it) => it.error !== undefined).length;
    failed += bad;
    passed += results.length - bad;
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
