// The contract of `compose`: which components, how they are tied, in which form, and what the exit status says.

import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';
import { dummy } from './reference.ts';

const FILES = {
  'app.wit': `package my:app@1.0.0;
interface log { write: func(text: string); }
world app { import log; import tick: func(); export run: func(); }
world logger { export log; }
`,
  'other.wit': `package my:other;
world short { export my:app/log@1.0.0; }
world named { export notes: func(); }
package my:app@1.0.0 { interface log { write: func(text: u8); } }
`,
  'whole.wac': `package my:whole;
let logger = new my:logger {};
let app = new my:app { log: logger.log, ... };
export app...;
`,
  'deps/my/logger.wit': `package my:logger;
world logger { export my:app/log@1.0.0; }
package my:app@1.0.0 { interface log { write: func(text: string); } }
`,
  'deps/my/app/app.wit': `package my:app@1.0.0;
interface log { write: func(text: string); }
world app { import log; import tick: func(); export run: func(); }
`,
};

const WIT = `package local:composition;

world composed {
  import tick: func();

  export run: func();
}
`;

describe('compose', () => {
  it('ties imports to exports and says what is left', async () => {
    const cwd = directoryWith(FILES);
    expect(await run(cwd, ['compose', 'app.wit#app', 'app.wit#logger'])).toEqual({
      status: 0,
      err: '',
      out: `app  my:app/app@1.0.0
  ✓ my:app/log@1.0.0  from logger
  · tick              still imported
logger  my:app/logger@1.0.0
  no imports

${WIT}`,
    });
  });

  it('shows both places where types do not agree', async () => {
    const { status, out } = await run(directoryWith(FILES), ['compose', 'app.wit#app', 'other.wit#short']);
    expect(status).toBe(1);
    expect(out).toContain(
      '  ✗ my:app/log@1.0.0  from short\n      write, parameter `text`: the import has `string`, the export `u8`\n',
    );
    expect(out).toContain('      wanted: app.wit:2\n      given:  other.wit:4\n');
  });

  it('takes wires where names do not say it', async () => {
    const cwd = directoryWith(FILES);
    const args = ['compose', 'app.wit#app', 'other.wit#named'];
    expect((await run(cwd, args)).out).toContain('· tick              still imported');
    const { status, out } = await run(cwd, [...args, '--wire', 'app.tick=named.notes']);
    expect([status, out.includes('✓ tick              from named')]).toEqual([0, true]);
    const wrong = await run(cwd, [...args, '--wire', 'app.tock=named.notes']);
    expect([wrong.status, wrong.out.includes('✗ `app` has no import `tock`')]).toEqual([1, true]);
  });

  it('writes the whole as WIT, JSON, a chart and a drawing', async () => {
    const cwd = directoryWith(FILES);
    const shown = async (format: string) =>
      (await run(cwd, ['compose', 'app.wit#app', 'app.wit#logger', '--format', format])).out;
    expect(await shown('wit')).toBe(WIT);
    const { version, composition } = JSON.parse(await shown('json'));
    expect([version, composition.parts[0].imports[0].from]).toEqual([1, { part: 'logger', key: 'my:app/log@1.0.0' }]);
    expect(composition.parts[0].place.path).toBe('app.wit');
    expect(await shown('mermaid')).toContain('p1 -- "my:app/log@1.0.0" --> p0');
    expect(await shown('svg')).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('reads a .wac file with what lies in deps/', async () => {
    const cwd = directoryWith(FILES);
    const { status, out, err } = await run(cwd, ['compose', 'whole.wac', '--format', 'wit']);
    expect([status, err, out]).toEqual([0, '', WIT.replace('composed', 'whole')]);
    const broken = { ...FILES, 'whole.wac': FILES['whole.wac'].replace('logger.log', 'logger.nope') };
    const bad = await run(directoryWith(broken), ['compose', 'whole.wac']);
    expect([bad.status, bad.err]).toEqual([
      1,
      'whole.wac:3:36: `logger` has no export `nope`; it has `my:app/log@1.0.0` [wac/unknown-export]\n',
    ]);
  });

  it.each([
    [[], '`compose` needs the paths'],
    [['app.wit'], 'there are several worlds in app.wit; name one of app, logger, as in `app.wit#NAME`'],
    [['app.wit#nope'], 'there is no world `nope` in app.wit'],
    [['missing'], 'no such file or directory: missing'],
    [['whole.wac', 'app.wit'], 'it is the only path'],
    [['missing.wac'], 'cannot read missing.wac'],
    [['app.wit#app', '--wire', 'a.b'], '`--wire` must be A.IMPORT=B.EXPORT, not `a.b`'],
  ])('refuses %j', async (args, message) => {
    const { status, out, err } = await run(directoryWith(FILES), ['compose', ...args]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

it('reads components with code, by their path and in deps/ of a .wac file', async () => {
  const app = `package my:app;
interface log { write: func(text: string); }
world app { import log; export run: func(); }
world logger { export log; }
`;
  const [a, b] = [await dummy({ witSource: app }, 'app'), await dummy({ witSource: app }, 'logger')];
  if (!('value' in a) || !('value' in b)) throw new Error('the reference makes no component');
  const wac = 'package my:whole;\nlet l = new my:logger {};\nlet a = new my:app { log: l.log };\nexport a.run;\n';
  const cwd = directoryWith({ 'deps/my/app.wasm': a.value, 'deps/my/logger.wasm': b.value, 'whole.wac': wac });
  const whole = (name: string) => `package local:composition;\n\nworld ${name} {\n  export run: func();\n}\n`;
  const paths = ['deps/my/app.wasm', 'deps/my/logger.wasm'];
  expect(await run(cwd, ['compose', ...paths])).toEqual({
    status: 0,
    err: '',
    out: `app  root:component/root\n  ✓ my:app/log  from logger\nlogger  root:component/root\n  no imports\n\n${whole('composed')}`,
  });
  const { status, err, out } = await run(cwd, ['compose', 'whole.wac', '--format', 'wit']);
  expect([status, err, out]).toEqual([0, '', whole('whole')]);
});

it('a component whose import is not found is not sound, and the path is named', async () => {
  const cwd = directoryWith({
    'app.wit': 'package my:app;\nworld app { import my:log/log; export run: func(); }\n',
    'io.wit': 'package my:io;\nworld io { export go: func(); }\n',
  });
  const { status, out, err } = await run(cwd, ['compose', 'app.wit', 'io.wit']);
  expect(out).toContain('app  my:app/app\n  ✗ my:log/log  not found\n');
  expect(out).toContain('io  my:io/io\n  no imports\n');
  expect(err).toContain('the package has an error');
  expect(status).toBe(1);
});
