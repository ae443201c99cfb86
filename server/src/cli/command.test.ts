import { expect, it } from 'vitest';
import { COMMANDS } from './main.ts';
import { transportOf, transportProblem } from './serving.ts';

/** These find nothing, so there is no exit status 1. */
const PRINTING = ['changelog', 'completions', 'docs', 'man', 'new'];

it.each(COMMANDS.map((it) => [it.name, it] as const))(
  'the help of `%s` names every option within 80 columns',
  (name, it) => {
    expect(it.help).toContain(`Usage: wit-language-server ${name} `);
    for (const option of Object.keys(it.options)) expect(it.help).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
    expect(it.help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(it.help).toMatch(PRINTING.includes(it.name) ? /^Exit status: 0\s.*2\s/ms : /^Exit status: 0\s.*1\s.*2\s/ms);
  },
);

it.each(COMMANDS.map((it) => [it.name, it] as const))(
  '`%s` answers every wrong option in one wording',
  async (_, it) => {
    /** The first failure, and where help is. */
    const said = async (...args: string[]): Promise<string> => {
      let err = '';
      const unreachable = () => Promise.reject(new Error('the command ran'));
      const io = {
        cwd: '/',
        env: {},
        terminal: { out: false, err: false },
        out: () => undefined,
        err: (text: string) => {
          err += text;
        },
        pages: async () => new Map(),
        siteAssets: unreachable,
        parser: unreachable,
      };
      // Nothing but usage errors is asked for: the host is never touched.
      expect(await it.run(['x', ...args], { ...io, host: {} as never })).toBe(2);
      const lines = err.split('\n');
      return [lines[0], ...lines.slice(-2)].join('\n');
    };
    const end = `\nTry \`wit-language-server ${it.name} --help\`.\n`;
    expect(await said('--nonsense')).toBe(`wit-language-server: unknown option \`--nonsense\`${end}`);
    expect(await said('-x')).toBe(`wit-language-server: unknown option \`-x\`${end}`);
    for (const [name, { value, choices }] of Object.entries(it.options)) {
      const option = `--${name}`;
      if (value === undefined)
        expect(await said(`${option}=1`)).toBe(`wit-language-server: \`${option}\` takes no value, not \`1\`${end}`);
      else
        expect(await said(option)).toBe(`wit-language-server: \`${option}\` needs a value: ${option} ${value}${end}`);
      if (choices !== undefined) expect(await said(option, '?')).toContain(`\`${option}\` must be \`${choices[0]}\``);
    }
  },
);

/** What goes together and what does not: each command line with all that is said of it. */
it.each([
  ['check --update-baseline', '`--update-baseline` needs `--baseline FILE`'],
  ['check --print-config a b', '`--print-config` takes one PATH'],
  ['check --stdin-filepath a.wit', '`--stdin-filepath` needs `--stdin`'],
  ['check --stdin a.wit', '`--stdin` checks standard input and takes no PATH'],
  ['check --stdin --fix', '`--stdin` checks standard input and takes no `--fix`'],
  [
    'check --stdin --locked --fix a.wit',
    '`--stdin` checks standard input and takes no PATH\n`--stdin` checks standard input and takes no `--fix`\n`--stdin` checks standard input and takes no `--locked`',
  ],
  ['compose a.wac --output b.wac', 'a `.wac` file is a wiring already: it takes no `--output` and no `--format wac`'],
  ['compose a.wac --format wac', 'a `.wac` file is a wiring already: it takes no `--output` and no `--format wac`'],
  ['compose a --output b.wit', '`--output` writes a `.wac` file, not `b.wit`'],
  ['compose', '`compose` needs the paths of packages, or of one `.wac` file'],
  ['format --stdin a.wit', '`--stdin` formats standard input and takes no PATH'],
  ['format --stdin-filepath a.wit', '`--stdin-filepath` needs `--stdin`'],
  ['format', '`format` needs the path of a `.wit` or `.wac` file or of a directory, for example `wit`'],
])('`%s` says: %s', async (line, expected) => {
  const [name = '', ...args] = line.split(' ');
  let err = '';
  const unreachable = () => Promise.reject(new Error('the command ran'));
  const io = { cwd: '/', env: {}, terminal: { out: false, err: false }, out: () => undefined, siteAssets: unreachable };
  const write = (text: string) => {
    err += text;
  };
  const found = COMMANDS.find((it) => it.name === name);
  expect(
    await found?.run(args, { ...io, err: write, pages: async () => new Map(), parser: unreachable, host: {} as never }),
  ).toBe(2);
  expect(err.replaceAll('wit-language-server: ', '')).toBe(
    `${expected}\nTry \`wit-language-server ${name} --help\`.\n`,
  );
});

it.each([
  ['--socket=99999', '`--socket` must be a port from 1 to 65535, not `99999`'],
  ['--socket=0', '`--socket` must be a port from 1 to 65535, not `0`'],
  ['--socket=x', '`--socket` must be a port from 1 to 65535, not `x`'],
  ['--socket', '`--socket` needs a value: --socket=PORT'],
  ['--pipe', '`--pipe` needs a value: --pipe=NAME'],
  ['--node-ipc', '`--node-ipc` needs a parent Node process with a channel'],
  ['--stdio', undefined],
  ['--socket=7000', undefined],
])('`%s` as a language server', (arg, problem) => {
  const transport = transportOf([arg]);
  expect(transport && transportProblem(transport, false)).toBe(problem);
});
