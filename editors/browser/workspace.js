// The files of a page as CodeMirror's language client sees them: all of a package are open, so that a rename reaches each of
// them, with an editor or without. What lies in `deps/` is opened to be read.

import { LSPPlugin, Workspace } from '@codemirror/lsp-client';
import { EditorState } from '@codemirror/state';

const languageOf = (uri) => (uri.endsWith('.wac') ? 'wac' : 'wit');

/** One file: what the server knows (`doc`), and the changes that it does not know yet if no editor has them. */
class OpenFile {
  version = 0;
  view = null;
  pending = null;

  constructor(uri, text) {
    this.uri = uri;
    this.languageId = languageOf(uri);
    this.doc = EditorState.create({ doc: text }).doc;
  }

  getView() {
    return this.view;
  }

  /** The text as it is now. */
  get text() {
    return this.view?.state.doc ?? this.pending?.apply(this.doc) ?? this.doc;
  }
}

export class PageWorkspace extends Workspace {
  /**
   * @param client the language client
   * @param files `Files` of server.js
   * @param {(uri: string, readOnly: boolean) => import('@codemirror/view').EditorView} show makes an editor for a file, or finds
   * it, and puts it in front of the user
   */
  constructor(client, files, show) {
    super(client);
    this.sources = files;
    this.show = show;
    this.files = files
      .uris()
      .filter((it) => /\.(wit|wac)$/.test(it) && !it.includes('/deps/'))
      .map((it) => new OpenFile(it, files.get(it)));
  }

  syncFiles() {
    const updates = [];
    for (const file of this.files) {
      const plugin = file.view && LSPPlugin.get(file.view);
      const changes = plugin ? plugin.unsyncedChanges : file.pending;
      if (changes === null || changes.empty) continue;
      updates.push({ file, prevDoc: file.doc, changes });
      file.doc = file.text;
      file.version += 1;
      file.pending = null;
      plugin?.clear();
    }
    return updates;
  }

  openFile(uri, languageId, view) {
    const known = this.getFile(uri);
    const file = known ?? new OpenFile(uri, view.state.doc.toString());
    file.view = view;
    if (known === null) this.files.push(file);
    // What was found before there was an editor was shown nowhere; who opens a file is told.
    else this.client.didClose(uri);
    this.client.didOpen(file);
  }

  closeFile(uri) {
    const file = this.getFile(uri);
    if (file === null) return;
    this.client.sync();
    file.view = null;
  }

  updateFile(uri, update) {
    const file = this.getFile(uri);
    if (file === null) return;
    if (file.view !== null) file.view.dispatch(update);
    else {
      const { changes } = EditorState.create({ doc: file.text }).update(update);
      file.pending = file.pending?.compose(changes) ?? changes;
      this.client.sync();
    }
  }

  async displayFile(uri) {
    if (this.getFile(uri) === null && this.sources.get(uri) === undefined) return null;
    return this.show(uri, this.getFile(uri) === null);
  }
}
