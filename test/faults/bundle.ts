// The server and the command line in one module, in which every exported function of rules, features and readers can be
// told to throw.

import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type * as Entry from './entry.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What has to fail alone: rules, features, readers, and what they are made of. */
const FOLDERS = /server\/src\/(check|features|syntax|binary|wac|model|semver|world|format)\/.*\.ts$/;

/** Told of every call of a function that may fail; throws when this call is to. */
export interface Faults {
  /** `features/hover/hover.ts hover` */
  called(id: string): void;
}

declare global {
  var witFaults: Faults | undefined;
}

const plugin: Plugin = {
  name: 'faults',
  setup(to) {
    to.onLoad({ filter: FOLDERS }, async ({ path: file }) => {
      if (file.endsWith('check/settings.ts')) return undefined;
      const text = await readFile(file, 'utf8');
      const place = path.relative(path.join(ROOT, 'server/src'), file);
      const names: string[] = [];
      const contents = text
        .replace(/^export function (\w+)/gm, (all, name) => {
          names.push(name);
          return all;
        })
        .replace(/^export const (\w+) = (?=memo|\()/gm, (_, name) => {
          names.push(name);
          return `export let ${name} = `;
        });
      const wraps = names.map(
        (name) =>
          `if (typeof ${name} === 'function') { const inner: any = ${name}; (${name} as any) = function (this: any, ...args: any[]) { globalThis.witFaults?.called('${place} ${name}'); return inner.apply(this, args); }; }`,
      );
      return { contents: `${contents}\n${wraps.join('\n')}\n`, loader: 'ts' };
    });
  },
};

export async function faultyBundle(): Promise<{ readonly module: typeof Entry; readonly remove: () => void }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-faults-'));
  const outfile = path.join(directory, 'faulty.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/faults/entry.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    mainFields: ['module', 'main'],
    plugins: [plugin],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    alias: {
      'web-tree-sitter': createRequire(import.meta.url)
        .resolve('web-tree-sitter')
        .replace(/\.cjs$/, '.js'),
    },
  });
  const module = (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as typeof Entry;
  return { module, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
