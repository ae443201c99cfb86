// `npm run fuzz`: mutations of valid inputs until the time is over or their number is reached; what goes wrong is made small and
// printed, so that it becomes a test. Options: --minutes N, --count N, --seed N, --protocol N (malformed messages).

import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { malformedMessages } from './protocol.ts';
import type { Finding, Job, Told } from './worker.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    protocol: { type: 'string', default: '0' },
    server: { type: 'string', default: 'dist/server.js' },
    worker: { type: 'string' },
  },
});
const seed = Number(values.seed);
const count =
  values.count === undefined ? (values.minutes === undefined ? 20_000 : Number.MAX_SAFE_INTEGER) : Number(values.count);
const deadline = values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
/** Inputs between two looks at the clock. */
const SLICE = 500;
/** Milliseconds without progress that count as a hang. */
const HANG = 15_000;

const found: Finding[] = [];
let done = 0;
let slowest = 0;
while (done < count && Date.now() < deadline) {
  const to = Math.min(count, done + 20 * SLICE);
  done = await run(done, to);
  if (done % (100 * SLICE) === 0) console.log(`${done} mutations, ${found.length} findings`);
}

const messages = await malformedMessages(values.server, Number(values.protocol), seed);
for (const { index, target, what, input } of found)
  console.log(
    `FOUND ${target} (seed ${seed}, input ${index}): ${what}\n${input.map((it) => JSON.stringify(it)).join('\n')}`,
  );
for (const it of messages.wrong) console.log(`FOUND protocol (seed ${seed}): ${it}`);
const failed = found.length + messages.wrong.length;
console.log(
  `fuzz: seed ${seed}, ${done} mutations, ${found.length} findings, slowest ${Math.round(slowest)} ms; ${messages.sent} malformed messages, ${messages.wrong.length} findings`,
);
console.log(`${failed === 0 ? 1 : 0} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs inputs in a thread; gives the number of the first that did not run. */
function run(from: number, to: number): Promise<number> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const job: Job = { seed, from, to, progress };
  const worker = new Worker(new URL(values.worker ?? './worker.mjs', import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    let last = '';
    let since = Date.now();
    const end = (next: number): void => {
      clearInterval(timer);
      void worker.terminate().then(() => resolve(next));
    };
    const timer = setInterval(() => {
      const now = Atomics.load(progress, 0);
      const tried = `${now} ${Atomics.load(progress, 1)}`;
      if (tried !== last) {
        last = tried;
        since = Date.now();
      } else if (Date.now() - since > HANG) {
        found.push({ index: now, target: 'any', what: 'it hangs', input: [] });
        end(now + 1);
      }
      if (Date.now() > deadline) end(now);
    }, 250);
    worker.on('message', (told: Told) => {
      if (told.kind === 'found') {
        if (!found.some((it) => it.what === told.finding.what)) found.push(told.finding);
        return;
      }
      slowest = Math.max(slowest, told.slowest);
      end(to);
    });
    worker.on('error', reject);
  });
}
