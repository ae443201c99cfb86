// Takes the pictures of docs/images/ by driving the real editor, with the extension as it is packed.
// Usage: node test/editor/pictures.mjs [--vsix FILE] [NAME…]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, vscodeServer } from './installed.mjs';
import { packExtension } from './vscode/run.mjs';
import { installExtension, makeProfile, removeProfile, startWindow, webview } from './vscode-window.mjs';

const images = path.join(root, 'docs/images');

const settings = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.hover.above': false,
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

const orders = `package shop:orders@0.2.1;

/// What customers have asked for.
interface orders {
  type order-id = u64;

  enum state {
    open,
    paid,
    shipped,
  }

  get: func(id: order-id) -> option<state>;
  cancel: func(id: order-id);
}

world shop {
  import orders;
}
`;

const gateway = `package shop:gateway@0.2.0;

interface prices {
  type amount = u64;
  price: func(sku: string) -> amount;
}

interface basket {
  use prices.{amount};
  add: func(sku: string);
  total: func() -> amount;
}

/// What every shop needs.
world base {
  import wasi:clocks/wall-clock@0.2.0;
  import wasi:config/store@0.2.0;
}

world gateway {
  include base;
  import basket;
  import wasi:sockets/tcp@0.2.0;
  import log: func(text: string);
  export wasi:http/incoming-handler@0.2.0;
}
`;

/** Stand-ins with the names that say what a world can do. */
const hosts = {
  'gateway/wit/deps/clocks.wit':
    'package wasi:clocks@0.2.0;\ninterface wall-clock { now: func() -> u64; resolution: func() -> u64; }\n',
  'gateway/wit/deps/config.wit':
    'package wasi:config@0.2.0;\ninterface store { get: func(key: string) -> option<string>; }\n',
  'gateway/wit/deps/sockets.wit':
    'package wasi:sockets@0.2.0;\ninterface network { resource network; }\ninterface tcp { use network.{network}; resource tcp-socket { connect: func(network: borrow<network>) -> result; } }\n',
  'gateway/wit/deps/http.wit':
    'package wasi:http@0.2.0;\ninterface types { resource incoming-request; resource response-outparam; }\ninterface incoming-handler { use types.{incoming-request, response-outparam}; handle: func(request: incoming-request, response-out: response-outparam); }\n',
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
  /** The definition of a type of a dependency, without leaving the file. */
  definition: {
    workspace: 'test/editor/workspace/shop',
    file: 'wit/shop.wit',
    size: { width: 900, height: 560 },
    async take(page) {
      await page.locator('.view-line', { hasText: 'price: func' }).click();
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      // Lenses say that the server is there.
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await runCommand(page, 'Peek Definition');
      await page.locator('.peekview-widget .view-line', { hasText: 'record amount' }).waitFor({ timeout: 30_000 });
    },
  },
  /** A type of another package, offered with the `use` that it needs. */
  completion: {
    workspace: 'test/editor/workspace/shop',
    file: 'wit/shop.wit',
    size: { width: 900, height: 560 },
    async take(page) {
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await page.locator('.view-line', { hasText: 'price: func' }).click();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('discount: func() -> percent');
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor({ timeout: 30_000 });
    },
  },
  /** A name of one package changed in the two that have it, to be looked at before. */
  rename: {
    workspace: 'test/editor/workspace/two',
    file: 'api/api.wit',
    size: { width: 1000, height: 640 },
    async take(page) {
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await page.locator('.view-line', { hasText: 'record thing' }).click();
      await page.keyboard.press('End');
      for (let back = 0; back < 3; back++) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('F2');
      // The box takes a while to have the focus.
      const box = page.locator('.rename-box input');
      await box.waitFor({ timeout: 30_000 });
      await box.fill('line-item');
      await box.press('Control+Enter');
      await page.locator('.refactor-preview, .bulk-edit-panel').first().waitFor({ timeout: 30_000 });
      await page.locator('.bulk-edit-panel .monaco-list-row').nth(1).waitFor({ timeout: 30_000 });
    },
  },
  /** What a world imports and exports, why, and what that lets a component do. */
  'world-preview': {
    files: { 'gateway/wit/gateway.wit': gateway, ...hosts },
    file: 'wit/gateway.wit',
    size: { width: 1440, height: 860 },
    async take(page) {
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).last().click();
      await webview(page, '.graph .row');
    },
  },
  /** A changed enum: its warning, the hover, the lenses, and the list of changes in the source control view. */
  'contract-changes': {
    files: { 'orders/wit/orders.wit': orders },
    size: { width: 1280, height: 800 },
    prepare(folder) {
      const names = ['-c', 'user.name=shop', '-c', 'user.email=shop@example.invalid', '-c', 'init.defaultBranch=main'];
      const git = (...args) => execFileSync('git', [...names, ...args], { cwd: folder, stdio: 'pipe' });
      git('init', '-q');
      git('add', '-A');
      git('commit', '-q', '-m', 'orders 0.2.1');
      git('tag', 'v0.2.1');
      const changed = orders
        .replace('    shipped,\n', '    shipped,\n    lost,\n')
        .replace('  cancel: func(id: order-id);\n', '')
        .replace('  get: func', '  count: func() -> u32;\n\n  get: func');
      writeFileSync(path.join(folder, 'wit/orders.wit'), changed);
    },
    async take(page) {
      const editor = page.locator('.monaco-editor').first();
      await editor.locator('.codelens-decoration', { hasText: 'breaking' }).first().waitFor({ timeout: 60_000 });
      await runCommand(page, 'WIT: Show Contract Changes');
      // Without git's own list, which has nothing to show here.
      await page.locator('.pane-header', { hasText: /^Changes$/ }).click();
      await page.locator('.pane-body .monaco-list-row', { hasText: 'lost' }).first().waitFor({ timeout: 30_000 });
      await page.locator('.view-line', { hasText: 'lost' }).click();
      await page.keyboard.press('Home');
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.locator('.monaco-hover', { hasText: 'Breaks' }).first().waitFor({ timeout: 30_000 });
    },
  },
};

async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor({ timeout: 30_000 });
  await page.keyboard.press('Enter');
}

async function takePicture(name, vsix) {
  const { workspace, files, file, prepare, size, take } = pictures[name];
  const serverRoot = vscodeServer();
  const profile = makeProfile({ settings });
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-picture-'));
  for (const [made, text] of Object.entries(files ?? {})) {
    mkdirSync(path.dirname(path.join(directory, made)), { recursive: true });
    writeFileSync(path.join(directory, made), text);
  }
  const folder = path.join(
    directory,
    workspace === undefined ? Object.keys(files)[0].split('/')[0] : path.basename(workspace),
  );
  if (workspace !== undefined) cpSync(path.join(root, workspace), folder, { recursive: true });
  prepare?.(folder);
  let window;
  try {
    installExtension(serverRoot, profile, vsix);
    window = await startWindow(serverRoot, profile, { size: size ?? { width: 1000, height: 880 }, scale: 1.5 });
    const { page } = window;
    await window.open(folder, [['openFile', window.remote(path.join(folder, file ?? firstFile(folder)))]]);
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+B');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden', timeout: 10_000 });
    await take(page);
    // Nothing blinks, nothing pops up.
    if (size === undefined) await page.mouse.move(5, 5);
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
