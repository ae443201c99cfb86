// A throw injected into every rule, reader and part of the model in turn: `check` loses the findings of one file, says which,
// ends with 2 and logs the code's own words; everything else is found.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryWith } from '../support/command.ts';
import { faultyBundle } from './bundle.ts';

let bundle: Awaited<ReturnType<typeof faultyBundle>>;
beforeAll(async () => {
  bundle = await faultyBundle();
}, 60_000);
afterAll(() => bundle?.remove());

const TYPES = `/// Docs of the interface.
interface types {
  /// Docs.
  record order { id: u32, items: list<tuple<string, option<f64>>>, }
  variant state { open, paid(u64), failed(result<_, string>) }
  enum color { red, green }
  flags rights { read, write }
  resource cart {
    constructor(name: string);
    add: func(it: borrow<cart>) -> result<order, state>;
    make: static func() -> cart;
  }
  type amount = u32;
  @since(version = 1.0.0)
  get: async func(a: amount, b: stream<u8>, c: future<string>) -> nope;
}
`;

function text(name: string): string {
  return `package shop:${name}@1.0.0;

use x:dep/base@1.0.0 as things;

${TYPES}
interface more { use types.{order, color as paint}; use things.{thing}; f: func(o: order, p: paint, t: thing); g: func(x: missing-${name}); }
world inner { import types; export more; }
world app { include inner with { a as b }; import other: interface { h: func(); } export run: func() -> string; import nothing; }
interface broken { f: func(x: u8 -> u8; }
`;
}

const DEP = 'package x:dep@1.0.0;\ninterface base { type thing = u8; }\n';
const FILES = Object.fromEntries(
  ['a', 'b', 'c'].flatMap((name) => [
    [`${name}/a.wit`, text(name)],
    [`${name}/deps/x/dep.wit`, `// of ${name}\n${DEP}`],
  ]),
);

interface Ran {
  readonly status: number;
  readonly err: string;
  readonly found: readonly string[];
  readonly calls: ReadonlyMap<string, number>;
}

/** Runs `check .`; the function `id` throws at its call number `at`, or at each when that is 0. */
async function check(cwd: string, id?: string, at = 0): Promise<Ran> {
  const calls = new Map<string, number>();
  globalThis.witFaults = {
    called(name) {
      const count = (calls.get(name) ?? 0) + 1;
      calls.set(name, count);
      if (name === id && (at === 0 || count === at)) throw new Error(`injected fault in ${id}`);
    },
  };
  const { main, nodeHost, WitParser } = bundle.module;
  let [out, err] = ['', ''];
  try {
    const status = await main(['check', '.', '--format', 'json'], {
      cwd,
      env: {},
      host: nodeHost(),
      terminal: { out: false, err: false },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      parser: async () => new WitParser(),
      pages: async () => new Map(),
      siteAssets: async () => {
        throw new Error('not asked for');
      },
    });
    const diagnostics: { path: string; code: string; message: string }[] =
      out === '' ? [] : JSON.parse(out).diagnostics;
    return { status, err, found: diagnostics.map((it) => `${it.path} ${it.code} ${it.message}`), calls };
  } finally {
    globalThis.witFaults = undefined;
  }
}

/** At how many calls of each function, from the first to the last. */
const CALLS = Number(process.env.FAULTS ?? 3);

const NOT_JUDGED = / (package\/not-checked|syntax\/reader-failed) /;

describe('check', () => {
  it('loses the findings of one package at most', { timeout: 600_000 }, async () => {
    const cwd = directoryWith(FILES);
    const whole = await check(cwd);
    expect(whole.found.length).toBeGreaterThan(15);
    const wrong: string[] = [];
    let faults = 0;
    for (const [id, count] of whole.calls) {
      for (const at of new Set(
        Array.from({ length: CALLS }, (_, n) => Math.ceil(Math.max(1, (n * count) / (CALLS - 1)))),
      )) {
        faults++;
        const ran = await check(cwd, id, at).catch((error: unknown) => error as Error);
        if (ran instanceof Error) {
          wrong.push(
            `${id} at ${at}: ${ran.stack
              ?.split('\n')
              .slice(0, 12)
              .map((it) => it.replace(/\(.*/, '').trim())
              .join(' < ')}`,
          );
          continue;
        }
        const lost = whole.found.filter((it) => !ran.found.includes(it));
        const added = ran.found.filter((it) => !whole.found.includes(it) && !NOT_JUDGED.test(it));
        const packages = new Set(lost.map((it) => it.split('/', 1)[0]));
        const judged = !ran.found.some((it) => NOT_JUDGED.test(it));
        const said = ran.err.includes(`injected fault in ${id}`);
        if (
          packages.size > 1 ||
          (lost.length > 0 && judged) ||
          ran.status !== (judged ? 1 : 2) ||
          (!judged && !said) ||
          added.length > 0
        )
          wrong.push(
            `${id} at ${at}: status ${ran.status}, lost ${lost.length} of ${[...packages]}, judged ${judged}, said ${said}, added ${added}`,
          );
      }
    }
    console.log(`faults in check: ${faults} injected into ${whole.calls.size} functions`);
    expect(wrong).toEqual([]);
  });
});
