// Formatting many files on several threads. A thread costs a start and a parser of its own, so few files stay in this one.

import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { WitParser } from '../syntax/parser.ts';
import type { Host } from '../workspace/host.ts';
import { type FormatJob, formatFile, type Outcome } from './format-file.ts';

/** With fewer, a thread costs more than it saves: it compiles everything anew. (Measured: docs/format.md.) */
export const FILES_PER_THREAD = 1000;

export interface Threads {
  /** The program that calls `serveFormat` when it is started as a worker; without it there is one thread. */
  readonly worker?: string;
  readonly host: Host;
  parser(): Promise<WitParser>;
}

/** The outcomes in the order of the jobs. */
export async function formatFiles(jobs: readonly FormatJob[], threads: Threads): Promise<Outcome[]> {
  const count = Math.min(availableParallelism(), Math.floor(jobs.length / FILES_PER_THREAD));
  if (threads.worker === undefined || count < 2) return formatHere(jobs, threads.host, await threads.parser());
  const shares = Array.from({ length: count }, (_, first) => jobs.filter((_job, index) => index % count === first));
  const { worker } = threads;
  const results = await Promise.all(shares.map((share) => formatThere(share, worker)));
  return jobs.flatMap((_job, index) => results[index % count]?.[Math.floor(index / count)] ?? []);
}

/** What a worker does: the jobs it was given. */
export async function serveFormat(host: Host, parser: WitParser): Promise<void> {
  parentPort?.postMessage(await formatHere(workerData as FormatJob[], host, parser));
}

async function formatHere(jobs: readonly FormatJob[], host: Host, parser: WitParser): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const job of jobs) outcomes.push(await formatFile(host, parser, job));
  return outcomes;
}

async function formatThere(jobs: readonly FormatJob[], program: string): Promise<Outcome[]> {
  const worker = new Worker(program, { workerData: jobs });
  const [outcomes] = (await once(worker, 'message')) as [Outcome[]];
  await worker.terminate();
  return outcomes;
}
