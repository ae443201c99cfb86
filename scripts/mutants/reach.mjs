// Which places of the code each test file runs, and how long it takes: recorded once, one test file after the other, in a copy
// where every place tells of itself, also in the built server that tests start. Kept under .cache/ by what the test file says.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withProbes } from './copy.mjs';
import { placeAround, placesOf, statementsOf } from './places.mjs';
import { Tests } from './tests.mjs';

/** A test file that takes longer than this (milliseconds) is no use here. */
const TOO_LONG = 60_000;

export class Reach {
  #file;
  #root;
  records = {};

  constructor(root) {
    this.#root = root;
    this.#file = path.join(root, '.cache/mutants/reach.json');
    if (!existsSync(this.#file)) return;
    const { keys, records } = JSON.parse(readFileSync(this.#file, 'utf8'));
    for (const [name, it] of Object.entries(records))
      this.records[name] = { ...it, reached: new Set(it.reached.map((at) => keys[at])) };
  }

  /** Whether the file must be recorded: it is new or says something else. */
  isOld(name) {
    return this.records[name]?.hash !== this.#hash(name);
  }

  #hash(name) {
    return createHash('sha256')
      .update(readFileSync(path.join(this.#root, name)))
      .digest('hex')
      .slice(0, 16);
  }

  #save() {
    const numbers = new Map();
    const number = (key) => numbers.get(key) ?? numbers.set(key, numbers.size).get(key);
    const records = Object.fromEntries(
      Object.entries(this.records).map(([name, it]) => [name, { ...it, reached: [...it.reached].map(number) }]),
    );
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify({ keys: [...numbers.keys()], records }));
  }

  /** Records test files in a fresh copy; `tell` hears of each. */
  async record(project, copy, names, tell) {
    copy.make();
    mkdirSync(copy.reached, { recursive: true });
    const keys = [];
    for (const name of project.names()) {
      const places = placesOf(name, project.tree(name));
      for (const it of places) it.number = keys.push(it.key) - 1;
      copy.write(name, withProbes(project.text(name), places, copy));
    }
    copy.build();
    const tests = new Tests(copy.tree, { isolated: true });
    for (const [at, name] of names.entries()) {
      copy.activate(at);
      const { failed, took, crashed, late } = await tests.run([name], TOO_LONG);
      const reached = new Set();
      for (const part of readdirSync(copy.reached).filter((it) => it.startsWith(`${at}.`)))
        for (const line of readFileSync(path.join(copy.reached, part), 'utf8').trim().split('\n'))
          reached.add(keys[line]);
      const works = failed.length === 0 && !crashed && !late;
      const time = took[name] ?? TOO_LONG;
      this.records[name] = { hash: this.#hash(name), time, works, reached };
      tell(
        `${at + 1}/${names.length} ${name}: ${late ? 'takes too long' : works ? `${time} ms` : 'fails in the copy'}`,
      );
      if (at % 10 === 9) this.#save();
    }
    tests.stop();
    this.#save();
    rmSync(copy.folder, { recursive: true, force: true });
  }

  /** Lines with a statement by file, and those of them that a recorded test file runs: `{ name, lines, run, never }`. */
  *lines(project) {
    const reached = new Set(Object.values(this.records).flatMap((it) => [...it.reached]));
    for (const name of project.names()) {
      const tree = project.tree(name);
      const places = placesOf(name, tree);
      const lines = new Map();
      for (const start of statementsOf(tree)) {
        const line = tree.text.slice(0, start).split('\n').length;
        const isRun = reached.has(placeAround(places, start, start).key);
        lines.set(line, isRun || (lines.get(line) ?? false));
      }
      const never = [...lines].filter(([, isRun]) => !isRun).map(([line]) => line);
      if (lines.size > 0) yield { name, lines: lines.size, run: lines.size - never.length, never };
    }
  }

  /**
   * The test files that run a place, those that lie near and are quick first. Where none does, the function may be newer than
   * the record: then three of those that load the file.
   */
  testsOf(place, name) {
    const those = this.#testsOf(place, name);
    return those.length > 0 ? those : this.#testsOf(`${name}#~0`, name).slice(0, 3);
  }

  #testsOf(place, name) {
    const folder = path.dirname(name);
    const beside = name.replace(/\.ts$/, '.test.ts');
    const cost = (test) => {
      const near = test === beside ? 0.1 : path.dirname(test) === folder ? 0.4 : 1;
      return (this.records[test].time + 700) * near;
    };
    return Object.entries(this.records)
      .filter(([test, it]) => it.works && existsSync(path.join(this.#root, test)) && it.reached.has(place))
      .map(([test]) => test)
      .sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1));
  }
}
