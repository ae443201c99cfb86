// Runs inputs one after another, in a thread that can be stopped.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { onFault } from '../../server/src/base/fault.ts';
import { WitParser } from '../../server/src/syntax/parser.ts';
import { Random, seedOf } from '../conformance/random.ts';
import { type Input, type Target, targetOf } from './targets.ts';

export interface Job {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Two numbers: the input that runs, and how often it was tried. */
  readonly progress: Int32Array;
}

export interface Finding {
  readonly index: number;
  readonly target: string;
  readonly what: string;
  readonly input: Input;
}

export type Told =
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'done'; readonly slowest: number };

/** Longest time for one input, in milliseconds. */
const HANG = 10_000;

export async function work(port: MessagePort, { seed, from, to, progress }: Job): Promise<void> {
  let fault: unknown;
  onFault((_, error) => {
    fault ??= error;
  });
  const parser = new WitParser();
  parser.onFailure = (_, error) => {
    fault ??= error;
  };
  const wrong = async (target: Target, input: Input): Promise<string | undefined> => {
    fault = undefined;
    Atomics.add(progress, 1, 1);
    try {
      const start = performance.now();
      const what = await target.wrong(input, parser);
      if (fault !== undefined) return firstLines(fault);
      return performance.now() - start > HANG ? 'it took too long' : what;
    } catch (error) {
      return firstLines(error);
    }
  };
  let slowest = 0;
  const known = new Set<string>();
  for (let index = from; index < to; index++) {
    Atomics.store(progress, 0, index);
    const random = new Random(seedOf(seed, index));
    const target = targetOf(random);
    const input = target.input(random);
    const start = performance.now();
    const what = await wrong(target, input);
    slowest = Math.max(slowest, performance.now() - start);
    if (what === undefined || known.has(what)) continue;
    known.add(what);
    const small = await shrunk(input, async (it) => (await wrong(target, it)) === what);
    port.postMessage({ kind: 'found', finding: { index, target: target.name, what, input: small } } satisfies Told);
  }
  port.postMessage({ kind: 'done', slowest } satisfies Told);
}

function firstLines(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /at (?:async )?([\w.#<>]+)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name}: ${error.message.slice(0, 100)} in ${place}`;
}

/** Takes away pieces, large ones first, for as long as the same is wrong. */
async function shrunk(input: Input, holds: (it: Input) => Promise<boolean>): Promise<Input> {
  let best = [...input];
  let left = 2000;
  for (const at of input.keys()) {
    for (
      let size = Math.ceil((best[at]?.length ?? 0) / 2);
      size >= 1 && left > 0;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let start = 0; start < (best[at]?.length ?? 0) && left > 0; ) {
        left--;
        const text = best[at] ?? '';
        const smaller = best.with(at, text.slice(0, start) + text.slice(start + size));
        if (await holds(smaller)) best = smaller;
        else start += size;
      }
    }
  }
  return best;
}

if (parentPort !== null) {
  const port = parentPort;
  void work(port as unknown as MessagePort, workerData as Job);
}
