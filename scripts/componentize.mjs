// componentize-js, installed by name beside the other tools of the tests.
// Usage: node scripts/componentize.mjs FILE.js FILE.wit WORLD OUT.wasm

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const VERSION = '0.23.0';

/** What components would ask of a host. */
const HOST = ['stdio', 'random', 'clocks', 'http', 'fetch-event'];

/** Makes components of JavaScript: of a text, the WIT file and the world; without the features that are named. */
export async function componentize() {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'wit-language-server');
  const folder = path.join(cache, `componentize-js-${VERSION}`);
  const entry = path.join(folder, 'node_modules/@bytecodealliance/componentize-js/src/componentize.js');
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    const name = `@bytecodealliance/componentize-js@${VERSION}`;
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const make = (await import(pathToFileURL(entry).href)).componentize;
  return async (text, witPath, worldName, disableFeatures = HOST) => {
    // One takes 20 s of a processor.
    const key = createHash('sha256')
      .update(JSON.stringify([text, readFileSync(witPath, 'utf8'), worldName, disableFeatures]))
      .digest('hex');
    const made = path.join(folder, `${key}.wasm`);
    if (existsSync(made)) return readFileSync(made);
    const { component } = await make(text, { witPath, worldName, disableFeatures });
    writeFileSync(`${made}.part`, component);
    renameSync(`${made}.part`, made);
    return component;
  };
}

if (process.argv[1] === import.meta.filename) {
  const [, , js, wit, world, out] = process.argv;
  writeFileSync(out, await (await componentize())(readFileSync(js, 'utf8'), wit, world));
}
