// Who does the work when there is much of it, and that nothing gets lost or mixed up on the way.

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryWith } from '../../../test/support/command.ts';
import { testParser } from '../../../test/support/parser.ts';
import { DEFAULT_FORMAT } from '../format/options.ts';
import { MemoryHost } from '../hosts/memory.ts';
import type { FormatJob } from './format-file.ts';
import { FILES_PER_THREAD, formatFiles } from './format-threads.ts';

function jobs(count: number): FormatJob[] {
  return Array.from({ length: count }, (_, index) => ({
    uri: `file:///${index}.wit`,
    shown: `${index}`,
    options: DEFAULT_FORMAT,
    write: false,
    diff: false,
    maxFileSize: 16,
  }));
}

function worker(code: string): string {
  const file = path.join(directoryWith({}), 'worker.cjs');
  writeFileSync(file, `const { parentPort, workerData } = require('node:worker_threads');\n${code}`);
  return file;
}

const host = new MemoryHost({ 'file:///1.wit': 'world  w {}\n' });
const many = jobs(2 * FILES_PER_THREAD + 1);

describe('threads', () => {
  it('are none for few files', async () => {
    const program = worker('throw new Error("nobody asked");');
    const outcomes = await formatFiles(jobs(2), { worker: program, host, parser: testParser });
    expect(outcomes).toEqual([
      { kind: 'failed', message: 'cannot read 0' },
      { kind: 'done', changed: true, diff: '' },
    ]);
  });

  it.skipIf(availableParallelism() < 2)('give outcomes in the order of the jobs', async () => {
    const program = worker(
      "parentPort.postMessage(workerData.map((job) => ({ kind: 'done', changed: false, diff: job.shown })));",
    );
    const outcomes = await formatFiles(many, { worker: program, host, parser: testParser });
    expect(outcomes).toEqual(many.map((job) => ({ kind: 'done', changed: false, diff: job.shown })));
  });

  it.skipIf(availableParallelism() < 2)('fail aloud', async () => {
    const program = worker('throw new Error("out of order");');
    await expect(formatFiles(many, { worker: program, host, parser: testParser })).rejects.toThrow('out of order');
  });
});
