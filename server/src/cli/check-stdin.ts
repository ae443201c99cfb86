// `check --stdin`: a text that is not on the disk, alone or in the place of one file of a package.

import path from 'node:path';
import { decodeText } from '../base/encoding.ts';
import { Task } from '../base/task.ts';
import { dirname } from '../base/uri.ts';
import { isWasm } from '../binary/reader.ts';
import { policyFindings } from '../features/policy/findings.ts';
import { pathToUri } from '../hosts/node.ts';
import { isWacName, isWitName } from '../workspace/discover.ts';
import { checkCompositions, readCompositions } from './check-composition.ts';
import { locate, workspaces } from './engine.ts';
import { type CheckOptions, type CheckResult, type Engine, placedIn } from './found.ts';
import type { Failure } from './io.ts';
import { policyOf } from './policy.ts';

const NAMELESS = '<stdin>';

/**
 * Checks a text. With the path of a file, the other files of its folder and `deps/` belong to the package, and only what is
 * wrong in the text itself is found; without one, the text is a package of its own.
 */
export async function checkText(
  engine: Engine,
  bytes: Uint8Array,
  file: { readonly path: string; readonly shown: string } | undefined,
  options: CheckOptions,
): Promise<CheckResult | Failure> {
  if (file !== undefined && isWacName(file.shown)) return checkWacText(engine, bytes, file, options);
  if (file !== undefined && !isWitName(file.shown))
    return { failures: [`neither a \`.wit\` nor a \`.wac\` file: ${file.shown}`] };
  const name = file?.shown ?? NAMELESS;
  if (isWasm(bytes)) return { failures: [`${name} is a binary; give \`check\` its path instead of \`--stdin\``] };
  const { text, invalidAt } = decodeText(bytes);
  if (invalidAt !== undefined) return { failures: [`${name} is not UTF-8`] };
  const task = new Task(engine.host.clock, options.token);
  const uri = file === undefined ? 'untitled:stdin.wit' : pathToUri(file.path);
  const refused = await options.projects.load(file === undefined ? [] : [dirname(uri)]);
  if (refused !== undefined) return refused;
  const workspace = (await workspaces(engine, options, task))({ uri, kind: 'file' });
  workspace.openFile(uri, text, 1);
  const root = await workspace.load(uri, task);
  if (root === undefined) return { failures: [`${name} could not be checked`] };
  const identity = workspace.identity(uri);
  const snapshot = workspace.snapshot();
  const policy = await policyOf(options.projects, workspace, root);
  const all = [...locate(snapshot, root), ...placedIn(snapshot, policyFindings(snapshot, root, policy))];
  const found = all.filter((it) => it.uri === identity);
  const shown = file === undefined ? pathToUri(path.join(options.workspace, NAMELESS)) : uri;
  const respelled = (at: string): string => (at === identity ? shown : at);
  return {
    files: 1,
    found: found.map((it) => ({
      ...it,
      uri: shown,
      related: it.related.map((place) => ({ ...place, uri: respelled(place.uri) })),
    })),
    fixed: [],
  };
}

/** A composition stands alone: the file in whose place it is says where its packages are. */
async function checkWacText(
  engine: Engine,
  bytes: Uint8Array,
  { path: file, shown }: { readonly path: string; readonly shown: string },
  options: CheckOptions,
): Promise<CheckResult | Failure> {
  const task = new Task(engine.host.clock, options.token);
  const uri = pathToUri(file);
  const refused = await options.projects.load([dirname(uri)]);
  if (refused !== undefined) return refused;
  const texts = await readCompositions(engine, [{ uri, shown, bytes }], options.projects);
  if ('failures' in texts) return texts;
  return { files: 1, found: await checkCompositions(engine, texts, options, task), fixed: [] };
}
