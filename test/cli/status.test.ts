// What every command's exit status is: 0 nothing to report, 1 something found, 2 the work could not be done. A row for each
// command and situation; and each command that prints JSON has a schema.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../server/src/cli/main.ts';
import { directoryWith, run } from '../support/command.ts';

const FILES = {
  'good/a.wit': 'package a:good@1.0.0;\n\ninterface i {\n  f: func();\n}\n\nworld w {\n  import i;\n}\n',
  'warned/a.wit': 'package a:warned;\n\ninterface i {\n  /// Like [`g`].\n  f: func();\n}\n',
  'broken/a.wit': 'package a:broken;\ninterface i { f: func() -> strin; }\n',
  'untidy/a.wit': 'package a:untidy;\ninterface i {f:func();}\n',
  'unparsed/a.wit': 'package a:unparsed;\ninterface i { f: func( }\n',
  'older/a.wit': 'package a:good@1.0.0;\ninterface i { f: func(); g: func(); }\nworld w { import i; }\n',
  'same/a.wit': 'package a:good@1.0.0;\ninterface i { f: func(); }\nworld w { import i; }\n',
  'giver/a.wit': 'package a:giver;\ninterface j {}\nworld g { export a:good/i@1.0.0; }\n',
  'giver/deps/good/a.wit': 'package a:good@1.0.0;\ninterface i { f: func(); }\nworld w { import i; }\n',
  'other/a.wit': 'package a:other;\nworld g { export a:good/i@1.0.0; }\n',
  'other/deps/good/a.wit': 'package a:good@1.0.0;\ninterface i { f: func(x: u8); }\n',
  'whole.wac': 'package a:whole;\nlet x = new a:missing {};\n',
  'empty/note.txt': 'nothing to read\n',
};

const ROWS: readonly (readonly [number, string])[] = [
  [0, 'check good'],
  [0, 'check warned'],
  [0, 'check good --format json'],
  [1, 'check broken'],
  [1, 'check broken --format json'],
  [1, 'check broken --format sarif'],
  [1, 'check broken --format github'],
  [1, 'check broken --format junit'],
  [1, 'check broken --format gitlab-code-quality'],
  [1, 'check unparsed'],
  [1, 'compose whole.wac'],
  [0, 'check warned --max-warnings 1'],
  [1, 'check warned --max-warnings 0'],
  [1, 'check warned --deny warnings'],
  [2, 'check gone'],
  [2, 'check good --format yaml'],
  [2, 'check good --max-warnings many'],
  [0, 'format --check good'],
  [1, 'format --check untidy'],
  [1, 'format --diff --check untidy'],
  [2, 'format --check gone'],
  [0, 'breaking good --against same'],
  [1, 'breaking good --against older'],
  [1, 'breaking good --against older --format json'],
  [1, 'breaking good --against older --format sarif'],
  [1, 'breaking good --against older --format markdown'],
  [2, 'breaking good --against gone'],
  [2, 'breaking unparsed --against good'],
  [2, 'breaking good --against older --fail-on never'],
  [0, 'world good'],
  [0, 'world good --format json'],
  [0, 'world good w --format mermaid'],
  [2, 'world good nobody'],
  [2, 'world gone'],
  [0, 'compose good giver'],
  [0, 'compose good giver --format json'],
  [1, 'compose good other'],
  [1, 'compose good other --format json'],
  [2, 'compose good gone'],
  [0, 'explain syntax/expected'],
  [0, 'explain --format json'],
  [2, 'explain nothing/like-this'],
  [0, 'new a:fresh fresh'],
  [2, 'new Not-A-Name fresh'],
  [0, 'docs good --out site'],
  [2, 'docs gone --out site'],
  [2, 'changelog empty --from v1'],
  [2, 'outdated gone --offline'],
  [2, 'publish-check gone --offline'],
  [2, 'impact good --offline nothing'],
  [0, 'completions bash'],
  [2, 'completions tcsh'],
  [0, 'man'],
  [0, 'check --help'],
  [0, '--version'],
  [2, 'chekc good'],
  [2, 'check --no-such-option'],
];

it.each(ROWS)('is %i for `%s`', async (status, line) => {
  const directory = directoryWith(FILES);
  const ran = await run(directory, line.split(' '));
  expect({ status: ran.status, err: ran.err, out: ran.out.slice(0, 400) }).toMatchObject({ status });
  // What could not be done is said on stderr, without the words of a crash.
  if (status === 2) expect(ran.err).toMatch(/\S/);
  expect(ran.err).not.toMatch(/^\s+at /m);
});

it('has a row for every command', () => {
  const told = new Set(ROWS.map(([, line]) => line.split(' ')[0]));
  expect(COMMANDS.map((it) => it.name).filter((it) => !told.has(it))).toEqual([]);
});

it('has a schema for every command that prints JSON', () => {
  const printing = COMMANDS.filter((it) => /\bjson\b/.test(JSON.stringify(it.options.format)));
  expect(printing.length).toBeGreaterThan(5);
  for (const { name } of printing) {
    const schema = name === 'publish-check' ? 'check' : name;
    expect(existsSync(new URL(`../../schemas/${schema}.schema.json`, import.meta.url)), name).toBe(true);
  }
});
