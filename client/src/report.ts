// "WIT: Status": what a bug report needs, copied, and shown in the output channel.
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { SETTINGS, type SettingsResult } from '../../server/src/lsp/requests.ts';
import type { ContractSource } from './contract-source.ts';
import type { Faults } from './faults.ts';

export interface Report {
  /** Told of every client before it starts. */
  readonly follow: (client: BaseLanguageClient) => void;
}

export function statusReports(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  { source, faults }: { readonly source: ContractSource; readonly faults: Faults },
): Report {
  let current: BaseLanguageClient | undefined;
  let began = 0;
  let took: number | undefined;
  const report = async (): Promise<string> => {
    const facts = await factsOf(context, source, current, took);
    const text = reportOf([...facts, ['faults', faults.report()]]);
    await vscode.env.clipboard.writeText(text);
    output.info(`\n${text}`);
    const show = vscode.l10n.t('Show Output');
    const copied = vscode.l10n.t('The status of WIT was copied.');
    void vscode.window.showInformationMessage(copied, show).then((choice) => {
      if (choice === show) output.show(true);
    });
    return text;
  };
  context.subscriptions.push(vscode.commands.registerCommand('wit.status', report));
  return {
    follow: (client) => {
      current = client;
      began = Date.now();
      took = undefined;
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Starting) began = Date.now();
        if (newState === State.Running) took = Date.now() - began;
      });
    },
  };
}

async function factsOf(
  context: vscode.ExtensionContext,
  source: ContractSource,
  client: BaseLanguageClient | undefined,
  took: number | undefined,
): Promise<[name: string, value: string][]> {
  const asked = Date.now();
  const { packages, uncompared } = await source.changes();
  const compared = Date.now() - asked;
  const bases = packages.map(
    (it) => `${it.name} against ${it.base.label} @ ${it.base.commit?.slice(0, 10) ?? 'no commit'}`,
  );
  const settings = vscode.workspace.getConfiguration('wit');
  const base = `${settings.get('semver.base')}${source.chosen === undefined ? '' : `, chosen: ${source.chosen}`}`;
  const runtime =
    typeof process === 'undefined' ? 'browser' : `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString(true));
  return [
    ['extension', String(context.extension.packageJSON.version)],
    ['server', client?.initializeResult?.serverInfo?.version ?? 'not running'],
    ['VS Code', `${vscode.version}${vscode.env.remoteName === undefined ? '' : `, remote: ${vscode.env.remoteName}`}`],
    ['runtime', runtime],
    ['folders', folders.join(', ') || 'none'],
    ['trust', vscode.workspace.isTrusted ? 'trusted' : 'not trusted: no git, no programs'],
    ['base', [base, ...bases, ...uncompared.map((it) => it.message)].join('; ')],
    ...(await settingFacts(client)),
    ['timings', `server up in ${took === undefined ? '?' : `${took} ms`}, contract changes in ${compared} ms`],
  ];
}

/** Which value of each setting holds for the active file, and where it comes from. */
async function settingFacts(client: BaseLanguageClient | undefined): Promise<[name: string, value: string][]> {
  if (client?.state !== State.Running) return [];
  const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const params = uri === undefined ? null : { textDocument: { uri: uri.toString() } };
  const found = await client.sendRequest<SettingsResult>(SETTINGS, params).catch(() => undefined);
  if (found === undefined) return [];
  const lines = found.settings.map(({ key, value, from }) => `\n  - ${key}: ${JSON.stringify(value)} (${from})`);
  return [
    ['project files', found.files.join(', ') || 'none'],
    ['settings', lines.join('')],
  ];
}

function reportOf(facts: readonly (readonly [string, string])[]): string {
  return facts.map(([name, value]) => `- ${name}:${value.startsWith('\n') ? '' : ' '}${value}`).join('\n');
}
