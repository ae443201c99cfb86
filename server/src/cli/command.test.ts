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
