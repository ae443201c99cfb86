// An example page: a package with a dependency in CodeMirror, and the server in a worker. See README.md.

import { indentUnit } from '@codemirror/language';
import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  renameKeymap,
  serverCompletion,
  serverDiagnostics,
  signatureHelp,
} from '@codemirror/lsp-client';
import { EditorState } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';
import { wit } from './language.js';
import { Files, initializationOptions, startServer } from './server.js';
import { PageWorkspace } from './workspace.js';

const ROOT = 'file:///cart/wit';
const files = new Files([
  [
    `${ROOT}/cart.wit`,
    'package shop:cart@0.1.0;\n\ninterface cart {\n  use shop:money/types@1.0.0.{amount};\n  use lines.{line-item};\n\n  total: func(of: list<line-item>) -> amount;\n}\n\nworld app {\n  export cart;\n}\n',
  ],
  [`${ROOT}/lines.wit`, 'interface lines {\n  record line-item {\n    name: string,\n    count: u32,\n  }\n}\n'],
  [
    `${ROOT}/deps/money/money.wit`,
    'package shop:money@1.0.0;\n\ninterface types {\n  /// In the smallest unit of its currency.\n  type amount = u64;\n}\n',
  ],
]);

const url = document.documentElement.dataset.server;
const tabs = document.querySelector('nav');
const place = document.querySelector('main');
const views = new Map();
const buttons = new Map();

function show(uri, readOnly) {
  if (!views.has(uri)) open(uri, readOnly);
  for (const [name, { panel }] of views) panel.hidden = name !== uri;
  for (const [name, button] of buttons) button.setAttribute('aria-selected', `${name === uri}`);
  const { view } = views.get(uri);
  view.focus();
  return view;
}

/** The button of a file; what is only read gets one once it is shown. */
function tab(uri, readOnly) {
  if (!buttons.has(uri)) {
    const button = document.createElement('button');
    button.textContent = uri.slice(ROOT.length + 1);
    button.role = 'tab';
    button.onclick = () => show(uri, readOnly);
    tabs.append(button);
    buttons.set(uri, button);
  }
  return buttons.get(uri);
}

function open(uri, readOnly) {
  // CodeMirror's own element cannot be hidden.
  const panel = document.createElement('div');
  place.append(panel);
  const view = new EditorView({
    doc: client.workspace.getFile(uri)?.text ?? files.get(uri),
    parent: panel,
    extensions: [
      basicSetup,
      wit,
      indentUnit.of('  '),
      EditorView.contentAttributes.of({ 'aria-label': tab(uri, readOnly).textContent }),
      EditorState.readOnly.of(readOnly),
      client.plugin(uri, uri.endsWith('.wac') ? 'wac' : 'wit'),
    ],
  });
  views.set(uri, { view, panel });
}

const client = new LSPClient({
  rootUri: 'file:///cart',
  initializationOptions,
  workspace: (it) => new PageWorkspace(it, files, show),
  extensions: [
    // Names have hyphens: without this, typing one closes the list.
    serverCompletion({ validFor: /^%?[\w-]*$/ }),
    serverDiagnostics(),
    hoverTooltips(),
    signatureHelp(),
    keymap.of([...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
  ],
  timeout: 20_000,
});

let server = startServer(url, files);
client.connect(server);

document.querySelector('#restart').onclick = () => {
  client.disconnect();
  server.stop();
  server = startServer(url, files);
  client.connect(server);
};

for (const { uri } of client.workspace.files) tab(uri, false);
show(`${ROOT}/cart.wit`, false);

// For the console, and for the test that drives this page.
Object.assign(globalThis, { client, files, show, views });
