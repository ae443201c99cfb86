// Packs the server for Node and for browsers, the grammars and the files for editors as an npm package of their own, without
// what only VS Code reads.
// Usage: node scripts/npm-package.mjs [DIRECTORY]     prints the path of the .tgz; DIRECTORY: default the current one
// Packs what `npm run build` made. `.npmignore` lists the files; the manifest and the README are this package's own.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What npm, and nobody else, reads of the project's manifest. Without an address, no field that needs one. */
function manifest() {
  const it = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { name, version, description, license, bin, engines, repository, homepage, bugs } = it;
  return {
    name,
    version,
    description,
    keywords: ['wit', 'webassembly', 'component-model', 'language-server', 'lsp', 'wasi'],
    license,
    repository,
    // Empty while there is none.
    homepage: homepage || undefined,
    bugs,
    bin,
    engines: { node: engines.node },
    files: ['dist', 'editors', 'grammar', 'schemas', 'syntaxes', 'CHANGELOG.md'],
    publishConfig: { access: 'public' },
  };
}

function packIn(directory, destination) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const parsed = JSON.parse(
    execFileSync('npm', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  return path.join(destination, Object.values(parsed)[0].filename);
}

/** The path of the packed file in `destination`. */
export function npmPackage(destination) {
  const place = mkdtempSync(path.join(tmpdir(), 'wit-npm-package-'));
  try {
    execFileSync('tar', ['-xzf', packIn(root, place), '-C', place]);
    const folder = path.join(place, 'package');
    writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
    copyFileSync(path.join(root, 'docs/npm.md'), path.join(folder, 'README.md'));
    return packIn(folder, path.resolve(destination));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(npmPackage(process.argv[2] ?? '.'));
