// `npm run bench`: how fast files are read, how soon findings follow a keystroke, how much memory that takes, how
// long formatting takes.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToUri } from '../server/src/hosts/node.ts';
import { loadParser, type WitParser } from '../server/src/syntax/parser.ts';
import { readCorpus } from './corpus.ts';
import { benchFormat } from './format.ts';
import { editingSession } from './keystrokes.ts';

const repository = process.cwd();
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

const wit = await parser();
const format = benchFormat(wit, corpus.texts, corpus.largest.text);
show('format 500 lines, first time', fixed(format.firstOnSave, 'ms'), 'under 15 ms');
show('format 500 lines, warm, p95', fixed(format.onSave, 'ms'), 'under 15 ms');
show('read and format 1 MB', fixed(format.largest, 'ms', 0), 'under 1000 ms');
show('read, cold (parse and lower)', fixed(coldReading(wit), 'MB/s', 2), '1.2 MB/s or more');
show('read, warm', fixed(Math.max(coldReading(wit), coldReading(wit)), 'MB/s', 2));

const start = performance.now();
const check = spawn(process.execPath, ['dist/server.js', 'check', '--format', 'json', 'examples'], { stdio: 'ignore' });
await new Promise((resolve) => check.on('exit', resolve));
show('start to result, `check examples`', fixed(performance.now() - start, 'ms', 0));

const { text, path: file } = corpus.largest;
const uri = file === undefined ? 'file:///bench/big.wit' : pathToUri(file);
show('largest file', `${fixed(text.length / 1e3, 'kB', 0)}, ${text.split('\n').length} lines`);
const session = await editingSession(path.join(repository, 'dist/server.js'), uri, text, 300);
show('open to diagnostics', fixed(session.open, 'ms', 0));
show('keystroke to diagnostics, p50', fixed(session.p50, 'ms'));
show('keystroke to diagnostics, p95', fixed(session.p95, 'ms'), 'under 10 ms');
show('the same, largest', fixed(session.worst, 'ms'));
show('server, peak memory', session.peak === undefined ? 'unknown' : fixed(session.peak / 1024, 'MB', 0));

const width = Math.max(...rows.map(([what]) => what.length));
const second = Math.max(...rows.map(([, value]) => value.length));
for (const [what, value, aim] of rows)
  console.log(`${what.padEnd(width)}  ${value.padStart(second)}${aim === '' ? '' : `  (aim: ${aim})`}`);
