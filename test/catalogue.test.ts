// A code exists once: its row in the catalogue, its page with examples that do what they say, its link.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, pageOf, type Rule } from '../server/src/check/catalogue.ts';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { policyFindings } from '../server/src/features/policy/findings.ts';
import { projectFindings } from '../server/src/features/project/findings.ts';
import { wacDocument, wacFindings } from '../server/src/features/wac/wac.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { PROJECT_FILE } from '../server/src/project/project-file.ts';
import { Projects, textsOf } from '../server/src/project/projects.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { FIXTURE } from './support/fixture.ts';
import { type Block, type Page, readPages } from './support/pages.ts';
import { testParser } from './support/parser.ts';

const parser = await testParser();
const pages = readPages();

/** Codes that no block of text can raise: they are about the disk, or about faults of ours; so are those about registries. */
const NO_EXAMPLE = new Set([
  'package/not-checked',
  'package/not-locked',
  'package/unreadable-file',
  'policy/deprecation',
  'syntax/reader-failed',
  'syntax/too-large',
]);

/** The distinct codes of everything that is wrong in a block. */
async function codesOf(block: Block, rule: Rule): Promise<string[]> {
  const host = new MemoryHost();
  for (const [path, content] of filesOf(block)) host.write(`${FIXTURE}/${path}`, content);
  const workspace = new Workspace(host, parser);
  workspace.setFolders([FIXTURE]);
  // What is off by default is switched on for its own page.
  const levels = { [rule.code]: rule.severity };
  workspace.setSettings({ ...DEFAULT_SETTINGS, levels, ...block.settings });
  const texts = new Map(filesOf(block).map(([path, content]) => [`${FIXTURE}/${path}`, `${content}`]));
  const uris = filesOf(block).map(([path]) => `${FIXTURE}/${path}`);
  for (const uri of uris) if (!/\.(?:wac|json)$/.test(uri)) await workspace.load(uri);
  const snapshot = workspace.snapshot();
  const found = uris.flatMap((uri): readonly { readonly code: string }[] =>
    uri.endsWith('.wac')
      ? wacFindings(snapshot, wacDocument(uri, texts.get(uri) ?? '', { unread: [], places: new Map(), present: [] }))
      : snapshot.diagnostics(uri),
  );
  for (const uri of uris.filter((it) => it.endsWith(`/${PROJECT_FILE}`))) {
    const project = await new Projects(textsOf(host)).at(uri);
    if (project === undefined) continue;
    found.push(...[...projectFindings(project).values()].flat());
    const roots = new Set(uris.flatMap((it) => snapshot.rootOf(it) ?? []));
    const context = { rules: project.policy, capabilities: {} };
    for (const root of roots) found.push(...[...policyFindings(snapshot, root, context).values()].flat());
  }
  return [...new Set(found.map((it) => it.code))].sort();
}

/** `//- path` begins a file; the first is `wit/example.wit`, of JSON `wit-language-server.json`, unless it has a name. */
function filesOf({ name, text, bytes }: Block): [string, string | Uint8Array][] {
  if (bytes) return [['wit/example.wit', Uint8Array.from(text.trim().split(/\s+/), (it) => Number.parseInt(it, 16))]];
  const parts = text.split(/^\/\/- (\S+)\n/m);
  const files: [string, string][] = parts[0]?.trim() === '' ? [] : [[name, parts[0] ?? '']];
  for (let at = 1; at < parts.length; at += 2) files.push([parts[at] ?? '', parts[at + 1] ?? '']);
  return files;
}

it('every code has one row, and every syntax code one in the type', () => {
  const codes = CATALOGUE.map((rule) => rule.code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  const source = readFileSync(new URL('../server/src/syntax/problems.ts', import.meta.url), 'utf8');
  const union = [...source.matchAll(/^ {2}\| '(syntax\/[a-z-]+)'/gm)].map(([, code]) => code ?? '');
  // The encoding is looked at before there is a text.
  const rows = codes.filter((code) => code.startsWith('syntax/') && code !== 'syntax/invalid-encoding');
  expect([...union].sort()).toEqual(rows.sort());
});

it('every row has a page, every page a row', () => {
  expect([...pages.keys()].sort()).toEqual(
    rowsWithPages()
      .map((rule) => rule.code)
      .sort(),
  );
});

/** Families are documented one after another; one that was begun is whole. */
function rowsWithPages(): readonly Rule[] {
  const families = new Set([...pages.keys(), 'syntax/any'].map(familyOf));
  return CATALOGUE.filter((rule) => families.has(familyOf(rule.code)));
}

function familyOf(code: string): string {
  return code.slice(0, code.indexOf('/'));
}

it('links point to pages', () => {
  for (const { code } of rowsWithPages()) {
    expect([code, existsSync(new URL(`../docs/${pageOf(code)}`, import.meta.url))]).toEqual([code, true]);
  }
});

describe.each(CATALOGUE.filter(({ code }) => pages.has(code)).map((rule) => [rule.code, rule] as const))(
  '%s',
  (_, rule) => {
    const page = pages.get(rule.code) as Page;

    it('is called what its row says', () => {
      expect(page.title).toBe(rule.title);
      const level = 'off' in rule && rule.off === true ? 'off' : rule.severity;
      expect(page.facts).toBe(`\`${rule.code}\` · ${level} · ${rule.level}`);
    });

    it.skipIf(NO_EXAMPLE.has(rule.code) || rule.level === 'registry')(
      'has examples that do what they say',
      async () => {
        const kinds = new Set(page.blocks.map((block) => block.kind));
        expect([...kinds].sort()).toEqual(['bad', 'good']);
        for (const block of page.blocks) {
          const expected = block.kind === 'bad' ? [rule.code] : [];
          expect({ block: block.text, codes: await codesOf(block, rule) }).toEqual({
            block: block.text,
            codes: expected,
          });
        }
      },
    );
  },
);
