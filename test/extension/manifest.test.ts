// package.json as VS Code reads it: every text, command and file that it names exists, and the other way round.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Setting {
  readonly markdownDescription?: string;
  readonly default?: unknown;
}

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest: Manifest = JSON.parse(text);
const strings: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));

describe('the manifest', () => {
  it('takes each of its texts from package.nls.json, and there is no other', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((it) => it[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
  });

  it('declares the commands that the client registers', () => {
    const folder = path.join(root, 'client/src');
    const source = readdirSync(folder).map((it) => readFileSync(path.join(folder, it), 'utf8'));
    const registered = [...source.join('\n').matchAll(/registerCommand\(\s*'([\w.]+)'/g)].map((it) => it[1]);
    expect(manifest.contributes.commands.map((it) => it.command).sort()).toEqual(registered.sort());
  });

  it('describes each setting and gives it a default', () => {
    for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
      expect(setting, name).toMatchObject({ default: expect.anything(), markdownDescription: expect.any(String) });
    }
  });

  it('names files that exist', () => {
    const files = [...text.matchAll(/"(\.\/(?!dist\/)[\w./-]+)"/g)].map((it) => it[1] ?? '');
    expect(files.length).toBeGreaterThan(4);
    expect([manifest.icon, ...files].filter((it) => !existsSync(path.join(root, it)))).toEqual([]);
  });
});
