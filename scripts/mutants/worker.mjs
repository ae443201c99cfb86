// A long-lived vitest in the copy, so that sources are compiled once. Each message `{ files }` runs test files, one after the
// other until one fails, each in a process of its own or all of a run in one, which reads what is active when it starts. The answer: `{ failed, took, crashed }`.

import path from 'node:path';
import { createVitest } from 'vitest/node';

const [tree, workers, isolated] = process.argv.slice(2);

/** Files stay in the order in which they were given. */
class AsGiven {
  shard(files) {
    return files;
  }
  sort(files) {
    return files;
  }
}

/** What this run told: vitest itself remembers what failed in runs before. */
const took = {};
const failed = new Set();
const reporter = {
  onTestModuleEnd(module) {
    if (module.state() === 'failed') failed.add(path.relative(tree, module.moduleId));
    took[path.relative(tree, module.moduleId)] = Math.round(
      module.diagnostic().duration + module.diagnostic().collectDuration,
    );
  },
};

const vitest = await createVitest(
  'test',
  {
    root: tree,
    watch: false,
    bail: 1,
    reporters: [reporter],
    pool: 'forks',
    poolOptions: { forks: { minForks: 1, maxForks: Number(workers), isolate: isolated === 'true' } },
    sequence: { sequencer: AsGiven },
    silent: true,
  },
  { clearScreen: false },
);
const all = new Map((await vitest.globTestSpecifications()).map((it) => [path.relative(tree, it.moduleId), it]));
process.send({ ready: [...all.keys()] });

process.on('message', async ({ files }) => {
  for (const name of Object.keys(took)) delete took[name];
  failed.clear();
  try {
    const result = await vitest.runTestSpecifications(
      files.flatMap((it) => all.get(it) ?? []),
      false,
    );
    process.send({ failed: [...failed], took: { ...took }, crashed: result.unhandledErrors.length > 0 });
  } catch (error) {
    process.send({ failed: [...failed], took: { ...took }, crashed: true, error: String(error) });
  }
});
process.on('disconnect', () => process.exit());
