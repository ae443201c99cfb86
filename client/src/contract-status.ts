// The verdict on the package of the active editor, in the status bar.
import * as vscode from 'vscode';
import type { ContractChanges } from '../../server/src/lsp/contract-protocol.ts';
import { type ContractSource, isContract } from './contract-source.ts';

/** Nobody asked for a comparison there. */
const SILENT: ReadonlySet<string> = new Set(['off', 'no-repository', 'no-git', 'unborn']);

export class ContractStatus implements vscode.Disposable {
  readonly #source: ContractSource;
  readonly #item = vscode.window.createStatusBarItem('wit.contracts', vscode.StatusBarAlignment.Left, 0);
  readonly #listeners: readonly vscode.Disposable[];
  #round = 0;

  constructor(source: ContractSource) {
    this.#source = source;
    this.#item.name = vscode.l10n.t('WIT contract changes');
    this.#item.command = 'wit.showContractChanges';
    const update = (): void => void this.#update();
    this.#listeners = [source.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update)];
    update();
  }

  dispose(): void {
    for (const it of [this.#item, ...this.#listeners]) it.dispose();
  }

  async #update(): Promise<void> {
    const round = ++this.#round;
    const document = vscode.window.activeTextEditor?.document;
    if (!isContract(document)) return this.#item.hide();
    const contracts = await this.#source.changes(document.uri);
    if (round === this.#round) this.#show(contracts);
  }

  #show({ packages: [first], uncompared: [reason] }: ContractChanges): void {
    if (first !== undefined) {
      const { verdict, required, covered, base, level, note } = { ...first, note: first.base.note };
      this.#item.text = `$(git-compare) ${verdict}${required === null || covered ? '' : ` → ${required}`}`;
      this.#item.tooltip = [vscode.l10n.t('{0} against {1}', first.name, base.label), note ?? ''].join('\n').trim();
      const needs = required === null || covered ? '' : vscode.l10n.t(', needs version {0}', required);
      const label = vscode.l10n.t('WIT contract changes of {0}: {1}{2}', first.name, verdict, needs);
      this.#item.accessibilityInformation = { label, role: 'button' };
      const loud = level === 'major' && !covered;
      this.#item.backgroundColor = loud ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      return this.#item.show();
    }
    if (reason === undefined || SILENT.has(reason.reason)) return this.#item.hide();
    this.#item.text = `$(git-compare) ${vscode.l10n.t('not compared')}`;
    this.#item.tooltip = reason.message;
    this.#item.accessibilityInformation = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }
}
