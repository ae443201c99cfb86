// Brings every package of the open folders into memory in the background, with progress.

import type { WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { Cancellation, Task } from '../base/task.ts';
import type { Session } from './session.ts';

export class Indexer {
  readonly #session: Session;
  /** Tells that more is known than before. */
  readonly #done: () => void;
  #running = new Cancellation();
  #last: Promise<void> = Promise.resolve();

  constructor(session: Session, done: () => void) {
    this.#session = session;
    this.#done = done;
  }

  /** Looks at the folders anew; an older round ends. */
  start(): void {
    this.#running.cancel();
    this.#running = new Cancellation();
    const round = this.#round(this.#running).catch((error: unknown) => this.#session.fault('indexing failed', error));
    this.#last = round;
  }

  /** The round that is running, or was the last. */
  get idle(): Promise<void> {
    return this.#last;
  }

  stop(): void {
    this.#running.cancel();
  }

  /** Waits a little for the round that is running: findings that vanish a moment later are worse than late ones. */
  async settled(patience: number): Promise<void> {
    await Promise.race([this.#last, new Promise<void>((resolve) => setTimeout(resolve, patience))]);
  }

  async #round(token: Cancellation): Promise<void> {
    const { workspace } = this.#session;
    const task = new Task(workspace.clock, token);
    const before = workspace.snapshot().version;
    const found = (await workspace.discover(task)) ?? [];
    const progress = this.#progress(found.length);
    for (const [index, uri] of found.entries()) {
      if ((await workspace.loadDirectory(uri, task)) === undefined) break;
      progress.show(index + 1);
    }
    progress.end();
    if (!token.cancelled && workspace.snapshot().version !== before) this.#done();
  }

  #progress(all: number): { show(done: number): void; end(): void } {
    const { client, connection } = this.#session;
    // A few packages are read before anyone could look.
    if (!client.showsProgress || all < 50) return { show: () => {}, end: () => {} };
    // A client that refuses, or answers late, does not hold up the reading.
    let shown: WorkDoneProgressServerReporter | undefined;
    let last = 0;
    let over = false;
    void this.#session.send('progress', async () => {
      const progress = await connection.window.createWorkDoneProgress();
      if (over) return;
      progress.begin('Reading WIT packages', last, undefined, false);
      shown = progress;
    });
    return {
      show(done) {
        const percent = Math.floor((100 * done) / all);
        if (percent > last) shown?.report(percent, `${done} of ${all}`);
        last = percent;
      },
      end() {
        over = true;
        shown?.done();
      },
    };
  }
}
