// The language status item: what the `{}` of the status bar says about the server. One item for all servers of a window.
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';

export interface StatusItem {
  readonly item: vscode.LanguageStatusItem;
  starting(): void;
  running(version: string | undefined): void;
  failed(): void;
}

export function statusItem(): StatusItem {
  const item = vscode.languages.createLanguageStatusItem('wit.server', { language: 'wit' });
  const output = { command: 'wit.showOutput', title: vscode.l10n.t('Show Output') };
  const restart = { command: 'wit.restartServer', title: vscode.l10n.t('Restart Server') };
  const show = (text: string, detail: string, busy: boolean): void => {
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = output;
  };
  item.name = vscode.l10n.t('WIT language server');
  return {
    item,
    starting: () => show('WIT', vscode.l10n.t('starting'), true),
    running: (version) => show('WIT', version === undefined ? vscode.l10n.t('ready') : version, false),
    failed: () => {
      show('WIT', vscode.l10n.t('the server has stopped'), false);
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.command = restart;
    },
  };
}

/** Shows the client's state until the client is disposed, crashes and automatic restarts included. */
export function followState(client: BaseLanguageClient, status: StatusItem): void {
  status.starting();
  client.onDidChangeState(({ newState }) => {
    switch (newState) {
      case State.Starting:
        status.starting();
        break;
      case State.Running:
        status.running(client.initializeResult?.serverInfo?.version);
        break;
      case State.Stopped:
      case State.StartFailed:
        status.failed();
        break;
    }
  });
}
