// What the client said it can do, asked once and kept as plain facts.

import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { Encoding } from '../base/text.ts';

export interface Client {
  readonly encoding: Encoding;
  /** It asks for diagnostics, and asks again when told to; then none are sent unasked. */
  readonly pullsDiagnostics: boolean;
  /** An answer about one file may bring findings of others. */
  readonly relatesDiagnostics: boolean;
  /** What it asks for again when told to. */
  readonly refreshes: Readonly<Record<'diagnostics' | 'hints' | 'lenses' | 'tokens', boolean>>;
  /** A command of the client that takes a URI, a position and locations, and shows these. */
  readonly showReferences: string | undefined;
  /** It opens a document when asked to. */
  readonly showsDocuments: boolean;
  readonly diagnostics: {
    readonly related: boolean;
    readonly links: boolean;
    readonly tags: boolean;
  };
  /** It answers `workspace/configuration`. */
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasFolders: boolean;
  readonly showsProgress: boolean;
  readonly completion: {
    readonly snippets: boolean;
    /** It can tell what was typed of a word from the whole word. */
    readonly insertReplace: boolean;
    readonly tags: boolean;
    readonly labelDetails: boolean;
    readonly markdown: boolean;
  };
  /** Where it shows Markdown; elsewhere, and where it does not say, it is sent plain text. */
  readonly markdown: Readonly<Record<'hover' | 'signature', boolean>>;
  /** Links may say what they lead to. */
  readonly linkTooltips: boolean;
  /** It takes code actions, not commands only. */
  readonly codeActions: boolean;
  /** It shows documents that the server makes (`workspace/textDocumentContent`). */
  readonly textDocumentContent: boolean;
  /** Edits may make files. */
  readonly createsFiles: boolean;
  /** Edits may delete files. */
  readonly deletesFiles: boolean;
  /** It saves the files of an edit that says that it is one of many files. */
  readonly savesEdits: boolean;
  /** It moves files as part of an edit. */
  readonly movesFiles: boolean;
  /** Symbols may stand inside symbols. */
  readonly nestedSymbols: boolean;
  /** Only whole lines fold. */
  readonly foldsLines: boolean;
  /** It asks whether something can be renamed before a person types the new name. */
  readonly preparesRename: boolean;
  /** Edits may say what they are about. */
  readonly annotatesEdits: boolean;
  /** Edits may name the version of the file they are for. */
  readonly documentChanges: boolean;
  /** It may send changes in another order than they were made in (`ChangeOrder`). */
  readonly shufflesChanges: boolean;
  /** It says that the workspace may not be trusted: no program runs. */
  readonly trusted: boolean;
  /** It has a list of contract changes and wants to hear when it may have changed. */
  readonly showsContracts: boolean;
  /** It wants to hear of each fault of the server, and tells its user itself. */
  readonly hearsFaults: boolean;
  /** It has a grammar that colours everything but the meaning of names. */
  readonly hasGrammar: boolean;
  /** Commands of its own that the server may name, by the initialization option `commands`. */
  readonly commands: ReadonlySet<string>;
}

const ENCODINGS: readonly string[] = ['utf-16', 'utf-8', 'utf-32'] satisfies Encoding[];

export function clientOf({ capabilities, clientInfo, initializationOptions }: InitializeParams): Client {
  const { workspace, textDocument, window, general } = capabilities;
  const completion = textDocument?.completion?.completionItem;
  const pull = textDocument?.diagnostic;
  const push = textDocument?.publishDiagnostics;
  const refreshesDiagnostics = refreshesDiagnosticsOf(workspace);
  // These need `documentChanges`, which Neovim takes and does not announce; for edits alone, what is announced counts.
  const operations: readonly string[] = workspace?.workspaceEdit?.resourceOperations ?? [];
  const documentChanges = workspace?.workspaceEdit?.documentChanges === true;
  return {
    encoding: encodingOf(general?.positionEncodings),
    pullsDiagnostics: pull !== undefined && refreshesDiagnostics,
    relatesDiagnostics: pull?.relatedDocumentSupport === true,
    refreshes: {
      diagnostics: refreshesDiagnostics,
      hints: workspace?.inlayHint?.refreshSupport === true,
      lenses: workspace?.codeLens?.refreshSupport === true,
      tokens: workspace?.semanticTokens?.refreshSupport === true,
    },
    showReferences: commandOf(initializationOptions),
    showsDocuments: window?.showDocument?.support === true,
    diagnostics: {
      related: (pull?.relatedInformation ?? push?.relatedInformation) === true,
      links: (pull?.codeDescriptionSupport ?? push?.codeDescriptionSupport) === true,
      tags: (pull?.tagSupport ?? push?.tagSupport) !== undefined,
    },
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    completion: {
      snippets: completion?.snippetSupport === true,
      insertReplace: completion?.insertReplaceSupport === true,
      tags: completion?.tagSupport !== undefined,
      labelDetails: completion?.labelDetailsSupport === true,
      markdown: completion?.documentationFormat?.includes('markdown') === true,
    },
    markdown: {
      hover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
      signature: textDocument?.signatureHelp?.signatureInformation?.documentationFormat?.includes('markdown') === true,
    },
    linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    textDocumentContent: workspace?.textDocumentContent !== undefined,
    createsFiles: operations.includes('create'),
    deletesFiles: operations.includes('delete'),
    savesEdits: workspace?.workspaceEdit?.metadataSupport === true,
    movesFiles: operations.includes('rename'),
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    foldsLines: textDocument?.foldingRange?.lineFoldingOnly === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    annotatesEdits: documentChanges && workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    documentChanges,
    shufflesChanges: clientInfo?.name === 'helix',
    trusted: optionsOf(initializationOptions).trusted !== false,
    showsContracts: optionsOf(initializationOptions).contractChanges === true,
    hearsFaults: optionsOf(initializationOptions).faults === true,
    hasGrammar: optionsOf(initializationOptions).grammar === true,
    commands: new Set(stringsOf(optionsOf(initializationOptions).commands)),
  };
}

/** Some clients, Helix among them, spell the capability in the singular. */
function refreshesDiagnosticsOf(workspace: ClientCapabilities['workspace']): boolean {
  const { diagnostics, diagnostic } = (workspace ?? {}) as Readonly<
    Record<'diagnostics' | 'diagnostic', { readonly refreshSupport?: unknown } | undefined>
  >;
  return diagnostics?.refreshSupport === true || diagnostic?.refreshSupport === true;
}

function commandOf(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null || !('showReferences' in options)) return undefined;
  return typeof options.showReferences === 'string' ? options.showReferences : undefined;
}

function optionsOf(value: unknown): {
  readonly trusted?: unknown;
  readonly contractChanges?: unknown;
  readonly faults?: unknown;
  readonly grammar?: unknown;
  readonly commands?: unknown;
} {
  return typeof value === 'object' && value !== null ? value : {};
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}

/** The client's first choice that we know; every client knows UTF-16. */
function encodingOf(liked: NonNullable<ClientCapabilities['general']>['positionEncodings']): Encoding {
  return (liked ?? []).find((it): it is Encoding => ENCODINGS.includes(it)) ?? 'utf-16';
}

/** The folders that are open, in whichever of three ways the client says so. */
export function foldersOf(params: InitializeParams): string[] {
  if (params.workspaceFolders != null) return params.workspaceFolders.map((folder) => folder.uri);
  return params.rootUri == null ? [] : [params.rootUri];
}
