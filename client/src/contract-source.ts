// What the server says about contract changes, asked for again whenever they may have changed.
import * as vscode from 'vscode';
import { type BaseLanguageClient, type Range, State } from 'vscode-languageclient';
import {
  CONTRACT_REQUESTS,
  CONTRACTS_CHANGED,
  type ContractBase,
  type ContractChanges,
} from '../../server/src/lsp/contract-protocol.ts';
import type { Level } from '../../server/src/semver/levels.ts';

/** What a level is called, beside its icon or colour. */
export function levelName(level: Level): string {
  switch (level) {
    case 'major':
      return vscode.l10n.t('breaking');
    case 'dangerous':
      return vscode.l10n.t('dangerous');
    case 'minor':
      return vscode.l10n.t('additive');
    case 'patch':
      return vscode.l10n.t('cosmetic');
    case 'none':
      return '';
  }
}

const NOTHING: ContractChanges = { packages: [], uncompared: [] };
/** Milliseconds without a keystroke before anything is asked. */
const SILENCE = 250;
const CHOSEN = 'wit.contractBase';

export class ContractSource implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #state: vscode.Memento;
  readonly #listener: vscode.Disposable;
  #client: BaseLanguageClient | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId === 'wit' && contentChanges.length > 0) this.#schedule();
    });
  }

  /** From now on this client is asked. */
  follow(client: BaseLanguageClient): void {
    this.#client = client;
    client.onNotification(CONTRACTS_CHANGED, () => this.#schedule());
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return this.#schedule();
      const base = this.chosen;
      if (base !== undefined) void this.#ask(CONTRACT_REQUESTS.chooseBase, { base }, null);
      this.#schedule();
    });
  }

  get isReady(): boolean {
    return this.#client?.state === State.Running;
  }

  /** What a person chose in place of the setting, in this workspace. */
  get chosen(): string | undefined {
    return this.#state.get<string>(CHOSEN);
  }

  async choose(base: string | undefined): Promise<void> {
    await this.#state.update(CHOSEN, base);
    await this.#ask(CONTRACT_REQUESTS.chooseBase, { base: base ?? null }, null);
    this.#changed.fire();
  }

  /** Of one file's package, or of the whole workspace. */
  changes(uri?: vscode.Uri): Promise<ContractChanges> {
    return this.#ask(CONTRACT_REQUESTS.changes, this.#scope(uri), NOTHING);
  }

  /** As Markdown; undefined where the server did not answer. */
  report(uri?: vscode.Uri): Promise<string | undefined> {
    return this.#ask<string | undefined>(CONTRACT_REQUESTS.report, this.#scope(uri), undefined);
  }

  bases(uri?: vscode.Uri): Promise<readonly ContractBase[]> {
    return this.#ask<readonly ContractBase[]>(CONTRACT_REQUESTS.bases, this.#scope(uri), []);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #scope(uri: vscode.Uri | undefined): object {
    return uri === undefined ? {} : { textDocument: { uri: uri.toString() } };
  }

  /** A server that is away or too old has nothing to say. */
  async #ask<T>(method: string, params: object, fallback: T): Promise<T> {
    const client = this.#client;
    if (client?.state !== State.Running) return fallback;
    return client.sendRequest<T>(method, params).catch(() => fallback);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), SILENCE);
  }
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Is this a file whose package can be compared? */
export function isContract(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document?.languageId === 'wit' && document.uri.scheme === 'file';
}
