// package.json as VS Code reads it: every text, command and file that it names exists, and the other way round.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_COMMANDS } from '../../server/src/lsp/published-protocol.ts';

interface Setting {
  readonly order?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly additionalProperties?: Setting | boolean;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly propertyNames?: { readonly enum: readonly string[] };
}

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest: Manifest = JSON.parse(text);
const strings: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));

/** The text that a place in package.json stands for. */
function textOf(place: string): string {
  return strings[place.replaceAll('%', '')] ?? '';
}

describe('the manifest', () => {
  it('takes each of its texts from package.nls.json, and there is no other', () => {
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((it) => it[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
  });

  it('declares the commands that the client registers', () => {
    const folder = path.join(root, 'client/src');
    const source = readdirSync(folder).map((it) => readFileSync(path.join(folder, it), 'utf8'));
    const registered = [...source.join('\n').matchAll(/registerCommand\(\s*'([\w.]+)'/g)].map((it) => it[1]);
    // `published.ts` registers this one by its name in the protocol.
    expect(manifest.contributes.commands.map((it) => it.command).sort()).toEqual(
      [...registered, PUBLISHED_COMMANDS.check].sort(),
    );
  });

  it('completes the codes of levels, as the project file does', () => {
    const levels = manifest.contributes.configuration.properties['wit.diagnostics.levels'];
    const schema = JSON.parse(readFileSync(path.join(root, 'schemas/wit-language-server.schema.json'), 'utf8'));
    expect(levels?.propertyNames?.enum).toEqual(schema.properties.levels.propertyNames.enum);
  });

  it('describes each setting and gives it a default', () => {
    for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
      expect(setting, name).toMatchObject({ default: expect.anything(), markdownDescription: expect.any(String) });
    }
  });

  it('gives each setting a place of its own, and each of its values a description', () => {
    const settings = Object.entries(manifest.contributes.configuration.properties);
    const orders = settings.map(([, it]) => it.order);
    expect(new Set(orders).size).toBe(orders.length);
    const values = settings.flatMap(([name, it]) => [
      { name, ...it },
      ...(typeof it.additionalProperties === 'object' ? [{ name, ...it.additionalProperties }] : []),
    ]);
    for (const it of values) {
      const described = it.markdownEnumDescriptions ?? it.enumDescriptions;
      expect([it.name, described?.length]).toEqual([it.name, it.enum?.length]);
    }
  });

  it('speaks as VS Code does: titles in title case, descriptions in sentences, code only where Markdown is read', () => {
    const titles = manifest.contributes.commands.map((it) => textOf(it.title));
    const small = new Set(['a', 'as', 'for', 'to', 'with', 'wit-bindgen', 'jco', 'componentize-py', 'wkg']);
    for (const title of titles) {
      const words = title.match(/[\w-]+/g) ?? [];
      expect(
        words.filter((it, index) => !/^[A-Z]/.test(it) && (index === 0 || !small.has(it))),
        title,
      ).toEqual([]);
      expect(title).not.toMatch(/[.\x60]$/);
    }
    expect(manifest.contributes.commands.filter((it) => it.category !== 'WIT')).toEqual([]);
    for (const setting of Object.values(manifest.contributes.configuration.properties)) {
      const plain = (setting.enumDescriptions ?? []).map(textOf);
      const rich = [setting.markdownDescription ?? '', ...(setting.markdownEnumDescriptions ?? [])].map(textOf);
      for (const text of [...plain, ...rich]) expect(text).toMatch(/^[A-Z`].*\.$/s);
      expect(plain.filter((it) => it.includes('\x60'))).toEqual([]);
    }
  });

  it('names files that exist', () => {
    const files = [...text.matchAll(/"(\.\/(?!dist\/)[\w./-]+)"/g)].map((it) => it[1] ?? '');
    expect(files.length).toBeGreaterThan(4);
    expect([manifest.icon, ...files].filter((it) => !existsSync(path.join(root, it)))).toEqual([]);
  });
});

it('agrees with the lock file, which `npm install` would rewrite otherwise', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages[''];
  const { name, version, license, engines, dependencies, devDependencies } = JSON.parse(text);
  const wanted = { name, version, license, engines, dependencies, devDependencies };
  expect(lock).toMatchObject(JSON.parse(JSON.stringify(wanted)));
});
