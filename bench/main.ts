// `npm run bench`: how fast files are read, how soon findings follow a keystroke, how much memory that takes, how
// long formatting takes. `--native` compares with the native reference (native.ts).

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToUri } from '../server/src/hosts/node.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import { loadParser } from '../server/src/syntax/tree-sitter.ts';
import { benchComposition } from './composition.ts';
import { contractKeystrokes, gitTime } from './contracts.ts';
import { readCorpus } from './corpus.ts';
import { keepFigures } from './figures.ts';
import { benchFormat } from './format.ts';
import { gateTimes } from './gate.ts';
import { editingSession } from './keystrokes.ts';
import { benchNative, nativeOptions } from './native.ts';
import { benchPublished } from './published.ts';
import { requestTimes, symbolTimes } from './requests.ts';
import { edits, generated, reference, smaller } from './workspaces.ts';
import { benchWorlds } from './worlds.ts';

if (process.argv.includes('--native')) {
  await benchNative(nativeOptions(process.argv.slice(2)));
  process.exit();
}
const repository = process.cwd();
const smoke = process.argv.includes('--smoke');
const rows: [what: string, value: string, aim: string][] = [];
const show = (what: string, value: string, aim = ''): unknown => rows.push([what, value, aim]);
const fixed = (value: number, unit: string, digits = 1): string => `${value.toFixed(digits)} ${unit}`;

function parser(): Promise<WitParser> {
  return loadParser(
    readFileSync(path.join(repository, 'dist/web-tree-sitter.wasm')),
    readFileSync(path.join(repository, 'dist/tree-sitter-wit.wasm')),
  );
}

const corpus = readCorpus(path.join(repository, '../shared/corpus'));
const bytes = corpus.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
console.log(`${corpus.name}, ${fixed(bytes / 1e6, 'MB')}; Node ${process.version}`);

/** Every file once, from nothing. */
function coldReading(wit: WitParser): number {
  const start = performance.now();
  for (const text of corpus.texts) wit.read(text);
  return bytes / 1e3 / (performance.now() - start);
}

/**
 * How many times longer it takes to read every file through a tree of the grammar, as open files are, than by the
 * recovering reader alone, as closed ones are. Both by turns in one run; the median of the pairs.
 */
function closedReading(wit: WitParser, texts: readonly string[]): number {
  const timed = (read: (text: string) => void): number => {
    const start = performance.now();
    for (const text of texts) read(text);
    return performance.now() - start;
  };
  const ratios = Array.from({ length: 5 }, () => {
    const grammar = timed((text) => wit.close(wit.open(text)));
    return grammar / timed((text) => wit.read(text));
  });
  return ratios.sort((a, b) => a - b)[2] ?? Number.NaN;
}

const wit = await parser();
// First, while nothing is warm.
await benchWorlds(wit, path.join(repository, '../shared/corpus'), smoke ? 100 : 500, show);
await benchComposition(wit, smoke ? 3 : 9, show);
const format = benchFormat(wit, corpus.texts, corpus.largest.text);
show('format 500 lines, first time', fixed(format.firstOnSave, 'ms'), 'under 15 ms');
show('format 500 lines, warm, p95', fixed(format.onSave, 'ms'), 'under 15 ms');
show('read and format 1 MB', fixed(format.largest, 'ms', 0), 'under 1000 ms');
show('read, cold (parse and lower)', fixed(coldReading(wit), 'MB/s', 2), '1.2 MB/s or more');
show('read, warm', fixed(Math.max(coldReading(wit), coldReading(wit)), 'MB/s', 2));
const closed = closedReading(wit, corpus.texts);
show('read a closed file: through the grammar / by the reader alone', fixed(closed, 'times', 2), 'at least 3');

const start = performance.now();
const check = spawn(process.execPath, ['dist/server.js', 'check', '--format', 'json', 'examples'], { stdio: 'ignore' });
await new Promise((resolve) => check.on('exit', resolve));
show('start to result, `check examples`', fixed(performance.now() - start, 'ms', 0));
await benchPublished(path.join(repository, 'dist/server.js'), smoke ? 100 : 1000, show);

const { text, path: file } = corpus.largest;
const uri = file === undefined ? 'file:///bench/big.wit' : pathToUri(file);
show('largest file', `${fixed(text.length / 1e3, 'kB', 0)}, ${text.split('\n').length} lines`);
const session = await editingSession(path.join(repository, 'dist/server.js'), uri, text, smoke ? 60 : 300);
show('open to diagnostics', fixed(session.open, 'ms', 0));
show('keystroke to diagnostics, p50', fixed(session.p50, 'ms'));
show('keystroke to diagnostics, p95', fixed(session.p95, 'ms'), 'under 10 ms');
show('keystroke to diagnostics, largest', fixed(session.worst, 'ms'));
show('server, peak memory', session.peak === undefined ? 'unknown' : fixed(session.peak / 1024, 'MB', 0));

// Without symbolic links: the tool compares its own address with how it was called, the reference follows none.
const shared = existsSync('../shared') ? realpathSync('../shared') : '../shared';
const http = path.join(shared, 'corpus/bytecodealliance+wasip3-prototyping/crates/wasi-http/wit');
if (existsSync(http)) {
  const times = await edits(wit, http, path.join(http, 'deps/http/types.wit'), 'field-key', smoke ? 200 : 1500, false);
  show('wasi:http with its closure: first diagnostics', fixed(times.first, 'ms'));
  show('wasi:http with its closure: a keystroke in a name, p50', fixed(times.p50, 'ms', 2));
  show('wasi:http with its closure: a keystroke in a name, p95', fixed(times.p95, 'ms', 2), 'under 5 ms');
  const whole = await reference(repository, http, 5);
  if (whole !== undefined) show('wasi:http with its closure: read by the reference (Wasm)', fixed(whole, 'ms'));
}

if (file !== undefined) {
  for (const [request, time] of await requestTimes(wit, file, smoke ? 40 : 200))
    show(`largest package: ${request}, p95`, fixed(time, 'ms', 2), 'under 10 ms');
}
const symbols = await symbolTimes(wit, path.join(shared, 'tools/make_stress.mjs'), smoke ? 200 : 10_000);
if (symbols !== undefined) {
  show(`workspace symbols, ${symbols.files} files, first`, fixed(symbols.first, 'ms', 0));
  show(`workspace symbols, ${symbols.files} files, p95`, fixed(symbols.p95, 'ms'), 'under 50 ms');
}

const gate = gateTimes(
  path.join(shared, 'tools/make_stress.mjs'),
  path.join(repository, 'dist/server.js'),
  smoke ? 1 : 3,
);
if (gate !== undefined) {
  show('`check .`, 300 packages, user time', fixed(gate.check, 's', 2));
  show('`breaking .`, 5 of them changed', fixed(gate.breaking, 's', 2));
  show('`breaking .` against `check .`', fixed(gate.breaking / gate.check, 'times', 2), 'at most 1.3');
}

const made = generated(path.join(shared, 'tools/make_stress.mjs'), smoke ? 50 : 1000);
if (made !== undefined) {
  const p50: number[] = [];
  for (const workspace of [smaller(made, 10), made]) {
    const packages = readdirSync(path.join(workspace.folder, 'packages')).length;
    const before = process.memoryUsage().rss;
    const times = await edits(wit, workspace.folder, workspace.file, workspace.needle, smoke ? 200 : 1000, true);
    const memory = (process.memoryUsage().rss - before) / 2 ** 20;
    p50.push(times.p50);
    show(`${packages} packages: first diagnostics`, fixed(times.first, 'ms'), 'under 1000 ms');
    show(`${packages} packages: a keystroke in a name, p50`, fixed(times.p50, 'ms', 2));
    // Beside what a small one takes, the heap that came before it says more.
    if (workspace === made)
      show(`${packages} packages: memory for the workspace`, fixed(memory, 'MB', 0), 'under 300 MB');
    rmSync(workspace.folder, { recursive: true, force: true });
  }
  show('all packages against few, the same edit', fixed((p50[1] ?? 0) / (p50[0] ?? 1), 'times', 2), 'within 1.2');
}

const opened = await gitTime(wit);
show(`git time for a package of ${opened.files} files and its base`, fixed(opened.git, 'ms'), 'under 100 ms');
show('the same, and reading the base', fixed(opened.all, 'ms'));
const contract = await contractKeystrokes(path.join(repository, 'dist/server.js'), smoke ? 100 : 1000, 'auto');
const plain = await contractKeystrokes(path.join(repository, 'dist/server.js'), smoke ? 100 : 1000, 'off');
show('keystroke to contract changes, p50', fixed(contract.p50, 'ms'));
show('keystroke to contract changes, p95', fixed(contract.p95, 'ms'), 'under 8 ms');
show('keystroke without a base, p50', fixed(plain.p50, 'ms'));
show('keystroke without a base, p95', fixed(plain.p95, 'ms'));
show('git processes of keystrokes', `${contract.processes}`, 'none');

const width = Math.max(...rows.map(([what]) => what.length));
const second = Math.max(...rows.map(([, value]) => value.length));
for (const [what, value, aim] of rows)
  console.log(`${what.padEnd(width)}  ${value.padStart(second)}${aim === '' ? '' : `  (aim: ${aim})`}`);
// A short run measures too little to be kept.
if (!smoke) keepFigures('bench', rows);
