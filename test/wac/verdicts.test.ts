// What is valid WAC: our verdict on each statement of verdicts.txt is wac's, and wac still says what is written there.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { wacPackages } from '../../server/src/features/worlds/compose.ts';
import type { WacPackages } from '../../server/src/wac/composition.ts';
import { readWac } from '../../server/src/wac/reader.ts';
import { composeWac } from '../../server/src/wac/resolve.ts';
import { directoryWith } from '../support/command.ts';
import { fixture } from '../support/fixture.ts';
import { runTool, tool } from '../support/tools.ts';

const PARTS = `package acme:parts;

interface out {
  write: func(line: string);
}

interface types {
  record money { cents: u64 }
  resource r { m: func(); }
}

interface shop {
  use types.{money, r};
  pay: func(m: money) -> r;
}
`;

const WORLDS: Readonly<Record<string, string>> = {
  app: 'import log: interface { write: func(line: string); } export run: func();',
  logger: 'export write: func(line: string);',
  speaker: 'export acme:parts/out;',
  listener: 'import acme:parts/out; export run: func();',
  two: 'import f: func(a: u32); import acme:parts/out; export acme:parts/out; export g: func() -> u32;',
  seller: 'export acme:parts/shop; export acme:parts/types;',
  buyer: 'import acme:parts/shop; export run: func();',
};

interface Row {
  readonly step: 'parse' | 'compose';
  readonly accepts: boolean;
  readonly text: string;
}

const ROWS: Row[] = [];
let step: Row['step'] = 'parse';
for (const line of readFileSync(new URL('verdicts.txt', import.meta.url), 'utf8').split('\n')) {
  if (line === '# parse' || line === '# compose') step = line.slice(2) as Row['step'];
  const match = /^(accepts|refuses) {2}(.*)$/.exec(line);
  if (match === null) continue;
  const statements = (match[2] ?? '').replaceAll('\\n', '\n');
  const text = statements.startsWith('package a:b ') ? statements : `package a:b;\n${statements}\n`;
  ROWS.push({ step, accepts: match[1] === 'accepts', text });
}

let packages: WacPackages;
beforeAll(async () => {
  const worlds = Object.entries(WORLDS).map(([name, body]) => `package acme:${name} { world ${name} { ${body} } }`);
  const versioned = 'package acme:speaker@1.0.0 { world speaker { export acme:parts/out; } }';
  const { snapshot } = await fixture(`${PARTS}${worlds.join('\n')}\n${versioned}\n`);
  packages = wacPackages([snapshot]);
});

describe('our verdict', () => {
  it('there are many rows of either verdict', () => {
    for (const accepts of [true, false]) expect(ROWS.filter((it) => it.accepts === accepts).length).toBeGreaterThan(80);
  });

  it.each(ROWS)('$step $accepts: $text', (row) => {
    const file = readWac(row.text);
    // `wac parse` resolves nothing; where `...` may stand it leaves to the next step, which we do not.
    const late = row.step === 'parse' && row.text.includes('..., c');
    const problems = row.step === 'parse' ? parseProblems(row.text) : composeWac(file, packages).problems;
    expect(problems.length === 0 || late, JSON.stringify(problems)).toBe(row.accepts);
  });
});

/** Syntax alone; that `new` takes a package and no item of one is found with the names. */
function parseProblems(text: string): readonly unknown[] {
  const item = /new [\w:-]+\/[\w-]+/.test(text) ? ['an item after `new`'] : [];
  return [...readWac(text).problems, ...item];
}

describe('wac itself', () => {
  const wac = tool('wac');
  const wasmTools = tool('wasm-tools');

  it.skipIf(wac === undefined || wasmTools === undefined)('says what is written down', { timeout: 300_000 }, () => {
    if (wac === undefined || wasmTools === undefined) return;
    const cwd = directoryWith({ 'parts/parts.wit': PARTS });
    mkdirSync(path.join(cwd, 'deps/acme/speaker'), { recursive: true });
    for (const [name, body] of Object.entries(WORLDS)) {
      writeFileSync(
        path.join(cwd, 'parts/world.wit'),
        `package acme:parts;\nworld ${name} { ${body.replaceAll('acme:parts/', '')} }\n`,
      );
      const made = path.join(cwd, 'deps/acme', name === 'speaker' ? 'speaker/1.0.0.wasm' : `${name}.wasm`);
      expect(
        runTool(wasmTools, ['component', 'embed', '--dummy', '-w', name, 'parts', '-o', 'core.wasm'], cwd).status,
      ).toBe(0);
      expect(runTool(wasmTools, ['component', 'new', 'core.wasm', '-o', made], cwd).status).toBe(0);
    }
    const speaker = path.join(cwd, 'deps/acme/speaker/1.0.0.wasm');
    const differ: string[] = [];
    for (const { step, text, accepts } of ROWS) {
      writeFileSync(path.join(cwd, 'whole.wac'), text);
      // A directory of versions hides the binary without one; an option that names it hides the versions.
      const dep = text.includes('speaker@') ? [] : ['--dep', `acme:speaker=${speaker}`];
      const args = step === 'parse' ? ['parse', 'whole.wac'] : ['compose', ...dep, 'whole.wac', '-o', 'out.wasm'];
      if ((runTool(wac, args, cwd).status === 0) !== accepts) differ.push(text);
    }
    expect(differ).toEqual([]);
  });
});
