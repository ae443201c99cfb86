// A page whose language server runs on the machine that served it, beside the files and git: editors/browser's parts, with
// files that come and go by HTTP (what socket.mjs answers).

import { indentUnit } from '@codemirror/language';
import {
  findReferencesKeymap,
  formatKeymap,
  jumpToDefinitionKeymap,
  LSPClient,
  renameKeymap,
  serverCompletion,
  serverDiagnostics,
} from '@codemirror/lsp-client';
import { EditorState } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';
import { wit } from './language.js';
import { connectServer } from './socket.js';
import { PageWorkspace } from './workspace.js';

const at = (uri) => `/file?uri=${encodeURIComponent(uri)}`;
const { root, opened } = await (await fetch('/project')).json();

/** What was read so far. */
const texts = new Map();
async function read(uri) {
  const answer = await fetch(at(uri));
  if (answer.ok) texts.set(uri, await answer.text());
  return answer.ok;
}
for (const uri of opened) await read(uri);

const views = new Map();
function show(uri, readOnly) {
  if (!views.has(uri)) {
    const panel = document.createElement('div');
    document.querySelector('main').append(panel);
    const view = new EditorView({
      doc: client.workspace.getFile(uri)?.text ?? texts.get(uri),
      parent: panel,
      extensions: [
        basicSetup,
        wit,
        indentUnit.of('  '),
        EditorView.contentAttributes.of({ 'aria-label': uri.split('/').at(-1) }),
        EditorState.readOnly.of(readOnly),
        client.plugin(uri, 'wit'),
      ],
    });
    views.set(uri, { view, panel });
  }
  for (const [name, { panel }] of views) panel.hidden = name !== uri;
  const { view } = views.get(uri);
  view.focus();
  return view;
}

class DiskWorkspace extends PageWorkspace {
  async displayFile(uri) {
    if (this.getFile(uri) === null && !texts.has(uri)) await read(uri);
    return super.displayFile(uri);
  }
}

const client = new LSPClient({
  rootUri: root,
  workspace: (it) => new DiskWorkspace(it, { uris: () => [...texts.keys()], get: (uri) => texts.get(uri) }, show),
  extensions: [
    serverCompletion({ validFor: /^%?[\w-]*$/ }),
    serverDiagnostics(),
    keymap.of([...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
  ],
  timeout: 20_000,
});

const url = `ws://${location.host}`;
let server = connectServer(url);
client.connect(server);

document.querySelector('#restart').onclick = () => {
  client.disconnect();
  server.stop();
  server = connectServer(url);
  client.connect(server);
};

async function save(uri) {
  client.sync();
  const answer = await fetch(at(uri), { method: 'PUT', body: client.workspace.getFile(uri).text.toString() });
  if (!answer.ok) throw new Error(`${uri} was not saved: ${answer.status}`);
  client.notification('textDocument/didSave', { textDocument: { uri } });
}

// For the test that drives this page.
Object.assign(globalThis, { client, save, show, views });
