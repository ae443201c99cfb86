// How long a person waits: the extension's own start, as VS Code counts it, and the first squiggle under a mistake.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { until } from '../../vscode-window.mjs';
import { command, openFile } from './steps.mjs';

/** What is aimed at on a quiet machine, in milliseconds. A busy one is allowed more, so that only a real loss fails. */
const ACTIVATION = 100;
const SQUIGGLE = 400;
const PATIENCE = 10;

export const timingCases = {
  'the extension starts at once, and the first squiggle follows the text': {
    prepare(directory) {
      writeFileSync(path.join(directory, 'sound.wit'), 'package a:sound;\n');
      writeFileSync(path.join(directory, 'wrong.wit'), 'package a:sound;\ninterface i { f: func() -> strin; }\n');
      return directory;
    },
    async look(page) {
      // Before a file is open.
      await page.locator('.statusbar-item', { hasText: 'WIT' }).first().waitFor({ timeout: 60_000 });
      await openFile(page, 'sound.wit');
      await command(page, 'Developer: Show Running Extensions');
      const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'WIT Language Server' }).first();
      await row.waitFor({ timeout: 60_000 });
      const activation = await until('the time of the activation', 60_000, async () => {
        const [, took] = /Activation: (\d+)ms/.exec((await row.textContent()) ?? '') ?? [];
        return took;
      });
      // From the key that opens the file, so that what VS Code itself needs for that counts, too.
      await page.evaluate(() => {
        let opened;
        const look = () => {
          if (document.querySelector('.monaco-editor .squiggly-error') === null) requestAnimationFrame(look);
          else globalThis.squiggle = performance.now() - opened;
        };
        const onKey = ({ key }) => {
          if (key !== 'Enter' || opened !== undefined) return;
          opened = performance.now();
          look();
        };
        window.addEventListener('keydown', onKey, true);
      });
      await openFile(page, 'wrong.wit');
      const squiggle = await until('a squiggle', 60_000, () => page.evaluate(() => globalThis.squiggle));
      const told = `activation ${activation} ms (aim ${ACTIVATION}), first squiggle ${Math.round(squiggle)} ms (aim ${SQUIGGLE}), load ${loadavg()[0]?.toFixed(1)}`;
      if (activation > ACTIVATION * PATIENCE || squiggle > SQUIGGLE * PATIENCE) throw new Error(told);
      return told;
    },
  },
};
