// A JavaScript app and its logger as components, put together with the `.wac` file that we write, and run: what comes out is compared.
// Usage: node scripts/composed.mjs            installs componentize-js and wasmtime beside the other tools, builds, composes, runs
//        node scripts/composed.mjs --python   installs wasmtime alone, and prints the Python that has it

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentize } from './componentize.mjs';

const WASMTIME = '50.0.1';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'wit-language-server');

/** A Python with the package `wasmtime`. */
function python() {
  const folder = path.join(cache, `wasmtime-${WASMTIME}`);
  const program = path.join(folder, 'bin/python');
  if (!existsSync(path.join(folder, 'ready'))) {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync(program, ['-m', 'pip', 'install', '--quiet', `wasmtime==${WASMTIME}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(path.join(folder, 'ready'), '');
  }
  return program;
}

const LOG = `package demo:log@0.1.0 {
  interface log {
    record entry {
      level: string,
      text: string,
    }
    write: func(it: entry) -> result<u32, string>;
  }
}
`;

const PARTS = {
  app: {
    wit: `package demo:app;\n\nworld app {\n  import demo:log/log@0.1.0;\n  export greet: func(name: string) -> string;\n}\n\n${LOG}`,
    js: `import { write } from 'demo:log/log@0.1.0';
export function greet(name) {
  const count = write({ level: 'info', text: \`hello \${name}\` });
  let failed = '';
  try {
    write({ level: 'bad', text: '' });
  } catch (error) {
    failed = error.payload;
  }
  return \`hello \${name}; logged \${count}; \${failed}\`;
}
`,
  },
  logger: {
    wit: `package demo:logger;\n\nworld logger {\n  export demo:log/log@0.1.0;\n}\n\n${LOG}`,
    js: `let count = 0;
export const log = {
  write({ level, text }) {
    if (level === 'bad') throw 'no such level';
    count += text.length;
    return count;
  },
};
`,
  },
};

const EXPECTED = 'hello Ada; logged 9; no such level';

const RUN = `
import sys
from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Linker
engine = Engine()
linker = Linker(engine)
linker.add_wasip2()
store = Store(engine)
store.set_wasi(WasiConfig())
instance = linker.instantiate(store, Component.from_file(engine, sys.argv[1]))
print(instance.get_func(store, 'greet')(store, 'Ada'))
`;

/** The command that the first line of the file says, with the tools of this project. */
function buildCommand(wac) {
  const [, ...words] = /^\/\/ Build: (wac .*)$/m.exec(wac)?.[1].split(' ') ?? [];
  if (words.length === 0) throw new Error(`the file does not say how it is built:\n${wac}`);
  return words;
}

async function main() {
  const folder = execFileSync('bash', [path.join(root, 'scripts/rust-tools.sh'), '--folder'], {
    encoding: 'utf8',
  }).trim();
  const tool = (name) => (existsSync(path.join(folder, 'bin', name)) ? path.join(folder, 'bin', name) : name);
  const cwd = mkdtempSync(path.join(tmpdir(), 'wit-composed-'));
  const run = (program, args) =>
    execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const make = await componentize();
    for (const [name, { wit, js }] of Object.entries(PARTS)) {
      writeFileSync(path.join(cwd, `${name}.wit`), wit);
      // Everything of WASI but HTTP, which wasmtime's Python does not link.
      const component = await make(js, path.join(cwd, `${name}.wit`), name, ['http', 'fetch-event']);
      writeFileSync(path.join(cwd, `${name}.wasm`), component);
      // The bench composes them, too.
      mkdirSync(path.join(cache, 'composed'), { recursive: true });
      copyFileSync(path.join(cwd, `${name}.wasm`), path.join(cache, 'composed', `${name}.wasm`));
    }
    run(process.execPath, [
      path.join(root, 'dist/server.js'),
      'compose',
      'app.wasm',
      'logger.wasm',
      '--output',
      'whole.wac',
    ]);
    run(tool('wac'), buildCommand(run('cat', ['whole.wac'])));
    run(tool('wasm-tools'), ['validate', 'whole.wasm']);
    const said = run(python(), ['-c', RUN, path.join(cwd, 'whole.wasm')]).trim();
    console.log(`composed: ${said}`);
    if (said !== EXPECTED) throw new Error(`expected: ${EXPECTED}`);
    console.log('1 passed, 0 failed');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

if (process.argv.includes('--python')) console.log(python());
else await main();
