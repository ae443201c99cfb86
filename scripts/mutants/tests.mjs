// Runs test files in the copy, with a limit: what does not end is stopped, with every process that it started.

import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'worker.mjs');

export class Tests {
  #tree;
  #workers;
  #isolated;
  #child;
  #ready;

  /** `isolated`: each test file in a process of its own; else those of a run share one, which reads the sources once. */
  constructor(tree, { workers = 1, isolated }) {
    this.#tree = tree;
    this.#workers = workers;
    this.#isolated = isolated;
    process.on('exit', () => this.stop());
  }

  /** Every test file of the copy. */
  async files() {
    return (await this.#start()).ready;
  }

  #start() {
    if (this.#ready !== undefined) return this.#ready;
    // The worker leads a group of its own, so that all of it can be stopped.
    const child = fork(WORKER, [this.#tree, String(this.#workers), String(this.#isolated)], {
      cwd: this.#tree,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, CI: '1', UPDATE: '' },
    });
    this.#child = child;
    this.#ready = new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (status) => reject(new Error(`the runner of the tests ended with ${status}`)));
    });
    return this.#ready;
  }

  stop() {
    const { pid } = this.#child ?? {};
    this.#child = undefined;
    this.#ready = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  /** `{ failed, took, crashed }` of these files, or `late` after so many milliseconds. */
  async run(files, limit) {
    await this.#start();
    const child = this.#child;
    const result = await new Promise((resolve) => {
      const timer = setTimeout(() => end({ failed: [], took: {}, late: true }), limit);
      const gone = () => end({ failed: [], took: {}, crashed: true, gone: true });
      const end = (it) => {
        clearTimeout(timer);
        child.off('message', end);
        child.off('exit', gone);
        resolve(it);
      };
      child.on('message', end);
      child.on('exit', gone);
      child.send({ files });
    });
    if (result.late || result.gone) this.stop();
    return result;
  }
}
