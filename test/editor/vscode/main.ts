// Runs inside VS Code's extension host: mocha over the suites beside this file. Results go to a file, a line each, as
// what is printed here ends in the console of a browser.
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const file = process.env.WIT_E2E_RESULTS ?? '';
  const record = (it: object): void => appendFileSync(file, `${JSON.stringify(it)}\n`);
  record({ vscode: vscode.version });
  const grep = process.env.WIT_E2E_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 40_000,
    reporter: Mocha.reporters.Base,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.e2e.js')) mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => record({ title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('pending', (test) => record({ title: test.fullTitle(), skipped: true }));
    runner.on('fail', (test, error) => {
      record({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error: error.stack ?? error.message });
    });
  });
  record({ ended: true });
  if (failures > 0) throw new Error(`${failures} failed`);
}
