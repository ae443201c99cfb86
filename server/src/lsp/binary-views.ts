// Components with code as people look into them: their world as WIT text, in a workspace apart. What is in them is no
// package that others could mean, so nothing of it is known outside of its view.

import type { Task } from '../base/task.ts';
import type { WitParser } from '../syntax/parser.ts';
import { componentHost } from '../workspace/component-host.ts';
import type { Host } from '../workspace/host.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import { fileOf } from './binary-uri.ts';

export class BinaryViews {
  readonly #workspace: Workspace;

  constructor(host: Host, parser: WitParser) {
    this.#workspace = new Workspace(
      componentHost(host, { fileOf, encode: (text) => new TextEncoder().encode(text) }),
      parser,
    );
  }

  /** A moment in which the view is loaded. Undefined when the component cannot be shown. */
  async load(view: string, task: Task): Promise<Snapshot | undefined> {
    const root = await this.#workspace.loadFile(view, task);
    const snapshot = this.#workspace.snapshot();
    const file = snapshot.file(view);
    return root === undefined || file === undefined || file.fault !== undefined ? undefined : snapshot;
  }

  /** The file of a view is another now. */
  changed(view: string): void {
    this.#workspace.savedOnDisk([view]);
  }
}
