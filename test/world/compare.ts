// Our elaboration of a world and the reference's, as text that must be equal.

import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import type { Package, World } from '../../server/src/model/package.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { printWorld } from '../../server/src/world/print.ts';
import { testParser } from '../support/parser.ts';
import { liveWorld } from './live.ts';

const parser = await testParser();
const COMPONENT = { namespace: 'root', name: 'component' };

export interface Loaded {
  readonly snapshot: Snapshot;
  /** Of the main package. */
  readonly worlds: readonly World[];
  readonly errors: readonly string[];
  /** All that can be seen. */
  readonly packages: readonly Package[];
}

/** A package with every feature and only what is vendored. */
export async function loadPackage(host: Host, uri: string, kind: 'file' | 'directory'): Promise<Loaded> {
  const workspace = new Workspace(host, parser);
  workspace.setSettings({ ...DEFAULT_SETTINGS, allFeatures: true, resolve: 'toolchain' });
  const root = await (kind === 'directory' ? workspace.loadDirectory(uri) : workspace.loadFile(uri));
  const snapshot = workspace.snapshot();
  if (root === undefined) return { snapshot, worlds: [], errors: ['not loaded'], packages: [] };
  const environment = snapshot.semantics.environment(root);
  const main = environment.ownPackages()[0];
  const errors = [...snapshot.check(root).values()].flat().filter((it) => it.severity === 'error');
  return {
    snapshot,
    worlds: [...(main?.worlds.values() ?? [])],
    errors: errors.map((it) => `${it.code}: ${it.message}`),
    packages: environment.packages(),
  };
}

export function loadText(text: string): Promise<Loaded> {
  return loadPackage(new MemoryHost({ 'file:///w/a.wit': text }), 'file:///w/a.wit', 'file');
}

/**
 * What the reference would print of a component with nothing but this world; components know nothing of gates. `whole`: with
 * what no component would need.
 */
export function componentText(world: World, whole = false): string {
  const printed = printWorld(whole ? world : liveWorld(world), { from: COMPONENT }, 'root');
  return `package root:component;\n\n${printed.replace(/^ *@(?:since|unstable|deprecated)\(.*\n/gm, '')}`.trimEnd();
}

/**
 * A printed world with the types of each body behind the other items and in alphabetical order: a component's types stand
 * in the order in which its functions mention them, which is not the world's.
 */
export function withSortedTypes(text: string, indent = ''): string {
  const items: string[] = [];
  for (const line of text.split('\n').flatMap(oneNameEach)) {
    const begins = line.startsWith(indent) && /^[^ }]/.test(line.slice(indent.length));
    if (begins || items.length === 0) items.push(line);
    else if (line !== '') items[items.length - 1] += `\n${line}`;
  }
  const isType = (item: string): boolean => /^ +(?:use|type|record|variant|enum|flags|resource) /.test(item);
  const whole = items.map((item) => {
    const [head = '', ...rest] = item.split('\n');
    return rest.length < 2 || isType(item)
      ? item
      : `${head}\n${withSortedTypes(rest.slice(0, -1).join('\n'), `${indent}  `)}`;
  });
  return [...whole.filter((item) => !isType(item)), ...whole.filter(isType).sort()].join('\n');
}

/** `use i.{a, b};` as one statement for each name. */
function oneNameEach(line: string): string[] {
  const [, head, names] = /^( *use .*\.)\{(.*)\};$/.exec(line) ?? [];
  return names === undefined ? [line] : names.split(', ').map((name) => `${head}{${name}};`);
}
