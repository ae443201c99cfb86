// The .vsix: nothing in it but what it needs. It packs what is built, so it says when nothing is.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(path.join(tmpdir(), 'wit-vsix-'));
const vsix = path.join(directory, 'packed.vsix');

beforeAll(() => {
  const missing = ['server', 'client', 'browser-server', 'browser-client']
    .map((it) => `dist/${it}.js`)
    .filter((it) => !existsSync(path.join(root, it)));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} not built: npm run build`);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '-o', vsix];
  execFileSync(process.execPath, [vsce, 'package', ...flags], { cwd: root, stdio: 'pipe', timeout: 60_000 });
}, 70_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the packed extension', () => {
  it('has nothing inside but what it needs', () => {
    expect(zipEntries(readFileSync(vsix))).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/THIRD-PARTY-NOTICES.txt',
      'extension/dist/browser-client.js',
      'extension/dist/browser-server.js',
      'extension/dist/client.js',
      'extension/dist/pages.json',
      'extension/dist/preview.css',
      'extension/dist/preview.js',
      'extension/dist/server.js',
      'extension/dist/tree-sitter-wit.wasm',
      'extension/dist/web-tree-sitter.wasm',
      'extension/images/icon.png',
      'extension/language-configuration.json',
      'extension/package.json',
      'extension/package.nls.json',
      ...(existsSync(path.join(root, 'README.md')) ? ['extension/readme.md'] : []),
      'extension/schemas/wit-ignore.schema.json',
      'extension/syntaxes/wac.tmLanguage.json',
      'extension/syntaxes/wit.markdown.tmLanguage.json',
      'extension/syntaxes/wit.tmLanguage.json',
    ]);
  });

  it('is small, even before it is minified', () => {
    expect(readFileSync(vsix).length).toBeLessThan(1_500_000);
  });
});

/** The names in a zip file's central directory, sorted. */
function zipEntries(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const length = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + length));
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names.sort();
}
