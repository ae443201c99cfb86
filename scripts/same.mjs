// Compares what two builds say, byte for byte: `check`, `breaking`, `world`, `format --check`, and hover, definition and
// completion at every name, over the examples, the fixtures of contract changes and, where it is there, ../shared/corpus.
// Usage: node scripts/same.mjs BASELINE [--server FILE] [--no-messages] [--names N] [--only PART] [--kinds]
//   BASELINE       a built server.js, or a git revision, which is built in a temporary work tree
//   --no-messages  compares everything but sentences (messages, titles, Markdown)
//   --names N      asks at every Nth name (default 7; 1 asks at all)
//   --only PART    only folders whose name contains PART
//   --kinds        counts the differences by what they are (`check: findings gone: CODE`, `breaking: key owner added`), each
//                  with one example, instead of printing the first 200
// Exit status: 0 the same, 1 different, 2 it could not work.

import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: path.join(ROOT, 'dist/server.js') },
    'no-messages': { type: 'boolean', default: false },
    names: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    kinds: { type: 'boolean', default: false },
  },
});
const stride = Number(options.names);
if (positionals.length !== 1 || !(stride >= 1)) {
  console.error('usage: npm run same -- BASELINE [--server FILE] [--no-messages] [--names N] [--only PART] [--kinds]');
  process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'wit-same-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** A built server, or the server of a revision, built beside the scratch files. */
function serverOf(name) {
  if (existsSync(name)) return path.resolve(name);
  const tree = path.join(scratch, 'tree');
  execFileSync('git', ['worktree', 'add', '--detach', '-q', tree, name], { cwd: ROOT, stdio: 'inherit' });
  process.on('exit', () => execFileSync('git', ['worktree', 'remove', '--force', tree], { cwd: ROOT }));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: tree, stdio: 'ignore' });
  const built = path.join(scratch, 'dist');
  cpSync(path.join(tree, 'dist'), built, { recursive: true });
  return path.join(built, 'server.js');
}

/** Writes the files of a fixture (`//- path` before each) and gives the folders at its top. */
function unpack(fixture, into) {
  const [, ...parts] = `\n${readFileSync(fixture, 'utf8')}`.split(/^\/\/- (.*)$/m);
  const tops = new Set();
  for (let at = 0; at < parts.length; at += 2) {
    const name = parts[at].trim().split(' ')[0];
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, parts[at + 1].replace(/^\n/, ''));
    tops.add(name.split('/')[0]);
  }
  return tops;
}

/** What is looked at: a folder, and the old version of it where there is one. */
function* subjects() {
  yield { name: 'examples', folder: path.join(ROOT, 'examples') };
  const semver = path.join(ROOT, 'test/semver');
  for (const kind of readdirSync(semver, { withFileTypes: true }).filter((it) => it.isDirectory())) {
    for (const file of readdirSync(path.join(semver, kind.name)).filter((it) => it.endsWith('.txt'))) {
      const folder = path.join(scratch, 'fixtures', kind.name, file.replace('.txt', ''));
      const tops = unpack(path.join(semver, kind.name, file), folder);
      if (!tops.has('before') || !tops.has('after')) continue;
      yield {
        name: `semver/${kind.name}/${file}`,
        folder: path.join(folder, 'after'),
        old: path.join(folder, 'before'),
      };
    }
  }
  const corpus = path.join(ROOT, '../shared/corpus');
  if (!existsSync(corpus)) console.log('skipped: ../shared/corpus is not there');
  else
    for (const it of readdirSync(corpus, { withFileTypes: true }))
      if (it.isDirectory()) yield { name: `corpus/${it.name}`, folder: path.join(corpus, it.name) };
}

function* witFiles(folder) {
  for (const it of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, it.name);
    if (it.isDirectory()) yield* witFiles(name);
    else if (it.isFile() && name.endsWith('.wit')) yield name;
  }
}

function cli(server, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [server, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (data) => (said.out += data));
    child.stderr.setEncoding('utf8').on('data', (data) => (said.err += data));
    child.on('close', (exit) => resolve({ exit, ...said }));
  });
}

/** A language server that is asked one thing after the other. */
class Server {
  #waiting = new Map();
  #buffer = Buffer.alloc(0);
  #id = 0;

  constructor(file, folder) {
    this.child = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout.on('data', (data) => this.#receive(data));
    this.folder = folder;
  }

  request(method, params) {
    const id = ++this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.write({ id, method, params });
    });
  }

  write(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  #receive(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString())[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      if (message.method === undefined) {
        this.#waiting.get(message.id)?.(message.result ?? message.error ?? null);
        this.#waiting.delete(message.id);
      } else if (message.id !== undefined) {
        const result = message.method === 'workspace/configuration' ? message.params.items.map(() => null) : null;
        this.write({ id: message.id, result });
      }
    }
  }
}

async function* atNames(server, { folder }) {
  const it = new Server(server, folder);
  const uri = pathToFileURL(folder).href;
  await it.request('initialize', { processId: null, rootUri: uri, capabilities: {} });
  try {
    it.write({ method: 'initialized', params: {} });
    yield* askAll(it, folder);
  } finally {
    it.child.kill();
  }
}

async function* askAll(it, folder) {
  let count = 0;
  for (const file of witFiles(folder)) {
    const text = readFileSync(file, 'utf8');
    const textDocument = { uri: pathToFileURL(file).href };
    it.write({
      method: 'textDocument/didOpen',
      params: { textDocument: { ...textDocument, languageId: 'wit', version: 1, text } },
    });
    for (const [line, words] of text.split('\n').entries()) {
      if (/^\s*\/\//.test(words)) continue;
      for (const match of words.matchAll(/[A-Za-z][\w-]*/g)) {
        if (count++ % stride !== 0) continue;
        const params = { textDocument, position: { line, character: match.index + 1 } };
        for (const method of ['textDocument/hover', 'textDocument/definition', 'textDocument/completion'])
          yield [
            `${path.relative(folder, file)}:${line + 1}:${match.index + 1} ${method}`,
            await it.request(method, params),
          ];
      }
    }
    it.write({ method: 'textDocument/didClose', params: { textDocument } });
  }
}

async function* answers(server, subject) {
  const { folder, old } = subject;
  yield ['check', await cli(server, ['check', '--format', 'json', '.'], folder)];
  yield ['format', await cli(server, ['format', '--check', '.'], folder)];
  if (old !== undefined)
    yield ['breaking', await cli(server, ['breaking', '.', '--against', old, '--format', 'json'], folder)];
  if (!subject.name.startsWith('corpus/')) {
    yield ['world json', await cli(server, ['world', '--format', 'json', '.'], folder)];
    yield ['world wit', await cli(server, ['world', '--format', 'wit', '.'], folder)];
  }
  if (old === undefined) yield* atNames(server, subject);
}

const SENTENCES = new Set([
  'message',
  'title',
  'value',
  'detail',
  'documentation',
  'sentence',
  'why',
  'reason',
  'contents',
]);

/** Without sentences, wherever they are. JSON inside a string is looked into. */
function wordless(value) {
  if (Array.isArray(value)) return value.map(wordless);
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      return wordless(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, SENTENCES.has(key) && typeof it !== 'object' ? '' : wordless(it)]),
  );
}

/** What names an element of a list, so that one more or one less does not make all that follow different. */
const nameOf = (it) =>
  typeof it === 'object' && it !== null
    ? (it.code ?? it.kind ?? it.label ?? it.name ?? it.id ?? it.uri ?? '')
    : typeof it === 'string'
      ? it
      : '';

function byName(list) {
  const groups = new Map();
  for (const it of list) groups.set(nameOf(it), [...(groups.get(nameOf(it)) ?? []), it]);
  return groups;
}

/** The differences of two answers as `place: what`, the place without numbers of elements. */
function* kinds(a, b, place) {
  const [before, after] = [parsed(a), parsed(b)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    const left = byName(before);
    const right = byName(after);
    for (const name of new Set([...left.keys(), ...right.keys()])) {
      const [one, other] = [left.get(name) ?? [], right.get(name) ?? []];
      for (let at = 0; at < Math.max(one.length, other.length); at++)
        if (at >= one.length) yield `${place}[]: added ${name}`;
        else if (at >= other.length) yield `${place}[]: gone ${name}`;
        else yield* kinds(one[at], other[at], `${place}[]`);
    }
    return;
  }
  const objects = [before, after].every((it) => typeof it === 'object' && it !== null && !Array.isArray(it));
  if (!objects) {
    yield `${place}: changed`;
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (!(key in after)) yield `${place}.${key}: gone`;
    else if (!(key in before)) yield `${place}.${key}: added`;
    else yield* kinds(before[key], after[key], `${place}.${key}`);
}

/** JSON inside a string, as the commands print it. */
function parsed(value) {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const counted = new Map();
const baseline = serverOf(positionals[0]);
const shown = (value) => JSON.stringify(options['no-messages'] ? wordless(value) : value);
let compared = 0;
let different = 0;
for (const subject of subjects()) {
  if (!subject.name.includes(options.only)) continue;
  const news = answers(path.resolve(options.server), subject);
  for await (const [what, before] of answers(baseline, subject)) {
    const { value } = await news.next();
    compared++;
    const [a, b] = [shown(before), shown(value?.[1])];
    if (a === b) continue;
    different++;
    if (options.kinds) {
      for (const kind of new Set(kinds(before, value?.[1], what.replace(/^.* (?=textDocument)/, '')))) {
        const row = counted.get(kind) ?? { answers: 0, example: `${subject.name} ${what}` };
        row.answers++;
        counted.set(kind, row);
      }
      continue;
    }
    if (different > 200) continue;
    let at = 0;
    while (a[at] === b?.[at]) at++;
    const from = Math.max(0, at - 80);
    console.log(
      `${subject.name} ${what}\n  - ${a.slice(from, at + 160)}\n  + ${(b ?? 'nothing').slice(from, at + 160)}`,
    );
  }
  await news.return();
}
for (const [kind, { answers, example }] of [...counted].sort((a, b) => b[1].answers - a[1].answers))
  console.log(`${String(answers).padStart(6)}  ${kind}   (${example})`);
console.log(`${compared} answers compared, ${different} different`);
process.exitCode = different === 0 ? 0 : 1;
