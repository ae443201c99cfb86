// The verdict in the status bar: on the package of the active editor, elsewhere the worst one of the workspace; where there is
// none, that the server is ready.
import * as vscode from 'vscode';
import type { ContractChanges } from '../../server/src/lsp/contract-protocol.ts';
import type { Level } from '../../server/src/semver/levels.ts';
import { type ContractSource, isContract } from './contract-source.ts';

/** No comparison was requested there. */
const SILENT: ReadonlySet<string> = new Set(['off', 'no-repository', 'no-git', 'unborn']);

/** The worst first. */
const LEVELS: readonly Level[] = ['major', 'dangerous', 'minor', 'patch', 'none'];

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
    const own = isContract(document) ? document.uri : undefined;
    const contracts = await this.#source.changes(own);
    if (round !== this.#round) return;
    if (own !== undefined) return this.#show(contracts);
    const changed = contracts.packages.filter((it) => it.changes.length > 0);
    const worst = changed.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)).slice(0, 1);
    if (worst.length > 0) return this.#show({ ...contracts, packages: worst });
    if (this.#source.isReady) this.#showReady();
    else this.#item.hide();
  }

  #showReady(): void {
    this.#item.text = '$(check) WIT';
    this.#item.tooltip = vscode.l10n.t('The WIT language server is ready. No contract changes are known.');
    this.#item.accessibilityInformation = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.show();
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
