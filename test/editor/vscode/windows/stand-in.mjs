// Extensions of others, as far as ours meets them: packed and installed under the names of the real ones.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../installed.mjs';
import { installExtension } from '../../vscode-window.mjs';

/** `manifest` completes what every extension has; `main` is its program. */
export function installStandIn(profile, serverRoot, manifest, main) {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-stand-in-'));
  try {
    const common = { version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './main.js' };
    writeFileSync(path.join(directory, 'main.js'), main);
    writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ ...common, ...manifest }));
    writeFileSync(path.join(directory, 'README.md'), 'A stand-in.\n');
    const vsce = path.join(root, 'node_modules/.bin/vsce');
    const args = ['package', '--allow-missing-repository', '--skip-license', '-o', 'stand-in.vsix'];
    execFileSync(vsce, args, { cwd: directory, stdio: 'pipe', timeout: 60_000 });
    installExtension(serverRoot, profile, path.join(directory, 'stand-in.vsix'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
