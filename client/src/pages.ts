// The pages about diagnostics, which are shipped with the extension: a code in the Problems view leads to its page.
import * as vscode from 'vscode';
import type { Middleware, vsdiag } from 'vscode-languageclient';

const SCHEME = 'wit-docs';

type Pages = Readonly<Record<string, string>>;

/** Registers the pages as documents, and the command that shows one. */
export function diagnosticPages(context: vscode.ExtensionContext): void {
  let loading: Promise<Pages> | undefined;
  const pages = (): Promise<Pages> => {
    loading ??= readPages(vscode.Uri.joinPath(context.extensionUri, 'dist', 'pages.json'));
    return loading;
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: async ({ path }) => (await pages())[codeOf(path)] ?? '',
    }),
    vscode.commands.registerCommand('wit.explain', async (code?: string) => {
      const chosen = code ?? (await chooseCode(await pages()));
      if (chosen !== undefined) await show(chosen);
    }),
  );
}

async function readPages(uri: vscode.Uri): Promise<Pages> {
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
}

function codeOf(path: string): string {
  return path.replace(/^\//, '').replace(/\.md$/, '');
}

async function chooseCode(pages: Pages): Promise<string | undefined> {
  const items = Object.entries(pages).map(([label, page]) => ({ label, description: /^# (.*)/.exec(page)?.[1] ?? '' }));
  const title = vscode.l10n.t('Explain Diagnostic');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}

/** Rendered, beside the code; as text where Markdown cannot be rendered. */
async function show(code: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
  }
}

/** A code without an address on the web links to the shipped page. */
function linked(diagnostic: vscode.Diagnostic): void {
  const { code } = diagnostic;
  if (diagnostic.source !== 'wit' || typeof code !== 'string') return;
  const argument = encodeURIComponent(JSON.stringify([code]));
  diagnostic.code = { value: code, target: vscode.Uri.parse(`command:wit.explain?${argument}`) };
}

export const pageLinks: Middleware = onEveryDiagnostic(linked);

type Report = vsdiag.FullDocumentDiagnosticReport | vsdiag.UnchangedDocumentDiagnosticReport;

/** Middleware that calls `change` with every diagnostic before VS Code sees it. */
function onEveryDiagnostic(change: (diagnostic: vscode.Diagnostic) => void): Middleware {
  const changeAll = (reports: readonly Report[]): void => {
    for (const report of reports) if ('items' in report) for (const it of report.items) change(it);
  };
  return {
    handleDiagnostics(uri, diagnostics, next) {
      for (const it of diagnostics) change(it);
      next(uri, diagnostics);
    },
    async provideDiagnostics(document, previous, token, next) {
      const report = await next(document, previous, token);
      if (report) changeAll([report, ...Object.values(report.relatedDocuments ?? {})]);
      return report;
    },
    async provideWorkspaceDiagnostics(previous, token, reporter, next) {
      const report = await next(previous, token, (chunk) => {
        if (chunk !== null) changeAll(chunk.items);
        reporter(chunk);
      });
      if (report) changeAll(report.items);
      return report;
    },
  };
}
