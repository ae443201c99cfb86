// What commands know of the server: a command that needs it waits while it comes up, and says so where it does not.
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';

/** Milliseconds that a command waits for a server. One that takes longer is more likely to hang than to come. */
const PATIENCE = 15_000;

export class Server {
  readonly #waiting = new Set<() => void>();
  #client: BaseLanguageClient | undefined;
  #failed = false;

  /** Another server was asked for: the one that runs, if any, is about to go. */
  coming(): void {
    this.#client = undefined;
    this.#failed = false;
  }

  /** Told of every client before it starts. */
  readonly follow = (client: BaseLanguageClient): void => {
    this.#client = client;
    this.#failed = false;
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      this.#failed = newState === State.StartFailed;
      this.#look();
    });
  };

  /** It does not run, and is not started again by itself. */
  failed(): void {
    this.#failed = true;
    this.#look();
  }

  /** A client whose server runs. Undefined where there is none, also after `PATIENCE`: then a message with a button was shown. */
  async ready(): Promise<BaseLanguageClient | undefined> {
    if (!this.#isDecided) {
      const decided = this.#decided();
      vscode.window.setStatusBarMessage(vscode.l10n.t('Waiting for the WIT language server…'), decided);
      await decided;
    }
    if (this.#client?.state === State.Running) return this.#client;
    const message = this.#failed
      ? vscode.l10n.t('The WIT language server is not running.')
      : vscode.l10n.t('The WIT language server has not come up yet.');
    // The command ends; the message stays until it is answered.
    void offerHelp(message);
    return undefined;
  }

  get #isDecided(): boolean {
    return this.#failed || this.#client?.state === State.Running;
  }

  #look(): void {
    if (!this.#isDecided) return;
    for (const tell of [...this.#waiting]) tell();
  }

  #decided(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, PATIENCE);
      this.#waiting.add(done);
    });
  }
}

/** An error message with what a person can do about the server. */
export async function offerHelp(message: string): Promise<void> {
  const show = vscode.l10n.t('Show Output');
  const restart = vscode.l10n.t('Restart Server');
  const choice = await vscode.window.showErrorMessage(message, show, restart);
  if (choice === show) await vscode.commands.executeCommand('wit.showOutput');
  if (choice === restart) await vscode.commands.executeCommand('wit.restartServer');
}
