// Cases that need a window of their own (windows/): each gets a profile with the packed extension, a folder and a browser.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, makeProfile, removeProfile, startWindow } from '../vscode-window.mjs';
import { cases } from './windows/cases.mjs';
import { editingCases } from './windows/editing.mjs';
import { serverCases } from './windows/server.mjs';

const workspaces = path.join(import.meta.dirname, '../workspace');

const everywhere = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'wit.codeLens.worlds': true,
};

/**
 * `workspace` is copied, `prepare` adds to it and gives what is opened, `adapt` and `settings` change the profile; `look` fails or does not.
 */
const all = { ...cases, ...editingCases, ...serverCases };

export async function runWindows(serverRoot, vsix, grep = '') {
  const results = [];
  for (const [title, { workspace, prepare, adapt, settings, trusted = true, look }] of Object.entries(all)) {
    if (!title.includes(grep)) continue;
    const start = Date.now();
    const profile = makeProfile({ settings: { ...everywhere, ...settings } });
    const directory = mkdtempSync(path.join(tmpdir(), 'wit-window-'));
    let window;
    let failure;
    try {
      installExtension(serverRoot, profile, vsix);
      adapt?.(profile, serverRoot);
      if (workspace !== undefined) cpSync(path.join(workspaces, workspace), directory, { recursive: true });
      const place = prepare?.(directory) ?? directory;
      window = await startWindow(serverRoot, profile, { trusted });
      const reopen = async () => {
        await window.open(place);
        await window.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      };
      await reopen();
      await look(window.page, { profile, reopen });
    } catch (error) {
      await window?.page.screenshot({ path: path.join(tmpdir(), 'wit-window-failed.png') }).catch(() => undefined);
      failure = error.stack ?? `${error}`;
    } finally {
      await window?.close();
      removeProfile(profile);
      rmSync(directory, { recursive: true, force: true });
    }
    const milliseconds = Date.now() - start;
    results.push(failure === undefined ? { title, milliseconds } : { title, milliseconds, error: failure });
  }
  return results;
}
