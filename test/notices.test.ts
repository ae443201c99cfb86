// Third-party notices: every package in a bundle has its licence in the file that is shipped, and no licence is a surprise.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundles } from './support/bundles.ts';
import { directoryWith } from './support/command.ts';

const root = path.resolve(import.meta.dirname, '..');
const { noticesOf } = (await import(pathToFileURL(path.join(root, 'scripts/notices.mjs')).href)) as {
  noticesOf(inputs: readonly string[]): string;
};

const manifest = (name: string, rest: object): string => JSON.stringify({ name, version: '1.2.3', ...rest });

/** The notices for `node_modules/one/index.js` in a folder with these files. */
function notices(files: Readonly<Record<string, string>>): string {
  const folder = directoryWith({ 'node_modules/one/index.js': '', ...files });
  return noticesOf([path.join(folder, 'src/own.js'), path.join(folder, 'node_modules/one/index.js')]);
}

describe('notices', () => {
  it('have the licence and other notices of each package, and of what it may have inlined', () => {
    const text = notices({
      'node_modules/one/package.json': manifest('one', {
        license: 'MIT',
        dependencies: { '@two/two': '*', gone: '*' },
      }),
      'node_modules/one/LICENSE.md': 'text of one\r\n',
      'node_modules/one/ThirdPartyNotices.txt': 'what one contains',
      'node_modules/@two/two/package.json': manifest('@two/two', { license: 'ISC' }),
      'node_modules/@two/two/COPYING': 'text of two',
      'node_modules/three/package.json': manifest('three', {}),
    });
    const rule = '='.repeat(80);
    expect(text.slice(text.indexOf(rule))).toBe(
      `${rule}\n@two/two 1.2.3 (ISC)\n\ntext of two\n\n${rule}\none 1.2.3 (MIT)\n\ntext of one\n\nwhat one contains\n`,
    );
  });

  it.each([
    [{ license: 'MIT' }, {}, '`one` has no licence text'],
    [{ license: 'GPL-3.0' }, { LICENSE: 'text' }, '`one` has the licence `GPL-3.0`, which is not on the list'],
    [{}, { LICENSE: 'text' }, '`one` has the licence `undefined`, which is not on the list'],
  ])('refuse %j with %j', (rest, files, message) => {
    const others = Object.entries(files).map(([name, text]) => [`node_modules/one/${name}`, text]);
    expect(() =>
      notices({ 'node_modules/one/package.json': manifest('one', rest), ...Object.fromEntries(others) }),
    ).toThrow(message);
  });

  it('that are shipped name every package in the bundles', () => {
    const shipped = readFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const bundled = new Set<string>(['web-tree-sitter']);
    for (const bundle of bundles()) {
      // A bundle that is not minified names the files it was made from.
      const text = readFileSync(path.join(root, bundle), 'utf8');
      for (const [, found] of text.matchAll(/^ *\/\/ .*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm))
        bundled.add(found ?? '');
    }
    for (const name of bundled) expect(shipped).toMatch(new RegExp(`^={80}\n${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    expect(shipped).toContain('Permission is hereby granted');
  });
});
