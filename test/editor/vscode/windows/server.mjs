// Windows in which the server, or another extension, is not as usual.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../../vscode-window.mjs';
import { installStandIn } from './stand-in.mjs';
import { colouredWords, command, goTo, openFile, problem } from './steps.mjs';

/** The directory of the installed extension. */
function installed({ extensions }) {
  const name = readdirSync(extensions).find((it) => it.startsWith('wit-language-server.wit-language-server-'));
  return path.join(extensions, name, 'dist');
}

/** Lets the server begin only once `letGo` was called. */
function hold(profile) {
  const dist = installed(profile);
  renameSync(path.join(dist, 'server.js'), path.join(dist, 'server-held.js'));
  const script = `
    const { existsSync } = require('node:fs');
    const timer = setInterval(() => {
      if (!existsSync(__dirname + '/go')) return;
      clearInterval(timer);
      require('./server-held.js');
    }, 50);`;
  writeFileSync(path.join(dist, 'server.js'), script);
}

/** Lets the server have two faults, one behind the other, once `letGo` was called. */
function failLater(profile) {
  const dist = installed(profile);
  renameSync(path.join(dist, 'server.js'), path.join(dist, 'server-sound.js'));
  const script = `
    const { existsSync } = require('node:fs');
    const timer = setInterval(() => {
      if (!existsSync(__dirname + '/go')) return;
      clearInterval(timer);
      for (const which of [1, 2]) Promise.reject(new Error('injected ' + which));
    }, 50);
    require('./server-sound.js');`;
  writeFileSync(path.join(dist, 'server.js'), script);
}

function letGo(profile) {
  writeFileSync(path.join(installed(profile), 'go'), '');
}

/** The process of the language server of this profile. */
function serverPid(profile) {
  const script = path.join(installed(profile), 'server.js');
  return readdirSync('/proc')
    .filter((it) => /^\d+$/.test(it))
    .map(Number)
    .find((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(script);
      } catch {
        // It ended meanwhile.
        return false;
      }
    });
}

/** An extension with the name of the official one, and a formatter that must not be the one that is used. */
function installOfficial(profile, serverRoot) {
  const manifest = {
    name: 'wit-idl',
    displayName: 'WIT IDL',
    publisher: 'bytecodealliance',
    activationEvents: ['onLanguage:wit'],
  };
  const main = `
    const { languages, Position, TextEdit } = require('vscode');
    const provideDocumentFormattingEdits = () => [TextEdit.insert(new Position(0, 0), '// official ')];
    exports.activate = () => languages.registerDocumentFormattingEditProvider('wit', { provideDocumentFormattingEdits });`;
  installStandIn(profile, serverRoot, manifest, main);
}

const notice = (page, text) => page.locator('.notification-toast', { hasText: text });

export const serverCases = {
  /** The grammar colours alone; once the server is there, it knows what names are. */
  'colours are there before the server starts, and more of them after': {
    workspace: 'shop',
    settings: { 'editor.semanticTokenColorCustomizations': { enabled: true, rules: { class: '#ff0000' } } },
    adapt: hold,
    async look(page, { profile }) {
      await openFile(page, 'shop.wit');
      const before = await until('the colours of the grammar', 30_000, async () => {
        const words = await colouredWords(page);
        return words.get('package') !== words.get('catalog') && words;
      });
      // Nothing of the server is there yet.
      await page.locator('.codelens-decoration').waitFor({ state: 'detached', timeout: 1000 });
      letGo(profile);
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      // Names get the colour of what they mean; words of the language keep theirs.
      const after = await until('the colours of the server', 30_000, async () => {
        const words = await colouredWords(page);
        return words.get('product') !== before.get('product') && words;
      });
      for (const word of ['package', 'interface', 'resource', 'func', 'string'])
        if (before.get(word) === undefined || after.get(word) !== before.get(word))
          throw new Error(`${word} does not have the colour that it had before`);
    },
  },
  /** What cannot start says so, with the way out; typing goes on. */
  'a server that does not start is told, and started by a button': {
    workspace: 'broken',
    adapt(profile) {
      const file = path.join(installed(profile), 'server.js');
      renameSync(file, `${file}.gone`);
    },
    async look(page, { profile }) {
      await openFile(page, 'broken.wit');
      const told = notice(page, 'The WIT language server did not start.');
      await told.waitFor({ timeout: 60_000 });
      const file = path.join(installed(profile), 'server.js');
      renameSync(`${file}.gone`, file);
      await told.hover();
      await told.getByRole('button', { name: 'Restart Server' }).click();
      await page.keyboard.press('Control+Shift+M');
      await problem(page, 'expected `;`');
    },
  },
  /** Said once, with the report for a bug at hand; the file is served on. */
  'a fault of the server is told once, and its report is copied by a button': {
    workspace: 'broken',
    adapt: failLater,
    async look(page, { profile }) {
      await openFile(page, 'broken.wit');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 60_000 });
      letGo(profile);
      const told = notice(
        page,
        'A fault of the WIT language server: something failed that nothing waited for: injected 1',
      );
      await told.waitFor({ timeout: 60_000 });
      await told.hover();
      await told.getByRole('button', { name: 'Copy Report' }).click();
      await notice(page, 'The status of WIT was copied.').waitFor({ timeout: 60_000 });
      // The second is in the report, and is no second notification.
      if (await notice(page, 'injected 2').isVisible()) throw new Error('told twice');
      await command(page, 'File: New Untitled Text File');
      await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor({ timeout: 30_000 });
      await page.locator('.monaco-editor.focused').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Control+V');
      await page.locator('.view-line', { hasText: 'something failed that nothing waited for: injected 1' }).waitFor();
      await page.locator('.view-line', { hasText: 'something failed that nothing waited for: injected 2' }).waitFor();
    },
  },
  /** A few times it comes back by itself; then somebody has to want it. */
  'a server that keeps stopping is told, and started by a button': {
    workspace: 'broken',
    async look(page, { profile }) {
      await openFile(page, 'broken.wit');
      let last;
      for (let i = 0; i < 5; i++) {
        // The first end is told with the report, the others are in it.
        if (i === 1)
          await notice(page, 'the server ended unexpectedly. It was started again.').waitFor({ timeout: 60_000 });
        last = await until('another server', 60_000, () => {
          const pid = serverPid(profile);
          return pid !== last && pid;
        });
        // One that never came up would not be started again.
        await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
        process.kill(last, 'SIGKILL');
        await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached', timeout: 30_000 });
      }
      const told = notice(page, 'The WIT language server keeps stopping.');
      await told.waitFor({ timeout: 60_000 });
      await told.hover();
      await told.getByRole('button', { name: 'Restart Server' }).click();
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
    },
  },
  /** Both would complain of the same: said once, with the way to the other. Only one of them formats. */
  'the official extension beside this one is told, once, and does not format': {
    workspace: 'shop',
    adapt: installOfficial,
    async look(page, { reopen }) {
      await openFile(page, 'shop.wit');
      const told = notice(page, 'The extension WIT IDL is installed, too.');
      await told.waitFor({ timeout: 60_000 });
      await told.hover();
      await told.getByRole('button', { name: 'Show Extension' }).click();
      await page.locator('.extension-editor .name', { hasText: 'WIT IDL' }).waitFor({ timeout: 60_000 });
      await reopen();
      await openFile(page, 'shop.wit');
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await command(page, 'Notifications: Show Notifications');
      await page.locator('.notifications-center', { hasText: 'No New Notifications' }).waitFor({ timeout: 30_000 });
      await page.keyboard.press('Escape');
      await goTo(page, '4:99');
      await page.keyboard.type('      ');
      await page.locator('.statusbar-item', { hasText: 'Col 26' }).waitFor({ timeout: 30_000 });
      await command(page, 'Format Document');
      await goTo(page, '4:99');
      await page.locator('.statusbar-item', { hasText: 'Ln 4, Col 20' }).waitFor({ timeout: 30_000 });
      if (await page.locator('.view-line', { hasText: 'official' }).isVisible())
        throw new Error('the other has formatted');
    },
  },
};
