// Faults of the server: what fails in it, and its unexpected ends. The first of a window is one notification, from which the
// report for a bug is copied; all of them are in that report.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { FAULT, type Fault } from '../../server/src/lsp/requests.ts';

/** How many faults the report shows; how many lines of where each has happened. */
const SHOWN = 5;
const STACK = 6;

export class Faults {
  readonly #first: Fault[] = [];
  #count = 0;

  follow(client: BaseLanguageClient): void {
    client.onNotification(FAULT, (fault: Fault) => this.#add(fault, vscode.l10n.t('Everything else goes on.')));
  }

  /** The server has ended by itself, and starts again. */
  ended(): void {
    this.#add({ message: 'the server ended unexpectedly', stack: '' }, vscode.l10n.t('It was started again.'));
  }

  #add(fault: Fault, now: string): void {
    this.#count++;
    if (this.#first.length < SHOWN) this.#first.push(fault);
    if (this.#count === 1) void tell(fault, now);
  }

  /** For the report; `none` when nothing has failed. */
  report(): string {
    if (this.#count === 0) return 'none';
    const lines = this.#first.flatMap(({ message, stack }) => [
      `  - ${message.replace(/\s+/g, ' ')}`,
      // The first line of a stack says the message again.
      ...stack
        .split('\n')
        .filter((it) => /^\s+at /.test(it))
        .slice(0, STACK)
        .map((it) => `    ${it.trim()}`),
    ]);
    const more = this.#count - this.#first.length;
    return ['', ...lines, ...(more === 0 ? [] : [`  - and ${more} more`])].join('\n');
  }
}

async function tell({ message }: Fault, now: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Report');
  const show = vscode.l10n.t('Show Output');
  const text = vscode.l10n.t('A fault of the WIT language server: {0}. {1}', message, now);
  const choice = await vscode.window.showErrorMessage(text, copy, show);
  if (choice === copy) await vscode.commands.executeCommand('wit.status');
  if (choice === show) await vscode.commands.executeCommand('wit.showOutput');
}
