// Cases that need a window of their own (windows/): each gets a profile with the packed extension, a folder and a browser.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRegistry } from '../registry.mjs';
import { installExtension, makeProfile, removeProfile, startWindow } from '../vscode-window.mjs';
import { cases } from './windows/cases.mjs';
import { compositionCases } from './windows/composition.mjs';
import { documentationCases } from './windows/documentation.mjs';
import { editingCases } from './windows/editing.mjs';
import { exportCases } from './windows/exports.mjs';
import { newcomerCases } from './windows/newcomer.mjs';
import { publishedCases } from './windows/published.mjs';
import { reviewCases } from './windows/review.mjs';
import { serverCases } from './windows/server.mjs';
import { timingCases } from './windows/timing.mjs';
import { walkthroughCases } from './windows/walkthrough.mjs';

const workspaces = path.join(import.meta.dirname, '../workspace');

const everywhere = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'wit.codeLens.worlds': true,
};

/**
 * `workspace` is copied, `prepare` adds to it and gives what is opened, `adapt` and `settings` change the profile; `look` fails or
 * does not, and may give a note that is printed. With `registry`, the user of the window has one; where there is none to be had, the
 * case is skipped.
 */
const all = {
  ...cases,
  ...compositionCases,
  ...documentationCases,
  ...editingCases,
  ...exportCases,
  ...newcomerCases,
  ...publishedCases,
  ...reviewCases,
  ...serverCases,
  ...timingCases,
  ...walkthroughCases,
};

/** Opens a window, looks, and closes everything again. Gives the note and the failure, if any; `undefined` where the case cannot be tried. */
async function tryWindow(serverRoot, vsix, it) {
  const { workspace, prepare, adapt, settings, trusted = true, look } = it;
  const registry = it.registry ? await startRegistry() : undefined;
  if (it.registry && registry === undefined) return undefined;
  const profile = makeProfile({ settings: { ...everywhere, ...settings } });
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-window-'));
  let window;
  try {
    installExtension(serverRoot, profile, vsix);
    adapt?.(profile, serverRoot);
    if (workspace !== undefined) cpSync(path.join(workspaces, workspace), directory, { recursive: true });
    const place = prepare?.(directory) ?? directory;
    window = await startWindow(serverRoot, profile, { trusted, env: registry?.env });
    const reopen = async () => {
      await window.open(place);
      await window.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    };
    await reopen();
    return { note: await look(window.page, { profile, reopen }) };
  } catch (error) {
    await window?.page.screenshot({ path: path.join(tmpdir(), 'wit-window-failed.png') }).catch(() => undefined);
    return { failure: error.stack ?? `${error}` };
  } finally {
    await window?.close();
    registry?.stop();
    removeProfile(profile);
    rmSync(directory, { recursive: true, force: true });
  }
}

export async function runWindows(serverRoot, vsix, grep = '') {
  const results = [];
  let skipped = 0;
  for (const [title, it] of Object.entries(all)) {
    if (!title.includes(grep)) continue;
    const start = Date.now();
    let seen = await tryWindow(serverRoot, vsix, it);
    if (seen === undefined) {
      skipped++;
      continue;
    }
    let name = title;
    if (seen.failure !== undefined) {
      // A list of VS Code closes when anything else takes the focus, which a slow machine does at random: a fault of ours fails twice.
      console.log(`again, in a new window: ${title}\n${seen.failure}`);
      seen = await tryWindow(serverRoot, vsix, it);
      name += ' (at the second attempt)';
    }
    const milliseconds = Date.now() - start;
    if (seen.note !== undefined) name += `: ${seen.note}`;
    results.push(
      seen.failure === undefined ? { title: name, milliseconds } : { title, milliseconds, error: seen.failure },
    );
  }
  return { results, skipped };
}
