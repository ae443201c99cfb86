// Packs what `npm run build -- --minify` made as the VS Code extension, without a network, and refuses a package that is too large
// or that vsce warns about.
// Usage: node scripts/vsix.mjs [FILE]     default wit-language-server.vsix; prints its size and how much room is left

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a user downloads, in bytes: 1.2 MB with pages and notices. */
export const LIMIT = 1_200_000;

// The extension has a page of its own. No link in it is relative, so that none has to be rewritten.
const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--readme-path', 'docs/marketplace.md'];
// Until package.json has an address.
flags.push('--allow-missing-repository');

/** Packs into `file`. Gives what vsce printed; throws what went wrong, warnings included. */
export function packVsix(file) {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', ...flags, '-o', path.resolve(file)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
  });
  const output = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`vsce ended with ${status}:\n${output}`);
  if (/\bwarn(?:ing)?\b/i.test(output)) throw new Error(`vsce warns:\n${output}`);
  return output;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? path.join(root, 'wit-language-server.vsix');
  process.stdout.write(packVsix(file));
  const { size } = statSync(file);
  console.log(`vsix: ${size} bytes of at most ${LIMIT}`);
  if (size > LIMIT) {
    console.error(`vsix: ${size - LIMIT} bytes too large`);
    process.exitCode = 1;
  }
}
