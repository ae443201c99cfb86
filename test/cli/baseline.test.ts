// `check --baseline`: what was there passes, what is new fails, and what is gone is told.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

/** Two packages, of which the first names the same missing type so often. */
const files = (times: number) => ({
  'wit/one/a.wit': `package a:one;\ninterface i {\n${Array.from({ length: times }, (_, at) => `  f${at}: func() -> nope;\n`).join('')}}\n`,
  'wit/two/b.wit': 'package a:two;\ninterface i {\n  f: func() -> other;\n}\n',
});
const check = (cwd: string, ...args: string[]) => run(cwd, ['check', 'wit', '--baseline', 'ci/base.json', ...args]);

/** A directory whose findings of `times` are in the baseline. */
async function adopted(times: number): Promise<string> {
  const cwd = directoryWith({ ...files(times), 'ci/README': '' });
  const { status, err } = await check(cwd, '--update-baseline');
  expect(status).toBe(0);
  expect(err).toContain('wrote 2 entries to ci/base.json');
  return cwd;
}
const rewrite = (cwd: string, times: number) =>
  writeFileSync(path.join(cwd, 'wit/one/a.wit'), files(times)['wit/one/a.wit']);
const codesOf = (out: string) =>
  (JSON.parse(out) as { diagnostics: { code: string }[] }).diagnostics.map((it) => it.code);

it('has a line for each finding, sorted, with how often it is there, by its path from the file', async () => {
  const cwd = await adopted(3);
  const text = readFileSync(path.join(cwd, 'ci/base.json'), 'utf8');
  const { version, findings } = JSON.parse(text) as { version: number; findings: Record<string, unknown>[] };
  expect(version).toBe(1);
  expect(findings.map((it) => [it.path, it.count])).toEqual([
    ['../wit/one/a.wit', 3],
    ['../wit/two/b.wit', 1],
  ]);
  for (const it of findings)
    expect(it).toEqual({ ...it, code: expect.stringMatching(/^\w+\//), message: expect.any(String) });
  expect(text.split('\n').filter((line) => line.startsWith('    {'))).toHaveLength(2);
});

it('sorts the findings of one file by what they say, whatever their order in the text', async () => {
  const cwd = directoryWith({
    'wit/a.wit': 'package a:one;\ninterface i {\n  f: func() -> zeta;\n  g: func() -> alpha;\n  h: func() -> mid;\n}\n',
    'ci/README': '',
  });
  await check(cwd, '--update-baseline');
  const { findings } = JSON.parse(readFileSync(path.join(cwd, 'ci/base.json'), 'utf8')) as {
    findings: { message: string }[];
  };
  expect(findings.map((it) => /alpha|mid|zeta/.exec(it.message)?.[0])).toEqual(['alpha', 'mid', 'zeta']);
});

it('lets pass as many as there were, wherever they moved, and fails for one more', async () => {
  const cwd = await adopted(2);
  expect(await check(cwd)).toMatchObject({ status: 0, err: expect.not.stringContaining('gone') });
  writeFileSync(path.join(cwd, 'wit/one/a.wit'), files(2)['wit/one/a.wit'].replace('interface', '\n\n\ninterface'));
  expect((await check(cwd)).status).toBe(0);
  rewrite(cwd, 3);
  const more = await check(cwd, '--format', 'json');
  expect(more.status).toBe(1);
  expect(codesOf(more.out)).toHaveLength(1);
});

it('says how many are gone', async () => {
  const cwd = await adopted(3);
  rewrite(cwd, 2);
  const one = await check(cwd);
  expect(one.status).toBe(0);
  expect(one.err).toContain('1 finding of ci/base.json is gone; `--update-baseline` removes it');
  rewrite(cwd, 1);
  expect((await check(cwd)).err).toContain('2 findings of ci/base.json are gone; `--update-baseline` removes them');
  await check(cwd, '--update-baseline');
  expect((await check(cwd)).err).not.toContain('gone');
});

it.each([
  ['no JSON', 'no JSON'],
  ['null', 'null'],
  ['another version', '{"version":2,"findings":[]}'],
  ['no list', '{"version":1,"findings":{}}'],
  ['an entry without its code', '{"version":1,"findings":[{"path":"a","message":"b","count":1}]}'],
  ['a count of none', '{"version":1,"findings":[{"path":"a","code":"c","message":"b","count":0}]}'],
  ['half a count', '{"version":1,"findings":[{"path":"a","code":"c","message":"b","count":1.5}]}'],
  ['an entry that is null', '{"version":1,"findings":[null]}'],
])('a file with %s is no baseline, with status 2', async (_, text) => {
  const cwd = directoryWith({ ...files(1), 'ci/base.json': text });
  const { status, err } = await check(cwd);
  expect([status, err]).toEqual([2, expect.stringContaining('ci/base.json is not a baseline')]);
});

it('a baseline that is not there, or cannot be written, is status 2', async () => {
  const cwd = directoryWith(files(1));
  expect(await check(cwd)).toMatchObject({ status: 2, err: expect.stringContaining('cannot read ci/base.json') });
  const unwritten = await check(cwd, '--update-baseline');
  expect(unwritten).toMatchObject({ status: 2, err: expect.stringContaining('cannot write ci/base.json') });
});

it('an empty one is written, and read', async () => {
  const cwd = directoryWith({ 'wit/a.wit': 'package a:b;\n', 'ci/README': '' });
  expect((await check(cwd, '--update-baseline')).err).toContain('wrote 0 entries');
  expect(JSON.parse(readFileSync(path.join(cwd, 'ci/base.json'), 'utf8'))).toEqual({ version: 1, findings: [] });
  expect((await check(cwd)).status).toBe(0);
});
