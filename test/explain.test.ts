// The pages about diagnostics as they are shipped: `explain` shows them, reports carry them, and no link leads nowhere.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../server/src/check/catalogue.ts';
import { RULES } from '../server/src/semver/table.ts';
import { bundles } from './support/bundles.ts';
import { directoryWith, run } from './support/command.ts';

const root = path.resolve(import.meta.dirname, '..');
const nowhere = directoryWith;

describe('explain', () => {
  it('shows the page of a code', async () => {
    const page = readFileSync(path.join(root, 'docs/diagnostics/name/unknown-type.md'), 'utf8');
    const markdown = await run(nowhere({}), ['explain', 'name/unknown-type', '--format', 'markdown']);
    expect(markdown).toEqual({ status: 0, out: page, err: '' });
    const pretty = await run(nowhere({}), ['explain', 'name/unknown-type']);
    expect(pretty.out).toMatch(/^Unknown type\n/);
    expect(pretty.out).toContain('    find: func() -> itm;'.replace('    ', '      '));
    expect(pretty.out).not.toContain('```');
    expect(pretty.out).not.toContain('\u001b');
    const colored = await run(nowhere({}), ['explain', 'name/unknown-type'], { terminal: true });
    expect(colored.out).toContain('\u001b[1m');
  });

  it('gives facts as JSON', async () => {
    const { out } = await run(nowhere({}), ['explain', 'syntax/missing-semicolon', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      code: 'syntax/missing-semicolon',
      severity: 'error',
      level: 'syntax',
      markdown: expect.stringMatching(/^# /),
    });
  });

  it('takes the last part of a code, and knows near ones', async () => {
    expect((await run(nowhere({}), ['explain', 'unknown-type'])).status).toBe(0);
    for (const wrong of ['unknown-typ', 'name/unknown-typ']) {
      const { status, err } = await run(nowhere({}), ['explain', wrong]);
      expect([status, err]).toEqual([2, expect.stringContaining('did you mean `name/unknown-type`')]);
    }
    const { status, err } = await run(nowhere({}), ['explain', 'duplicate']);
    expect([status, err]).toEqual([2, expect.stringContaining('`name/duplicate`')]);
    expect((await run(nowhere({}), ['explain', 'zzz'])).err).toContain('unknown code `zzz`');
  });

  it('lists every code', async () => {
    const { out } = await run(nowhere({}), ['explain']);
    for (const { code } of CATALOGUE) expect(out).toContain(code);
    for (const { id } of RULES) expect(out).toContain(`semver/${id}`);
  });

  it('refuses what it does not know', async () => {
    const { status, err } = await run(nowhere({}), ['explain', '--format', 'html']);
    expect([status, err]).toEqual([2, expect.stringContaining('must be `pretty`, `markdown` or `json`, not `html`')]);
  });
});

it('is in a SARIF log, without a network', async () => {
  const folder = directoryWith({ 'a.wit': 'package a:b;\ninterface i { f: func(a: nope); }\n' });
  const { out } = await run(folder, ['check', 'a.wit', '--format', 'sarif']);
  const [rule] = JSON.parse(out).runs[0].tool.driver.rules;
  expect(rule.help.markdown).toContain('# Unknown type');
  expect(rule).not.toHaveProperty('helpUri');
});

describe('what is built', () => {
  const built = path.join(root, 'dist/pages.json');

  it('has a page for every code', () => {
    const pages = JSON.parse(readFileSync(built, 'utf8'));
    const codes = [...CATALOGUE.map(({ code }) => code), ...RULES.map(({ id }) => `semver/${id}`)];
    expect(codes.filter((code) => typeof pages[code] !== 'string')).toEqual([]);
    expect(Object.keys(pages).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('names no address that cannot exist', () => {
    const texts = [
      ...bundles(),
      'dist/pages.json',
      'package.json',
      'README.md',
      'CHANGELOG.md',
      'grammar/tree-sitter.json',
    ];
    for (const file of texts.filter((it) => existsSync(path.join(root, it)))) {
      const found = readFileSync(path.join(root, file), 'utf8').match(
        /https?:\/\/[\w-][\w.-]*\.(?:invalid|example|test)\b/g,
      );
      expect([file, found]).toEqual([file, null]);
    }
  });
});
