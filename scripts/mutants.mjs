// Changes the code in small ways, one at a time, and runs the tests that reach the change: a mutant that no test notices shows
// what the tests do not hold. Usage: npm run mutants -- [--folder F]… [--seed S] [--count N] [--budget SECONDS] [--at FILE:LINE]
//   --folder F   only below server/src/F or the path F (again for more); default: server/src and client/src
//   --seed S     which mutants are drawn (default 1)
//   --count N    how many (default 100)
//   --budget S   the tests of one mutant may take so many seconds by what they took when recorded (default 60)
//   --at F:L     every mutant of this line instead of a draw
//   --floor P    exit status 1 where fewer than P percent are caught; the last line says how many are, and how many lack
//   --tests P    records only test files whose path contains P (again for more)
//   --workers N  processes that run the test files of a mutant (default 1)
//   --record     records every test file again (else only those that are new or changed), and draws no mutants with --count 0
//   --known      records nothing: test files that are new or changed are taken as they were
//   --lines      which lines the recorded test files never run, by folder and file, also in the servers that they start
//   --list       prints what would be tried, and tries nothing
// Mutants that nobody can see are listed in mutants/equivalent.json, each with its reason, and never drawn.
// Every mutant type-checks. All of a run are compiled at once into a copy of the tree under .cache/, each behind a switch.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Copy, withMutants } from './mutants/copy.mjs';
import { inDrawnOrder, whyEquivalent } from './mutants/draw.mjs';
import { mutationsOf, shortened } from './mutants/operators.mjs';
import { placeAround, placesOf } from './mutants/places.mjs';
import { Project } from './mutants/project.mjs';
import { Reach } from './mutants/reach.mjs';
import { Tests } from './mutants/tests.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: {
    folder: { ...text, multiple: true },
    seed: { ...text, default: '1' },
    count: { ...text, default: '100' },
    budget: { ...text, default: '60' },
    workers: { ...text, default: '1' },
    tests: { ...text, multiple: true },
    at: text,
    floor: text,
    record: flag,
    known: flag,
    lines: flag,
    list: flag,
  },
});

const project = new Project(ROOT);
const copy = new Copy(ROOT, path.join(ROOT, `.cache/mutants/copy-${process.pid}`));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
process.on('exit', () => rmSync(copy.folder, { recursive: true, force: true }));

const reach = new Reach(ROOT);
const mutants = options.lines ? [] : draw();
if (options.lines) showLines();
else if (options.list) {
  for (const it of mutants) console.log(describe(it));
} else {
  if (!options.known) await record();
  if (mutants.length > 0) await tryAll();
}
project.close();

/** Mutants that type-check, in an order that the seed decides. */
function draw() {
  const folders = (options.folder ?? ['server/src', 'client/src']).map((it) =>
    existsSync(path.join(ROOT, 'server/src', it)) ? `server/src/${it}` : it.replace(/\/$/, ''),
  );
  const names = project.names().filter((it) => folders.some((folder) => it === folder || it.startsWith(`${folder}/`)));
  if (names.length === 0) throw new Error(`no sources below ${folders.join(', ')}`);
  const [atFile, atLine] = options.at?.split(':') ?? [];
  const all = [];
  for (const name of names) {
    if (atFile !== undefined && name !== atFile) continue;
    const tree = project.tree(name);
    const places = placesOf(name, tree);
    for (const it of mutationsOf(tree)) {
      const line = tree.text.slice(0, it.start).split('\n').length;
      if (atLine !== undefined && line !== Number(atLine)) continue;
      all.push({
        ...it,
        name,
        line,
        was: tree.text.slice(it.start, it.end),
        says: tree.text.split('\n', line).at(-1),
        place: placeAround(places, it.start, it.end).key,
      });
    }
  }
  const ordered = options.at === undefined ? inDrawnOrder(all, options.seed) : all;
  const count = options.at === undefined ? Number(options.count) : all.length;
  const drawn = [];
  for (const it of ordered) {
    if (drawn.length >= count) break;
    const whole = project.text(it.name);
    const fits = (replaced) => project.accepts(it.name, whole.slice(0, it.start) + replaced + whole.slice(it.end));
    const chosen = it.texts.find((replaced) => replaced !== it.was && fits(replaced));
    const isTwice = drawn.some((other) => other.name === it.name && other.start === it.start && other.text === chosen);
    if (chosen === undefined || isTwice) continue;
    const mutant = { ...it, id: drawn.length + 1, text: chosen };
    if (options.at !== undefined || whyEquivalent(mutant) === undefined) drawn.push(mutant);
  }
  return drawn;
}

async function record() {
  const tests = new Tests(ROOT, { isolated: true });
  const files = await tests.files();
  tests.stop();
  const wanted =
    options.tests === undefined ? files : files.filter((it) => options.tests.some((part) => it.includes(part)));
  const old = wanted.filter((it) => options.record || reach.isOld(it));
  if (old.length === 0) return;
  console.log(`mutants: records which code ${old.length} test files run`);
  await reach.record(project, copy, old, (it) => console.log(`  ${it}`));
}

function describe({ name, line, what, was, text }) {
  const change = what === 'statement left out' ? shortened(was) : `${shortened(was)} → ${shortened(text)}`;
  return `${name}:${line} ${what}: ${change}`;
}

function showLines() {
  const folders = new Map();
  for (const it of reach.lines(project)) {
    if (it.never.length > 0) console.log(`${it.name} ${it.run} of ${it.lines}, never ${spans(it.never)}`);
    for (const folder of [folderOf(it), it.name.split('/')[0]]) {
      const sum = folders.get(folder) ?? { lines: 0, run: 0 };
      folders.set(folder, { lines: sum.lines + it.lines, run: sum.run + it.run });
    }
  }
  for (const [folder, { lines, run }] of [...folders].sort())
    console.log(`${folder}: ${run} of ${lines} lines, ${((100 * run) / lines).toFixed(1)} %`);
}

/** `3-5 9`: lines that follow each other, but for those without a statement, are told one by one. */
function spans(lines) {
  const all = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else all.push([line, line]);
  }
  return all.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(' ');
}

function folderOf({ name }) {
  return name.startsWith('server/src/') ? name.split('/').slice(0, 3).join('/') : 'client/src';
}

async function tryAll() {
  copy.make();
  for (const name of new Set(mutants.map((it) => it.name))) {
    const here = mutants.filter((it) => it.name === name);
    copy.write(name, withMutants(project.text(name), here, copy.active));
  }
  copy.build();
  const tests = new Tests(copy.tree, { workers: Number(options.workers), isolated: false });
  for (const it of mutants) {
    copy.activate(it.id);
    await tryOne(it, tests);
    console.log(`${it.id}/${mutants.length} ${it.verdict} ${it.by ?? ''} ${describe(it)}`);
  }
  // What fails without a mutant as well has caught nothing.
  copy.activate('');
  const catchers = [...new Set(mutants.flatMap((it) => it.by ?? []))];
  const broken = new Set();
  for (const it of catchers) if ((await tests.run([it], 300_000)).failed.length > 0) broken.add(it);
  for (const it of mutants) if (broken.has(it.by)) it.verdict = 'undecided';
  tests.stop();
  report(broken);
}

/** Sets `verdict` (`caught`, `caught late`, `survived`, `not reached`, `undecided`) and `by`, the test file that failed. */
async function tryOne(mutant, tests) {
  const all = reach.testsOf(mutant.place, mutant.name);
  const files = [];
  let time = 0;
  for (const it of all) {
    time += reach.records[it].time + 700;
    if (files.length > 0 && time > Number(options.budget) * 1000) break;
    files.push(it);
  }
  mutant.tests = files.length;
  if (files.length === 0) {
    mutant.verdict = 'not reached';
    return;
  }
  const { failed, crashed, late } = await tests.run(files, 30_000 + 4 * time);
  mutant.by = failed[0];
  mutant.verdict = failed.length > 0 ? 'caught' : late ? 'caught late' : crashed ? 'caught' : 'survived';
}

function report(broken) {
  const lines = [];
  const say = (line) => {
    lines.push(line);
    console.log(line);
  };
  const isCaught = (it) => it.verdict.startsWith('caught');
  say('\nmutants: not caught');
  for (const it of mutants) if (!isCaught(it)) say(`${describe(it)} (${it.verdict}, ${it.tests} test files)`);
  for (const it of broken) say(`mutants: ${it} fails without a mutant`);
  say('\nmutants: caught by folder');
  const decided = mutants.filter((it) => it.verdict !== 'undecided');
  const folderOf = ({ name }) =>
    name.startsWith('server/src/') ? name.split('/').slice(0, 3).join('/') : 'client/src';
  const rate = (some) => `${some.filter(isCaught).length} of ${some.length}, ${percent(some)} %`;
  const percent = (some) => Math.floor((100 * some.filter(isCaught).length) / Math.max(1, some.length));
  for (const folder of [...new Set(decided.map(folderOf))].sort())
    say(`${folder}: ${rate(decided.filter((it) => folderOf(it) === folder))}`);
  say(`all: ${rate(decided)}`);
  mkdirSync(path.join(ROOT, '.cache/mutants'), { recursive: true });
  writeFileSync(path.join(ROOT, '.cache/mutants/report.txt'), `${lines.join('\n')}\n`);
  if (options.floor === undefined) return;
  const caught = decided.filter(isCaught).length;
  const lacking = Math.max(0, Math.ceil((decided.length * Number(options.floor)) / 100) - caught);
  if (lacking > 0) console.log(`mutants: fewer than ${options.floor} % are caught`);
  console.log(`${caught} passed, ${lacking} failed`);
  if (lacking > 0) process.exitCode = 1;
}
