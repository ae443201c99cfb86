// What the desktop and the web entry share: the client's options, the commands, the status item, trust.
// Knows VS Code and nothing about where the server runs; whatever another editor could use belongs in the server.
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  type Location,
  type Position,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import { PUBLISHED_COMMANDS } from '../../server/src/lsp/published-protocol.ts';
import { binaryViews } from './binary.ts';
import { showContracts } from './contracts.ts';
import { Crashes } from './crashes.ts';
import { dependencyChecks } from './dependencies.ts';
import { documentationLinks } from './documentation.ts';
import { documentationPanel } from './documentation-panel.ts';
import { Faults } from './faults.ts';
import { type FindProgram, fetchDependencies } from './fetch.ts';
import { newPackageCommand } from './new-package.ts';
import { sayOfficial } from './official.ts';
import { diagnosticPages, pageLinks } from './pages.ts';
import { publishedCommands } from './published.ts';
import { statusReports } from './report.ts';
import { offerHelp, Server } from './server.ts';
import { setValues } from './set-values.ts';
import { followState, type StatusItem, statusItem } from './status.ts';
import { traceChannel } from './trace.ts';
import { WorldsChanged } from './webview.ts';
import { worldPreviews } from './world-preview.ts';

/** Makes a client for a server that is not started yet; called anew for every restart. */
export type Launch = (options: LanguageClientOptions) => BaseLanguageClient;

/** Set once by `activate`; `deactivate` has no other way to reach the server. */
let stopServer: (() => Promise<void>) | undefined;

/** What only one of the entries can do. */
export interface Entry {
  /** What it tells the server. */
  readonly told?: object;
  readonly findProgram?: FindProgram;
}

export function activate(context: vscode.ExtensionContext, launch: Launch, { told, findProgram }: Entry): void {
  const output = vscode.window.createOutputChannel('WIT Language Server', { log: true });
  const trace = traceChannel();
  const status = statusItem();
  const options = clientOptions(context, { output, trace, told });
  diagnosticPages(context);
  const server = new Server();
  const contracts = showContracts(context, server);
  const faults = new Faults();
  const report = statusReports(context, output, { source: contracts.source, faults });
  binaryViews(context, server);
  const follow = [
    server.follow,
    contracts.follow,
    report.follow,
    (client: BaseLanguageClient) => faults.follow(client),
    ...panels(context, server),
  ];
  const running = restartable((more) => launch({ ...options, ...more }), { status, output, faults, server, follow });
  stopServer = running.stop;
  context.subscriptions.push(
    output,
    trace,
    status.item,
    vscode.commands.registerCommand('wit.restartServer', running.restart),
    vscode.commands.registerCommand('wit.showOutput', () => output.show(true)),
    vscode.commands.registerCommand('wit.showReferences', showReferences),
    fetchDependencies(findProgram),
    newPackageCommand(),
    documentationLinks(server),
    dependencyChecks(server),
    ...publishedCommands(server),
    // Trust can only be gained while a window is open; the server learns it when it starts.
    vscode.workspace.onDidGrantWorkspaceTrust(running.restart),
  );
  void running.restart();
  void sayOfficial(context);
}

interface Told {
  readonly output: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly told: object | undefined;
}

function clientOptions(context: vscode.ExtensionContext, { output, trace, told }: Told): LanguageClientOptions {
  return {
    documentSelector: [
      { language: 'wit' },
      { language: 'wac' },
      { pattern: '**/{wkg,deps}.{toml,lock}' },
      { pattern: '**/wit-language-server.json' },
    ],
    diagnosticCollectionName: 'wit',
    outputChannel: output,
    traceOutputChannel: trace,
    middleware: {
      ...pageLinks,
      workspace: { configuration: (params) => setValues(params, context.extension.packageJSON) },
    },
    // A request that fails is in the log; a message box for each would be worse than the failure.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({
      trusted: vscode.workspace.isTrusted,
      showReferences: 'wit.showReferences',
      commands: [
        'wit.showContractChanges',
        'wit.fetchDependencies',
        'wit.checkDependencies',
        'wit.previewWorld',
        'wit.previewComposition',
        ...Object.values(PUBLISHED_COMMANDS),
        'editor.action.triggerSuggest',
      ],
      contractChanges: true,
      faults: true,
      grammar: true,
      ...told,
    }),
  };
}

/** Views beside the editor, which follow the text. */
function panels(context: vscode.ExtensionContext, server: Server): ((client: BaseLanguageClient) => void)[] {
  const worlds = new WorldsChanged();
  return [
    worlds.follow,
    worldPreviews(context, server, worlds.event),
    documentationPanel(context, server, worlds.event),
  ];
}

/** What a code lens asks for, in the protocol's words, said to VS Code in its own. */
async function showReferences(uri: string, at: Position, places: readonly Location[]): Promise<void> {
  const position = (it: Position): vscode.Position => new vscode.Position(it.line, it.character);
  const locations = places.map((it) => {
    const range = new vscode.Range(position(it.range.start), position(it.range.end));
    return new vscode.Location(vscode.Uri.parse(it.uri), range);
  });
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position(at), locations);
}

export async function deactivate(): Promise<void> {
  await stopServer?.();
}

/**
 * One server at a time, each behind a new client: a client whose start failed cannot be started again.
 * Restarts queue up, and wait only for the old server to go: one that hangs while it starts can be restarted too.
 */
function restartable(
  launch: (options: LanguageClientOptions) => BaseLanguageClient,
  {
    status,
    output,
    faults,
    server,
    follow,
  }: {
    readonly status: StatusItem;
    readonly output: vscode.LogOutputChannel;
    readonly faults: Faults;
    readonly server: Server;
    /** Told of every client before it starts. */
    readonly follow: readonly ((client: BaseLanguageClient) => void)[];
  },
): { restart: () => Promise<void>; stop: () => Promise<void> } {
  let client: BaseLanguageClient | undefined;
  let crashes: Crashes | undefined;
  let last = Promise.resolve();
  const queue = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work, work);
    return last;
  };
  const stop = async (): Promise<void> => {
    const old = client;
    client = undefined;
    crashes?.leave();
    if (old !== undefined) await stopClient(old, output);
  };
  const start = (): void => {
    const failed = (message: string): void => {
      if (client !== started) return;
      status.failed();
      server.failed();
      void offerHelp(message);
    };
    const errorHandler = new Crashes({
      again: () => faults.ended(),
      givenUp: () => failed(vscode.l10n.t('The WIT language server keeps stopping.')),
    });
    // What went wrong is said once, below.
    const started = launch({ errorHandler, initializationFailedHandler: () => false });
    client = started;
    crashes = errorHandler;
    started.onDidChangeState(({ newState }) => {
      if (newState === State.Running) errorHandler.cameUp();
    });
    followState(started, status);
    for (const tell of follow) tell(started);
    started.start().catch((error: unknown) => {
      output.error(`the server did not start: ${error}`);
      failed(vscode.l10n.t('The WIT language server did not start.'));
    });
  };
  const restart = (): Promise<void> => {
    server.coming();
    return queue(() => stop().then(start));
  };
  return { restart, stop: () => queue(stop) };
}

/** Returns after `patience` at the latest; a server that comes up later than that is still stopped then. */
async function stopClient(client: BaseLanguageClient, output: vscode.LogOutputChannel): Promise<void> {
  const patience = 3000;
  const started = client.state === State.Starting ? client.start() : Promise.resolve();
  const gone = started
    .then(() => client.dispose())
    .catch((error: unknown) => output.warn(`while stopping the server: ${error}`));
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, patience))]);
}
