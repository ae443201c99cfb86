// The .vsix: nothing in it but what it needs. It packs what is built, so it says when nothing is.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipFiles } from '../support/zip.ts';

const root = path.resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(path.join(tmpdir(), 'wit-vsix-'));
const vsix = path.join(directory, 'packed.vsix');
let files: ReadonlyMap<string, Buffer>;
const textOf = (name: string): string => files.get(`extension/${name}`)?.toString('utf8') ?? '';
const { packVsix } = (await import(pathToFileURL(path.join(root, 'scripts/vsix.mjs')).href)) as {
  packVsix(file: string): string;
};

beforeAll(() => {
  const missing = ['server/node.js', 'client.js', 'browser-server.js']
    .map((it) => `dist/${it}`)
    .filter((it) => !existsSync(path.join(root, it)));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} not built: npm run build`);
  packVsix(vsix);
  files = zipFiles(readFileSync(vsix));
}, 130_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the packed extension', () => {
  it('has every part that its two servers load', () => {
    const parts = [...files.keys()].flatMap((it) => /^extension\/dist\/server\/([\w-]+\.js)$/.exec(it)?.[1] ?? []);
    const loaded = parts.filter((it) => /^(?:node|browser)-language-server\b/.test(it));
    expect(loaded).toHaveLength(2);
    // The list grows while it is read.
    for (const part of loaded)
      for (const [, name = ''] of textOf(`dist/server/${part}`).matchAll(/["']\.\/([\w-]+\.js)["']/g))
        if (!loaded.includes(name)) loaded.push(name);
    expect(loaded.length).toBeGreaterThan(4);
    expect(loaded.filter((it) => !parts.includes(it))).toEqual([]);
  });

  it('has nothing inside but what it needs', () => {
    const entries = [...files.keys()];
    const parts = entries.filter((it) => /^extension\/dist\/server\/[\w-]+\.js$/.test(it));
    expect(parts).toContain('extension/dist/server/node.js');
    expect(entries.filter((it) => !parts.includes(it))).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/THIRD-PARTY-NOTICES.txt',
      'extension/dist/browser-server.js',
      'extension/dist/client.js',
      'extension/dist/documentation.css',
      'extension/dist/documentation.js',
      'extension/dist/pages.json',
      'extension/dist/preview.css',
      'extension/dist/preview.js',
      'extension/dist/server.js',
      'extension/dist/server/package.json',
      'extension/dist/tree-sitter-wit.wasm',
      'extension/dist/web-tree-sitter.wasm',
      ...['contract', 'dependency', 'package', 'preview'].map((it) => `extension/docs/walkthrough/${it}.md`),
      'extension/images/icon.png',
      ...['wac-dark', 'wac-light', 'wit-dark', 'wit-light'].map((it) => `extension/images/${it}.svg`),
      'extension/language-configuration.json',
      'extension/package.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/schemas/wit-ignore.schema.json',
      'extension/schemas/wit-language-server.schema.json',
      'extension/syntaxes/wac.tmLanguage.json',
      'extension/syntaxes/wit.markdown.tmLanguage.json',
      'extension/syntaxes/wit.tmLanguage.json',
    ]);
  });

  // `npm run package`, which minifies, holds 1.2 MB.
  it('is small, even before it is minified', () => {
    expect(readFileSync(vsix).length).toBeLessThan(1_700_000);
  });

  it('has a page of its own, in which nothing leads nowhere and no picture is missing', () => {
    const page = textOf('readme.md');
    expect(page).toMatch(/^# WIT Language Server\n/);
    const targets = [...page.matchAll(/\]\(([^)]*)\)|(?:src|href)="([^"]*)"/g)].map((it) => it[1] ?? it[2] ?? '');
    expect(targets.filter((it) => !/^(?:https:\/\/|#)/.test(it))).toEqual([]);
    expect(page).not.toMatch(/npm install|npm run/);
  });

  it('says on its page only what there is: commands, settings, the walkthrough', () => {
    const page = textOf('readme.md');
    const manifest = JSON.parse(textOf('package.json'));
    const texts: Record<string, string> = JSON.parse(textOf('package.nls.json'));
    const said = (it: string): string => texts[it.replaceAll('%', '')] ?? it;
    const titles: string[] = manifest.contributes.commands.map((it: { title: string }) => `WIT: ${said(it.title)}`);
    const commands = [...page.matchAll(/\*\*(WIT: [^*]+)\*\*/g)].map((it) => (it[1] ?? '').replace(/\s+/g, ' '));
    expect(commands.length).toBeGreaterThan(2);
    expect(commands.filter((it) => !titles.some((title) => title.startsWith(it)))).toEqual([]);
    const settings = [...page.matchAll(/`(wit\.[\w.]+)`/g)].map((it) => it[1] ?? '');
    const known = Object.keys(manifest.contributes.configuration.properties);
    expect(settings.filter((it) => !known.includes(it))).toEqual([]);
    const [walkthrough] = manifest.contributes.walkthroughs;
    expect(page).toContain(said(walkthrough.title));
    for (const { media } of walkthrough.steps) expect(textOf(media.markdown)).not.toBe('');
  });
});
