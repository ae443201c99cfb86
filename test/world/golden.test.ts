// The resolved model against the reference's own expectations: the JSON beside each accepted case.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { resolveJson } from '../../server/src/model/json.ts';
import { docsSource } from '../../server/src/workspace/docs.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { testParser } from '../support/parser.ts';
import { canonical } from './canonical.ts';

const parser = await testParser();
const accept = fileURLToPath(new URL('../../../shared/conformance/wit-parser/accept', import.meta.url));
const cases = existsSync(accept) ? readdirSync(accept).filter((name) => existsSync(golden(name))) : [];

function golden(name: string): string {
  return path.join(accept, name.endsWith('.wit') ? `${name}.json` : `${name}.wit.json`);
}

async function ours(place: string) {
  const workspace = new Workspace(nodeHost(), parser);
  workspace.setSettings({ ...DEFAULT_SETTINGS, features: ['active'], resolve: 'toolchain' });
  const uri = pathToUri(place);
  const root = await (statSync(place).isDirectory() ? workspace.loadDirectory(uri) : workspace.loadFile(uri));
  const snapshot = workspace.snapshot();
  const packages = root === undefined ? [] : snapshot.semantics.environment(root).packages();
  return resolveJson(packages, docsSource(snapshot));
}

describe.skipIf(cases.length === 0)('the model equals the JSON of the reference', () => {
  it.each(cases.map((name) => [name]))('%s', async (name) => {
    const expected = canonical(JSON.parse(readFileSync(golden(name), 'utf8')));
    const found = canonical({ ...(await ours(path.join(accept, name))) });
    expect(found).toEqual(expected);
  });
});
