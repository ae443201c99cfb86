// What is wrong in the `.wit-ignore.json` files of a workspace, shown in the files themselves.

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { LineIndex } from '../base/text.ts';
import { findingsIn } from '../features/contracts/report.ts';
import type { Session } from './session.ts';

export class IgnoreProblems {
  readonly #session: Session;
  /** What the client was sent last, by URI. */
  readonly #sent = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The bases, or the files, have changed. */
  refresh(): void {
    const found = this.#find();
    for (const uri of [...this.#sent.keys()]) if (!found.has(uri)) this.#send(uri, []);
    for (const [uri, diagnostics] of found) this.#send(uri, [...diagnostics.values()]);
  }

  #find(): Map<string, Map<string, Diagnostic>> {
    const { workspace, contractBases, convert } = this.#session;
    const snapshot = workspace.snapshot();
    const found = new Map<string, Map<string, Diagnostic>>();
    for (const [root, base] of contractBases.known) {
      if (base.kind === 'none' || base.ignores === undefined) continue;
      const { uri, text } = base.ignores;
      const lines = new LineIndex(text);
      const all = found.get(uri) ?? new Map<string, Diagnostic>();
      for (const it of findingsIn(snapshot, contractBases, root)?.problems ?? []) {
        if (it.uri !== uri) continue;
        const { message, span } = it;
        const range = convert.range(lines, span);
        const code = 'lint/invalid-suppression';
        all.set(`${span.start} ${message}`, {
          range,
          severity: DiagnosticSeverity.Error,
          source: 'wit',
          code,
          message,
        });
      }
      if (all.size > 0) found.set(uri, all);
    }
    return found;
  }

  #send(uri: string, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if (this.#sent.get(uri) === text) return;
    if (diagnostics.length === 0) this.#sent.delete(uri);
    else this.#sent.set(uri, text);
    const { connection, convert } = this.#session;
    void this.#session.send('diagnostics', () => connection.sendDiagnostics({ uri: convert.uri(uri), diagnostics }));
  }
}
