// Commands about contract changes: show them, open one beside its old text, choose what they are counted from, copy them.
import * as vscode from 'vscode';
import type { ContractChange } from '../../server/src/lsp/contract-protocol.ts';
import { type ContractSource, isContract, toRange } from './contract-source.ts';
import type { ContractTree } from './contract-tree.ts';
import type { Server } from './server.ts';

interface Parts {
  readonly source: ContractSource;
  readonly tree: ContractTree;
  readonly server: Server;
}

export function contractCommands({ source, tree, server }: Parts): vscode.Disposable[] {
  const runs = async (): Promise<boolean> => (await server.ready()) !== undefined;
  return [
    vscode.commands.registerCommand('wit.showContractChanges', async (uri?: string, item?: string | null) => {
      const shown = uri === undefined ? activeUri() : vscode.Uri.parse(uri);
      await tree.focus();
      if (await runs()) await tree.reveal(shown, item ?? undefined);
    }),
    vscode.commands.registerCommand('wit.openContractChange', async (change: ContractChange) => {
      if (await runs()) await openChange(source, change);
    }),
    // With the name of a base for key bindings; the empty one takes it back.
    vscode.commands.registerCommand('wit.chooseContractBase', async (base?: unknown) => {
      // Kept, and told to every server that comes up: nothing waits for one.
      if (typeof base === 'string') return source.choose(base === '' ? undefined : base);
      return (await runs()) ? chooseBase(source) : undefined;
    }),
    vscode.commands.registerCommand('wit.copyContractChanges', async () => {
      if (!(await runs())) return;
      const report = await source.report();
      if (report === undefined) {
        await vscode.window.showErrorMessage(vscode.l10n.t('The server did not report contract changes.'));
        return;
      }
      await vscode.env.clipboard.writeText(report);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Contract changes copied as Markdown'), 3000);
    }),
  ];
}

function activeUri(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return isContract(document) ? document.uri : undefined;
}

async function openChange(source: ContractSource, change: ContractChange): Promise<void> {
  const { location, baseLocation } = change;
  const selection = location === null ? undefined : toRange(location.range);
  const uri = location === null ? undefined : vscode.Uri.parse(location.uri);
  const old = baseLocation === null ? await oldUri(source, uri) : vscode.Uri.parse(baseLocation.uri);
  if (uri === undefined) {
    if (old === undefined) return;
    const range = baseLocation === null ? undefined : toRange(baseLocation.range);
    await vscode.window.showTextDocument(old, range === undefined ? {} : { selection: range });
    return;
  }
  const options: vscode.TextDocumentShowOptions = selection === undefined ? {} : { selection };
  if (old === undefined) {
    await vscode.window.showTextDocument(uri, options);
    return;
  }
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  await vscode.commands.executeCommand('vscode.diff', old, uri, vscode.l10n.t('{0} (contract changes)', name), options);
}

/** The old text of a file, where another change of the file leads there. */
async function oldUri(source: ContractSource, uri: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (uri === undefined) return undefined;
  const { packages } = await source.changes(uri);
  const other = packages
    .flatMap((it) => it.changes)
    .find((it) => it.baseLocation !== null && it.location?.uri === uri.toString());
  return other?.baseLocation == null ? undefined : vscode.Uri.parse(other.baseLocation.uri);
}

interface BaseItem extends vscode.QuickPickItem {
  readonly base?: string;
  readonly ask?: true;
}

async function chooseBase(source: ContractSource): Promise<void> {
  const uri = activeUri();
  const choices = await source.bases(uri);
  const current = source.chosen;
  const setting = vscode.workspace.getConfiguration('wit.semver', uri).get<string>('base', 'auto');
  const auto = choices.find((it) => it.kind === 'auto');
  const now = auto === undefined ? '' : vscode.l10n.t('now {0}', `${auto.label} · ${auto.commit.slice(0, 10)}`);
  const marked = (label: string, isChosen: boolean): string => (isChosen ? `$(check) ${label}` : label);
  const described = (...parts: readonly string[]): string => parts.filter((it) => it !== '').join(' · ');
  const items: BaseItem[] = [
    {
      label: marked(vscode.l10n.t('As the Setting Says'), current === undefined),
      description: described(`wit.semver.base: ${setting}`, setting === 'auto' ? now : ''),
    },
    ...choices.map(({ base, kind, commit }) => ({
      label: marked(base, base === current),
      description: kind === 'auto' ? now : described(kind, commit.slice(0, 10)),
      base,
    })),
    { label: vscode.l10n.t('Enter a Revision, Folder or File…'), ask: true },
  ];
  // What was typed is no branch, tag or commit of the list.
  if (current !== undefined && !choices.some((it) => it.base === current))
    items.splice(1, 0, { label: marked(current, true), base: current });
  const title = vscode.l10n.t('Choose Base for Contract Changes');
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  if (chosen === undefined) return;
  if (chosen.ask !== true) return source.choose(chosen.base);
  const typed = await vscode.window.showInputBox({ title, value: current ?? '', prompt: 'HEAD~3, v1.0.0, ./old' });
  if (typed !== undefined && typed.trim() !== '') await source.choose(typed.trim());
}
