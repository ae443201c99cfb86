// The values that `vscode.ts` has of the real `vscode`: classes and enumerations that only hold what they are given.

export type Listener<T> = (it: T) => unknown;

export class Disposable {
  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const it of all) it.dispose();
    });
  }
  constructor(readonly dispose: () => unknown = () => {}) {}
}

export class EventEmitter<T> {
  readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };
  fire(it: T): void {
    for (const listener of [...this.listeners]) listener(it);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

interface UriParts {
  readonly scheme: string;
  readonly authority?: string;
  readonly path: string;
  readonly query?: string;
}

export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  constructor({ scheme, authority = '', path, query = '' }: UriParts) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.query = query;
  }
  static parse(text: string): Uri {
    const [, scheme = '', authority = '', path = '', query = ''] =
      /^([\w+.-]+):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(text) ?? [];
    return new Uri({ scheme, authority, path: decodeURIComponent(path), query: decodeURIComponent(query) });
  }
  static file(path: string): Uri {
    return new Uri({ scheme: 'file', path });
  }
  static from(parts: UriParts): Uri {
    return new Uri(parts);
  }
  static joinPath(base: Uri, ...names: readonly string[]): Uri {
    const parts = base.path.split('/').filter((it) => it !== '');
    for (const name of names.join('/').split('/'))
      if (name === '..') parts.pop();
      else if (name !== '' && name !== '.') parts.push(name);
    return base.with({ path: `/${parts.join('/')}` });
  }
  get fsPath(): string {
    return this.path;
  }
  with(change: Partial<UriParts>): Uri {
    const { scheme, authority, path, query } = this;
    return new Uri({ scheme, authority, path, query, ...change });
  }
  toString(plain = false): string {
    const path = plain ? this.path : this.path.split('/').map(encodeURIComponent).join('/');
    const authority = this.authority !== '' || this.scheme === 'file' ? `//${this.authority}` : '';
    return `${this.scheme}:${authority}${path}${this.query === '' ? '' : `?${this.query}`}`;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...at: readonly number[] | readonly [Position, Position]) {
    const [a, b, c, d] = at;
    this.start = a instanceof Position ? a : new Position(a ?? 0, Number(b ?? 0));
    this.end = b instanceof Position ? b : new Position(Number(c ?? 0), Number(d ?? 0));
  }
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class MarkdownString {
  constructor(public value = '') {}
  appendText(text: string): this {
    this.value += text;
    return this;
  }
  appendCodeblock(text: string, language = ''): this {
    this.value += `\n\`\`\`${language}\n${text}\n\`\`\`\n`;
    return this;
  }
}

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState?: number,
  ) {}
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

export class TabInputCustom {
  constructor(
    readonly uri: Uri,
    readonly viewType: string,
  ) {}
}

export class ProcessExecution {
  constructor(
    readonly process: string,
    readonly args: readonly string[],
    readonly options: object,
  ) {}
}

export class Task {
  detail = '';
  constructor(
    readonly definition: object,
    readonly scope: object,
    readonly name: string,
    readonly source: string,
    readonly execution: ProcessExecution,
    readonly problemMatchers: string,
  ) {}
}

export class WorkspaceEdit {
  readonly created: { readonly uri: Uri; readonly contents: Uint8Array }[] = [];
  createFile(uri: Uri, { contents }: { readonly contents: Uint8Array }): void {
    this.created.push({ uri, contents });
  }
}

export const StatusBarAlignment = { Left: 1, Right: 2 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ViewColumn = { Active: -1, Beside: -2, One: 1 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const LogLevel = { Off: 0, Trace: 1 };
export const OverviewRulerLane = { Left: 1 };
export const version = '1.100.0';
export const l10n = {
  t: (text: string, ...values: readonly unknown[]) => text.replace(/\{(\d+)\}/g, (_, at) => String(values[Number(at)])),
};
