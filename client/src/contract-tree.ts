// "Contract Changes" in the source control view: package, interface, change.
import * as vscode from 'vscode';
import type { ContractChange, ContractChanges, PackageContract } from '../../server/src/lsp/contract-protocol.ts';
import type { Level } from '../../server/src/semver/levels.ts';
import { type ContractSource, levelName } from './contract-source.ts';

interface PackageNode {
  readonly kind: 'package';
  readonly changes: PackageContract;
}

/** An interface or world. */
interface OwnerNode {
  readonly kind: 'owner';
  readonly name: string;
  readonly parent: PackageNode;
  readonly changes: readonly ContractChange[];
}

interface ChangeNode {
  readonly kind: 'change';
  readonly change: ContractChange;
  readonly parent: PackageNode | OwnerNode;
}

interface NoticeNode {
  readonly kind: 'notice';
  readonly message: string;
}

export type ContractNode = PackageNode | OwnerNode | ChangeNode | NoticeNode;

const ORDER: readonly Level[] = ['major', 'dangerous', 'minor', 'patch', 'none'];

const ICONS: Readonly<Record<Level, vscode.ThemeIcon>> = {
  major: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  dangerous: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  minor: new vscode.ThemeIcon('diff-added', new vscode.ThemeColor('gitDecoration.addedResourceForeground')),
  patch: new vscode.ThemeIcon('circle-small'),
  none: new vscode.ThemeIcon('info'),
};

export class ContractTree implements vscode.TreeDataProvider<ContractNode>, vscode.Disposable {
  readonly #source: ContractSource;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<ContractNode>;
  readonly #listeners: readonly vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(source: ContractSource) {
    this.#source = source;
    this.#view = vscode.window.createTreeView('wit.contractChanges', { treeDataProvider: this, showCollapseAll: true });
    this.#listeners = [source.onDidChange(() => this.#changed.fire(undefined))];
  }

  dispose(): void {
    for (const it of [this.#view, this.#changed, ...this.#listeners]) it.dispose();
  }

  async focus(): Promise<void> {
    await vscode.commands.executeCommand('wit.contractChanges.focus');
  }

  /** Shows the package of a file, or one of its interfaces. */
  async reveal(uri: vscode.Uri | undefined, item: string | undefined): Promise<void> {
    if (uri === undefined) return;
    const [changes] = (await this.#source.changes(uri)).packages;
    if (changes === undefined) return;
    const parent: PackageNode = { kind: 'package', changes };
    const owner = childrenOf(parent).find((it) => it.kind === 'owner' && it.name === item);
    await this.#view.reveal(owner ?? parent, { expand: true, focus: true });
  }

  async getChildren(node?: ContractNode): Promise<ContractNode[]> {
    if (node !== undefined) return childrenOf(node);
    const contracts = await this.#source.changes();
    this.#view.badge = badgeOf(contracts);
    const bases = [...new Set(contracts.packages.map((it) => it.base.label))];
    const others = bases.length > 2 ? ` +${bases.length - 2}` : '';
    // Beside the title.
    this.#view.description =
      bases.length === 0 ? '' : vscode.l10n.t('since {0}', bases.slice(0, 2).join(', ') + others);
    return rootsOf(contracts);
  }

  getParent(node: ContractNode): ContractNode | undefined {
    return node.kind === 'owner' || node.kind === 'change' ? node.parent : undefined;
  }

  getTreeItem(node: ContractNode): vscode.TreeItem {
    switch (node.kind) {
      case 'package':
        return packageItem(node);
      case 'owner':
        return ownerItem(node);
      case 'change':
        return changeItem(node);
      case 'notice': {
        const item = new vscode.TreeItem(node.message);
        item.iconPath = ICONS.none;
        item.tooltip = node.message;
        return item;
      }
    }
  }
}

function rootsOf({ packages, uncompared }: ContractChanges): ContractNode[] {
  const changed = packages.filter((it) => it.changes.length > 0 || it.stale);
  const notices = uncompared
    .filter(({ reason }) => reason !== 'off')
    .map(({ message }): ContractNode => ({ kind: 'notice', message }));
  return [...changed.map((changes): ContractNode => ({ kind: 'package', changes })), ...notices];
}

function badgeOf({ packages }: ContractChanges): vscode.ViewBadge | undefined {
  const value = packages
    .filter((it) => !it.covered)
    .flatMap((it) => it.changes)
    .filter((it) => it.level === 'major' && !it.suppressed).length;
  return value === 0 ? undefined : { value, tooltip: vscode.l10n.t('{0} breaking contract changes', value) };
}

function childrenOf(node: ContractNode): ContractNode[] {
  if (node.kind === 'owner') return sorted(node.changes).map((change) => ({ kind: 'change', change, parent: node }));
  if (node.kind !== 'package') return [];
  const owners = new Map<string, ContractChange[]>();
  const own: ContractNode[] = [];
  for (const change of sorted(node.changes.changes)) {
    const owner = ownerOf(change);
    if (owner === undefined) own.push({ kind: 'change', change, parent: node });
    else owners.set(owner, [...(owners.get(owner) ?? []), change]);
  }
  const groups = [...owners].map(([name, changes]): ContractNode => ({ kind: 'owner', name, parent: node, changes }));
  return [...own, ...groups];
}

/** Undefined for what is about the package: its own name is no path of items. */
function ownerOf({ item }: ContractChange): string | undefined {
  return /^[^.:@/]+(?=\.|$)/.exec(item)?.[0];
}

function sorted(changes: readonly ContractChange[]): ContractChange[] {
  return [...changes].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

function packageItem({ changes }: PackageNode): vscode.TreeItem {
  const { name, verdict, required, covered, base, version, level, stale } = changes;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${name}@${version ?? ''}`;
  const needs = required === null || covered ? '' : ` → ${required}`;
  item.description = `${verdict}${needs}`;
  item.iconPath = new vscode.ThemeIcon('package', covered ? undefined : ICONS[level].color);
  const commit = base.commit === null ? '' : ` @ ${base.commit.slice(0, 10)}`;
  const lines = [vscode.l10n.t('Compared with {0}', `${base.label}${commit}`), base.note ?? ''];
  if (stale) lines.push(vscode.l10n.t('The package has errors: this is the state before them.'));
  item.tooltip = lines.filter((it) => it !== '').join('\n');
  return item;
}

function ownerItem({ name, changes, parent }: OwnerNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${parent.changes.name}@${parent.changes.version ?? ''}/${name}`;
  const worst = ORDER.find((level) => changes.some((it) => it.level === level)) ?? 'none';
  item.iconPath = new vscode.ThemeIcon('symbol-interface', ICONS[worst].color);
  item.description = levelName(worst);
  return item;
}

function changeItem({ change, parent }: ChangeNode): vscode.TreeItem {
  // Below its owner, an item needs no path.
  const within = parent.kind === 'owner' ? `${parent.name}.` : '';
  const name = change.item.startsWith(within) ? change.item.slice(within.length) : change.item;
  const item = new vscode.TreeItem(`${name}: ${change.message.replaceAll('`', '')}`);
  item.iconPath = ICONS[change.level];
  item.tooltip = new vscode.MarkdownString(`\`semver/${change.kind}\``).appendCodeblock(diffText(change), 'diff');
  const who = [...new Set([...change.breaks.importers, ...change.breaks.implementers])];
  if (who.length > 0) item.tooltip.appendText(vscode.l10n.t('Breaks in this workspace: {0}', who.join(', ')));
  const { accepted } = change;
  if (accepted !== null) item.tooltip.appendText(`\n${acceptedText(accepted)}`);
  // Not by its icon alone.
  item.description = accepted === null ? levelName(change.level) : acceptedText(accepted);
  item.command = { command: 'wit.openContractChange', title: vscode.l10n.t('Open Changes'), arguments: [change] };
  return item;
}

/** Who accepts a change, and why; that it is this very change which does, first. */
function acceptedText({ reason, owner, isNew }: NonNullable<ContractChange['accepted']>): string {
  const by = owner === null ? '' : ` (${owner})`;
  return isNew
    ? vscode.l10n.t('accepted in this change: {0}', `${reason}${by}`)
    : vscode.l10n.t('accepted: {0}', `${reason}${by}`);
}

export function diffText({ before, after }: ContractChange): string {
  return [before === null ? '' : `- ${before}`, after === null ? '' : `+ ${after}`]
    .filter((it) => it !== '')
    .join('\n');
}
