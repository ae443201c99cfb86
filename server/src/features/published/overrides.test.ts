import { expect, it } from 'vitest';
import { overrideFor } from './overrides.ts';

const MOVE = { name: 'acme:log', from: '0.2.0', version: '0.2.5' };

function after(text: string, move: Parameters<typeof overrideFor>[1] = MOVE): string {
  const found = overrideFor(text, move);
  if ('refusal' in found) return found.refusal;
  const { edit } = found;
  return edit === undefined ? text : text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

/** Each way in which TOML writes the same entry. */
const FORMS = [
  '[overrides]\n"acme:log" = { version = "0.2.0" }\n',
  "[overrides]\n'acme:log' = { version = '0.2.0' } # 0.2.0\n",
  '# "0.2.0" 𝒳\r\n[ overrides . "acme:log" ]\r\nversion = "0.2.0" # "0.2.0"\r\n',
  '[overrides]\n"acme:log".version = "0.2.0"\n"acme:more".version = "0.2.0"\n',
  'overrides = { "acme:more" = { version = "0.2.0" }, "acme:log" = { version = "0.2.0" } }\n',
  'overrides."acme:log".version = """0.2.0"""\n[metadata]\ndescription = "0.2.0"\n',
  '[metadata]\ndescription = \'see "0.2.0"\'\n[overrides]\n"acme:log" = { version = "0.2.0" }',
];

it.each(FORMS)('moves a version wherever it stands, and nothing else: %j', (text) => {
  const moved = after(text);
  const places = [...text.matchAll(/0\.2\.0/g)].map((it) => it.index);
  const changed = places.filter((at) => moved === `${text.slice(0, at)}0.2.5${text.slice(at + 5)}`);
  expect(changed).toHaveLength(1);
  // The last one of these texts that is a value of this package.
  const entry = text.slice(0, changed[0]).lastIndexOf('acme:');
  expect(text.slice(entry, entry + 8)).toBe('acme:log');
});

it.each([
  // The text is as it was, and `wkg` finds the lock by what stands there.
  ['0.2', '0.2', '^0.2'],
  ['=0.2', '=0.2', '=0.2'],
  ['0.2.*', '0.2.*', '0.2.*'],
  ['>=0.2.0', '>=0.2.0', '>=0.2.0'],
  ['>=0.2.0, <0.3', '>=0.2.0, <0.3', '>=0.2.0, <0.3'],
  ['*', '*', '*'],
  ['^0.2.3', '^0.2.3', '^0.2.3'],
  // What names the old version names the new one, in the same words.
  ['0.2.0', '0.2.5', '^0.2.5'],
  ['=0.2.0', '=0.2.5', '=0.2.5'],
  ['= 0.2.0', '= 0.2.5', '=0.2.5'],
  ['^0.2.0', '^0.2.5', '^0.2.5'],
  ['~0.2.0', '~0.2.5', '~0.2.5'],
  ['=0.2.0+meta', '=0.2.5', '=0.2.5'],
  // A pin at another version would keep the new one away.
  ['=0.2.1', '=0.2.5', '=0.2.5'],
  ['0.1', '0.2.5', '^0.2.5'],
])('%s becomes %s, locked as %s', (written, moved, locked) => {
  const text = `[overrides]\n"acme:log" = { version = "${written}" }\n`;
  expect(after(text)).toBe(`[overrides]\n"acme:log" = { version = "${moved}" }\n`);
  expect(overrideFor(text, MOVE)).toMatchObject({ requirement: locked });
});

it('says why a package cannot move', () => {
  const of = (entry: string) => after(`[overrides]\n"acme:log" = { ${entry} }\n`);
  expect(of('path = "../log"')).toBe(
    '`[overrides]` of wkg.toml takes acme:log from ../log: a published version is not used while it does',
  );
  // wkg ignores the version beside a path.
  expect(of('path = "../log", version = "0.2.0"')).toContain('from ../log');
  expect(of('version = "<0.2.5"')).toBe(
    '`[overrides]` of wkg.toml demands `<0.2.5` of acme:log, which 0.2.5 is not: change it first',
  );
  expect(of('version = ">=0.2, <0.2.3"')).toContain('demands `>=0.2, <0.2.3`');
  expect(of('version = "0.1.*"')).toContain('demands `0.1.*`');
  expect(of('version = "=0.\\u0032.0"')).toContain('demands `=0.2.0`');
  expect(of('version = "newest"')).toBe(
    '`[overrides]` of wkg.toml has no requirement for acme:log that wkg reads: "newest"',
  );
  expect(of('version = 2')).toContain('that wkg reads: 2');
});

it('a fetched package changes no manifest: it fits, or it is not what wkg would fetch', () => {
  const fetch = { name: 'acme:log', from: undefined, version: '0.2.0' };
  const text = '[overrides]\n"acme:log" = { version = "0.2.0" }\n';
  expect(overrideFor(text, fetch)).toEqual({ requirement: '^0.2.0', edit: undefined });
  expect(after(text.replace('0.2.0', '=0.2.1'), fetch)).toContain('demands `=0.2.1` of acme:log, which 0.2.0 is not');
});

it('what says nothing of the package demands nothing', () => {
  const plain = { requirement: '=0.2.5', edit: undefined };
  for (const text of [
    '',
    '[overrides\n',
    'overrides = 1\n',
    '[overrides]\n"acme:more" = { version = "1" }\n',
    '[overrides]\n"acme:log" = {}\n',
    '[overrides]\n"acme:log" = "0.2.0"\n',
    '[metadata]\nversion = "0.2.0"\n',
  ])
    expect([text, overrideFor(text, MOVE)]).toEqual([text, plain]);
});
