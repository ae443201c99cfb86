// A thin `vscode` for unit tests of the client (vitest.config.ts puts it in its place): what the client is told to show is
// remembered in `fake`, what a person answers comes from there. What only a window can show is tested in `test/editor`.

import {
  Disposable,
  EventEmitter,
  FileType,
  type Listener,
  type MarkdownString,
  Position,
  type Range,
  type Task,
  Uri,
  type WorkspaceEdit,
} from './vscode-values.ts';

export * from './vscode-values.ts';

export interface Document {
  readonly uri: Uri;
  readonly languageId: string;
  readonly lineCount: number;
  getText(): string;
}

export function document(uri: string, text = '', languageId = 'wit'): Document {
  return { uri: Uri.parse(uri), languageId, lineCount: text.split('\n').length, getText: () => text };
}

export interface Editor {
  readonly document: Document;
  readonly selection: { readonly active: Position };
  readonly decorations: Map<unknown, readonly { readonly range: Range; readonly hoverMessage?: MarkdownString }[]>;
  edits: [Range, string][];
  setDecorations(type: unknown, options: readonly { readonly range: Range }[]): void;
  edit(make: (builder: { replace(range: Range, text: string): void }) => void): Promise<boolean>;
}

export function editor(of: Document, line = 0, character = 0): Editor {
  const decorations: Editor['decorations'] = new Map();
  const edits: [Range, string][] = [];
  return {
    document: of,
    selection: { active: new Position(line, character) },
    decorations,
    edits,
    setDecorations: (type, options) => void decorations.set(type, options),
    edit: async (make) => {
      make({ replace: (range, text) => void edits.push([range, text]) });
      return true;
    },
  };
}

/** A question or a message, in the order in which they were shown. */
export interface Shown {
  readonly kind: 'information' | 'warning' | 'error' | 'pick' | 'input' | 'open' | 'save' | 'folder' | 'status';
  readonly text: string;
  readonly items: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

type Answer = (shown: Shown) => unknown;

interface Values {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

export interface Panel {
  title: string;
  readonly posted: Record<string, unknown>[];
  readonly webview: Record<string, unknown>;
  readonly revealed: unknown[];
  viewColumn: number | undefined;
  visible: boolean;
  /** Says this as the page. */
  say(message: unknown): unknown;
  reveal(...at: unknown[]): void;
  onDidDispose(listener: Listener<void>): Disposable;
  dispose(): void;
}

function panel(title: string): Panel {
  const messages = new EventEmitter<unknown>();
  const gone = new EventEmitter<void>();
  const posted: Record<string, unknown>[] = [];
  const revealed: unknown[] = [];
  const webview = {
    cspSource: 'vscode-webview:',
    asWebviewUri: (uri: Uri) => uri.with({ scheme: 'webview' }),
    onDidReceiveMessage: messages.event,
    postMessage: async (it: Record<string, unknown>) => posted.push(it) > 0,
  };
  return {
    title,
    posted,
    webview,
    revealed,
    viewColumn: undefined,
    visible: true,
    say: (it) => Promise.all([...messages.listeners].map((listener) => listener(it))),
    reveal: (...at) => void revealed.push(at),
    onDidDispose: gone.event,
    dispose: () => gone.fire(),
  };
}

function fresh() {
  return {
    commands: new Map<string, (...values: readonly unknown[]) => unknown>(),
    executed: [] as unknown[][],
    shown: [] as Shown[],
    /** What a person does with each kind of message or question; nothing where there is none. */
    answers: new Map<Shown['kind'], Answer>(),
    settings: new Map<string, Values>(),
    files: new Map<string, Uint8Array>(),
    types: new Map<string, number>(),
    folders: [] as { readonly uri: Uri; readonly name: string }[],
    documents: [] as Document[],
    opened: [] as unknown[][],
    edits: [] as WorkspaceEdit[],
    editorOf: new Map<string, Editor>(),
    active: undefined as Editor | undefined,
    visible: [] as Editor[],
    tab: undefined as unknown,
    trusted: true,
    extensions: new Set<string>(),
    clipboard: '',
    items: [] as Record<string, unknown>[],
    views: [] as Record<string, unknown>[],
    panels: [] as Panel[],
    providers: new Map<string, Record<string, (...values: never[]) => unknown>>(),
    terminals: [] as { options: { name: string; cwd: Uri }; sent: unknown[][]; shown: boolean }[],
    tasks: [] as Task[],
    channels: new Map<string, string[]>(),
    decorationTypes: [] as Record<string, unknown>[],
    languages: [] as unknown[][],
    onChange: new EventEmitter<{ document: Document; contentChanges: readonly unknown[] }>(),
    onVisible: new EventEmitter<void>(),
    onActive: new EventEmitter<void>(),
    onSettings: new EventEmitter<{ affectsConfiguration(key: string): boolean }>(),
    onSelection: new EventEmitter<{ textEditor: Editor }>(),
    onTrust: new EventEmitter<void>(),
    onTabs: new EventEmitter<void>(),
    onCreate: new EventEmitter<void>(),
  };
}

export const fake = fresh();

export function resetVscode(): void {
  Object.assign(fake, fresh());
}

async function ask(
  kind: Shown['kind'],
  text: string,
  items: readonly unknown[],
  options: object = {},
): Promise<unknown> {
  const shown: Shown = { kind, text, items, options: { ...options } };
  fake.shown.push(shown);
  return fake.answers.get(kind)?.(shown);
}

/** `message, …buttons` or `message, options, …buttons`. */
function message(kind: Shown['kind']) {
  return (text: string, ...rest: readonly unknown[]) => {
    const [first] = rest;
    const isOptions = typeof first === 'object';
    return ask(kind, text, isOptions ? rest.slice(1) : rest, isOptions ? (first ?? {}) : {});
  };
}

function remember<T extends object>(into: T[], it: T): T {
  into.push(it);
  return it;
}

function item(id: string): Record<string, unknown> {
  const made: Record<string, unknown> = { id, shown: false };
  return remember(fake.items, {
    ...made,
    show(this: Record<string, unknown>) {
      this.shown = true;
    },
    hide(this: Record<string, unknown>) {
      this.shown = false;
    },
    dispose(this: Record<string, unknown>) {
      this.shown = false;
    },
  });
}

function channel(name: string) {
  const lines: string[] = [];
  fake.channels.set(name, lines);
  const write = (text: string) => void lines.push(text);
  const show = () => void lines.push('(shown)');
  const replace = (text: string) => void lines.splice(0, lines.length, text);
  const clear = () => void lines.splice(0);
  const others = { append: write, appendLine: write, info: write, warn: write, error: write, replace, clear, show };
  return { name, ...others, hide: () => void lines.push('(hidden)'), dispose: () => void fake.channels.delete(name) };
}

export const window = {
  get activeTextEditor() {
    return fake.active;
  },
  get visibleTextEditors() {
    return fake.visible;
  },
  tabGroups: {
    get activeTabGroup() {
      return { activeTab: fake.tab === undefined ? undefined : { input: fake.tab } };
    },
    onDidChangeTabs: (it: Listener<void>) => fake.onTabs.event(it),
  },
  onDidChangeActiveTextEditor: (it: Listener<void>) => fake.onActive.event(it),
  onDidChangeVisibleTextEditors: (it: Listener<void>) => fake.onVisible.event(it),
  onDidChangeTextEditorSelection: (it: Listener<{ textEditor: Editor }>) => fake.onSelection.event(it),
  showInformationMessage: message('information'),
  showWarningMessage: message('warning'),
  showErrorMessage: message('error'),
  setStatusBarMessage: (text: string) => void ask('status', text, []),
  showQuickPick: (items: readonly unknown[], options: { title?: string; placeHolder?: string }) =>
    ask('pick', options.title ?? options.placeHolder ?? '', items, options),
  showInputBox: (options: { title?: string }) => ask('input', options.title ?? '', [], options),
  showOpenDialog: (options: object) => ask('open', '', [], options),
  showSaveDialog: (options: object) => ask('save', '', [], options),
  showWorkspaceFolderPick: () => ask('folder', '', []),
  showTextDocument: async (what: Uri | Document, options?: unknown) => {
    const uri = what instanceof Uri ? what : what.uri;
    fake.opened.push([uri.toString(), options]);
    const shown = editor(what instanceof Uri ? document(uri.toString()) : what);
    fake.editorOf.set(uri.toString(), shown);
    return shown;
  },
  createStatusBarItem: (id: string) => item(id),
  createTreeView: (id: string, { treeDataProvider }: { treeDataProvider: unknown }) =>
    remember(fake.views, {
      id,
      provider: treeDataProvider,
      reveal: async (...at: unknown[]) => fake.executed.push(['reveal', ...at]),
      dispose() {},
    }),
  createTextEditorDecorationType: (options: object) => remember(fake.decorationTypes, { ...options, dispose() {} }),
  createOutputChannel: channel,
  createTerminal: (options: { name: string; cwd: Uri }) => {
    const terminal = remember(fake.terminals, { options, sent: [] as unknown[][], shown: false });
    const show = () => {
      terminal.shown = true;
    };
    return { show, sendText: (...text: unknown[]) => void terminal.sent.push(text) };
  },
  createWebviewPanel: (_: string, title: string) => remember(fake.panels, panel(title)),
  registerWebviewPanelSerializer: (id: string, it: Record<string, () => unknown>) => provider(id, it),
  registerCustomEditorProvider: (id: string, it: Record<string, () => unknown>) => provider(id, it),
};

function provider(id: string, it: Record<string, (...values: never[]) => unknown>): Disposable {
  fake.providers.set(id, it);
  return new Disposable();
}

/** A panel as VS Code restores it. */
export function restoredPanel(title: string): Panel {
  return remember(fake.panels, panel(title));
}

export const workspace = {
  get isTrusted() {
    return fake.trusted;
  },
  get workspaceFolders() {
    return fake.folders.length === 0 ? undefined : fake.folders;
  },
  get textDocuments() {
    return fake.documents;
  },
  onDidChangeTextDocument: (it: Listener<{ document: Document; contentChanges: readonly unknown[] }>) =>
    fake.onChange.event(it),
  onDidChangeConfiguration: (it: Listener<{ affectsConfiguration(key: string): boolean }>) => fake.onSettings.event(it),
  onDidGrantWorkspaceTrust: (it: Listener<void>) => fake.onTrust.event(it),
  getWorkspaceFolder: (uri: Uri) => fake.folders.find((it) => `${uri.path}/`.startsWith(`${it.uri.path}/`)),
  asRelativePath: (uri: Uri) => {
    const folder = fake.folders.find((it) => uri.path.startsWith(`${it.uri.path}/`));
    return folder === undefined ? uri.path : uri.path.slice(folder.uri.path.length + 1);
  },
  getConfiguration: (section: string) => {
    const setting = (key: string) => fake.settings.get(`${section}.${key}`);
    return {
      get: (key: string, fallback?: unknown) =>
        setting(key)?.workspaceFolderValue ?? setting(key)?.workspaceValue ?? setting(key)?.globalValue ?? fallback,
      inspect: setting,
    };
  },
  fs: {
    stat: async (uri: Uri) => {
      const bytes = fake.files.get(uri.toString());
      const type = fake.types.get(uri.toString()) ?? (bytes === undefined ? undefined : FileType.File);
      if (type === undefined) throw new Error('no such file');
      return { type, size: bytes?.length ?? 0, mtime: 5 };
    },
    readFile: async (uri: Uri) => {
      const bytes = fake.files.get(uri.toString());
      if (bytes === undefined) throw new Error('no such file');
      return bytes;
    },
    readDirectory: async (uri: Uri) => {
      const inside = `${uri}/`;
      const all = new Map([...[...fake.files.keys()].map((it) => [it, FileType.File] as const), ...fake.types]);
      return [...all].filter(([it]) => it.startsWith(inside)).map(([it, type]) => [it.slice(inside.length), type]);
    },
    writeFile: async (uri: Uri, bytes: Uint8Array) => void fake.files.set(uri.toString(), bytes),
  },
  findFiles: async (include: string) =>
    [...fake.files.keys()].filter((it) => it.endsWith('.wit') && it.includes('/deps/') === include.includes('deps')),
  createFileSystemWatcher: () => ({ onDidCreate: (it: Listener<void>) => fake.onCreate.event(it), dispose() {} }),
  registerTextDocumentContentProvider: (id: string, it: Record<string, () => unknown>) => provider(id, it),
  openTextDocument: async (what: Uri | { language: string }) => {
    const uri = what instanceof Uri ? what : Uri.parse('untitled:Untitled-1');
    const open = fake.documents.find((it) => it.uri.toString() === uri.toString());
    return (
      open ?? document(uri.toString(), new TextDecoder().decode(fake.files.get(uri.toString()) ?? new Uint8Array()))
    );
  },
  applyEdit: async (edit: WorkspaceEdit) => {
    fake.edits.push(edit);
    for (const { uri, contents } of edit.created) fake.files.set(uri.toString(), contents);
    return true;
  },
};

export const commands = {
  registerCommand: (name: string, run: (...values: readonly unknown[]) => unknown) => {
    fake.commands.set(name, run);
    return new Disposable(() => fake.commands.delete(name));
  },
  executeCommand: async (name: string, ...values: readonly unknown[]) => {
    fake.executed.push([name, ...values]);
    return fake.commands.get(name)?.(...values);
  },
};

export const env = {
  remoteName: undefined,
  clipboard: {
    writeText: async (text: string) => {
      fake.clipboard = text;
    },
  },
};

export const languages = {
  createLanguageStatusItem: (id: string) => item(id),
  setTextDocumentLanguage: async (...it: unknown[]) => void fake.languages.push(it),
};

export const tasks = {
  registerTaskProvider: (id: string, it: Record<string, () => unknown>) => provider(id, it),
  executeTask: async (it: Task) => void fake.tasks.push(it),
};

export const extensions = {
  getExtension: (id: string) => (fake.extensions.has(id) ? { id } : undefined),
};
