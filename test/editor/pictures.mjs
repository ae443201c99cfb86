// Takes the pictures of docs/images/ by driving the real editor, with the extension as it is packed.
// Usage: node test/editor/pictures.mjs [--vsix FILE] [NAME…]
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, vscodeServer } from './installed.mjs';
import { packExtension } from './vscode/run.mjs';
import { installExtension, makeProfile, removeProfile, startWindow } from './vscode-window.mjs';

const images = path.join(root, 'docs/images');

const settings = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Each picture: what to open, and what to do before it is taken. */
const pictures = {
  /** A broken file: squiggles, and the Problems panel with all of its errors. */
  diagnostics: {
    workspace: existsSync(path.join(root, 'examples/broken')) ? 'examples/broken' : 'test/editor/workspace/broken',
    async take(page) {
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 60_000 });
      await page.keyboard.press('Control+Shift+M');
      const rows = page.locator('.markers-panel .monaco-list-row .marker-message-details, .markers-panel .marker-icon');
      await rows.first().waitFor({ timeout: 30_000 });
    },
  },
};

async function takePicture(name, vsix) {
  const { workspace, file, take } = pictures[name];
  const serverRoot = vscodeServer();
  const profile = makeProfile({ settings });
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-picture-'));
  const folder = path.join(directory, path.basename(workspace));
  cpSync(path.join(root, workspace), folder, { recursive: true });
  let window;
  try {
    installExtension(serverRoot, profile, vsix);
    window = await startWindow(serverRoot, profile, { size: { width: 1000, height: 880 }, scale: 1.5 });
    const { page } = window;
    await window.open(folder, [['openFile', window.remote(path.join(folder, file ?? firstFile(folder)))]]);
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+B');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden', timeout: 10_000 });
    await take(page);
    // Nothing blinks, nothing is hovered, nothing pops up.
    await page.mouse.move(5, 5);
    await page.addStyleTag({ content: '.cursors-layer, .notifications-toasts { visibility: hidden !important }' });
    mkdirSync(images, { recursive: true });
    await page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled' });
    console.log(`docs/images/${name}.png`);
  } catch (error) {
    await window?.page
      .screenshot({ path: path.join(tmpdir(), `wit-picture-${name}-failed.png`) })
      .catch(() => undefined);
    throw error;
  } finally {
    await window?.close();
    removeProfile(profile);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The only `.wit` file of a folder, or the first. */
function firstFile(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((it) => it.endsWith('.wit'))
    .sort()[0];
}

const { values, positionals } = parseArgs({ options: { vsix: { type: 'string' } }, allowPositionals: true });
const vsix = values.vsix ?? packExtension();
for (const name of positionals.length > 0 ? positionals : Object.keys(pictures)) {
  if (pictures[name] === undefined) throw new Error(`no picture is called ${name}; there are ${Object.keys(pictures)}`);
  await takePicture(name, vsix);
}
