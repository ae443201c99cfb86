#!/usr/bin/env node
// A stand-in for the `code` program, for the `vscodeExecutablePath` of @vscode/test-electron where no desktop VS Code can
// be had: runs the tests in the extension host of a real VS Code whose window is a page of Chromium.
// Environment: VSCODE_SERVER_ROOT (needed), VSCODE_SERVER_NODE, CHROMIUM, VSCODE_SHIM_TIMEOUT (seconds).
import { existsSync } from 'node:fs';
import { format } from 'node:util';
import { installExtension, makeProfile, removeProfile, startWindow } from './vscode-window.mjs';

const withValue = [
  'user-data-dir',
  'extensions-dir',
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'install-extension',
];
/** What VS Code logs without a file log, a watchdog or an account: nothing that these tests are about. */
const noise =
  /AgentHost|Chat(Model|SessionStore)|AccountPolicy|Ignoring fetching|builtin extensions cache|bindings file|watchdog|Service Worker|connection token|Creating a socket|workbench contribution/;

function readArguments(args) {
  const options = {};
  const positional = [];
  for (let i = 0; i < args.length; i++) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(args[i]) ?? [];
    if (name === undefined) positional.push(args[i]);
    else options[name] = value ?? (withValue.includes(name) ? args[++i] : true);
  }
  return { options, folder: positional.filter((it) => existsSync(it)).at(-1) };
}

const { options, folder } = readArguments(process.argv.slice(2));
const serverRoot = process.env.VSCODE_SERVER_ROOT;
if (serverRoot === undefined) throw new Error('VSCODE_SERVER_ROOT is not set');
const seconds = Number(process.env.VSCODE_SHIM_TIMEOUT ?? 180);
const profile = makeProfile({ userData: options['user-data-dir'], extensions: options['extensions-dir'] });
if (options['install-extension'] !== undefined) {
  installExtension(serverRoot, profile, options['install-extension']);
  removeProfile(profile);
  process.exit(0);
}
const window = await startWindow(serverRoot, profile);
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => window.close().finally(() => process.exit(98)));
}

let code = 99;
try {
  const { page, remote } = window;
  await page.exposeFunction('codeAutomationLog', (_, args) => {
    const line = format(...args);
    if (!noise.test(line)) console.log(line);
  });
  let end;
  const ended = new Promise((resolve, reject) => {
    end = resolve;
    setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000).unref();
    page.on('crash', () => reject(new Error('the page of the browser crashed')));
  });
  await page.exposeFunction('codeAutomationExit', (status) => end(status));
  const payload = ['extensionDevelopmentPath', 'extensionTestsPath']
    .filter((name) => options[name] !== undefined)
    .map((name) => [name, remote(options[name])]);
  await window.open(folder, payload);
  code = await ended;
} catch (error) {
  console.error(error);
} finally {
  await window.close();
  removeProfile(profile);
  process.exit(code);
}
