// Counts steps instead of seconds: how often each block of our code ran, as V8 counts it. What the engine does inside of one
// call (`slice`, `includes`) is not seen.

import { Session } from 'node:inspector';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/** The number of blocks of `server/src` that ran, without the hosts, and the functions that ran most. */
export async function stepsOf(work: () => unknown): Promise<{ readonly steps: number; readonly most: string }> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) =>
      session.post(method, params, (error, result) => (error === null ? resolve(result as T) : reject(error))),
    );
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  await work();
  const { result } = await post<Coverage>('Profiler.takePreciseCoverage');
  await post('Profiler.stopPreciseCoverage');
  session.disconnect();
  let steps = 0;
  const counts: [string, number][] = [];
  for (const { url, functions } of result) {
    if (!url.includes('/server/src/') || url.includes('/hosts/')) continue;
    for (const { functionName, ranges } of functions) {
      const count = ranges.reduce((sum, it) => sum + it.count, 0);
      steps += count;
      counts.push([`${url.split('/server/src/')[1]?.replace(/\?.*/, '')} ${functionName}`, count]);
    }
  }
  counts.sort((a, b) => b[1] - a[1]);
  return {
    steps,
    most: counts
      .slice(0, 4)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', '),
  };
}
