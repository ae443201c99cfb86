// Contract changes on their way to a client: findings with links to old texts that it can open, repairs, and lists with
// the protocol's ranges.

import { type CodeAction, CodeActionKind, type Location, type WorkspaceEdit } from 'vscode-languageserver';
import { WeakPairMap } from '../base/memo.ts';
import { LineIndex } from '../base/text.ts';
import { joinUri } from '../base/uri.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { BASE_SCHEME } from '../contract/commit-host.ts';
import { IGNORE_FILE, type IgnoreFile } from '../contract/ignore-file.ts';
import type { Acceptance } from '../features/contracts/accepted.ts';
import type { ItemChange, Located, PackageChanges } from '../features/contracts/changes.ts';
import type { ContractFinding } from '../features/contracts/findings.ts';
import { contractFixes } from '../features/contracts/fixes.ts';
import { contractPasses } from '../features/contracts/passes.ts';
import { contractDiagnostics, oldLines } from '../features/contracts/report.ts';
import { REGISTRY_SCHEME } from '../registry/published-host.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { ContractChange, PackageContract } from './contract-protocol.ts';
import type { Session } from './session.ts';
import { settingsFor } from './settings.ts';

/** What has changed in a file since its base; nothing as long as no base is known. */
export function contractItems(session: Session, snapshot: Snapshot, uri: string): Diagnostic[] {
  const root = snapshot.rootOf(uri);
  if (root === undefined) return [];
  session.bases?.want([root]);
  session.bases?.remember(snapshot, root);
  const found = contractDiagnostics(snapshot, session.contractBases, uri, settingsFor(session, uri).semver);
  return found.map((it) => withLinks(session, it));
}

function withLinks(session: Session, it: Diagnostic): Diagnostic {
  const related = it.related.flatMap((place) => {
    const uri = shownUri(session, place.uri, place.lines);
    return uri === undefined ? [] : [{ ...place, uri }];
  });
  return { ...it, related };
}

/** Old texts by their lines, which many findings share: to store one is to hash it. */
const stored = new WeakPairMap<Session, LineIndex, string>();

/** Never a URI that the client cannot open. */
function shownUri(session: Session, uri: string, lines: LineIndex | undefined): string | undefined {
  const isOld = [BASE_SCHEME, REGISTRY_SCHEME].some((it) => uri.startsWith(`${it}:`));
  if (session.client.textDocumentContent || !isOld) return uri;
  if (lines === undefined) return undefined;
  const place = stored.get(session, lines) ?? session.store?.(uri, lines.text);
  if (place !== undefined) stored.set(session, lines, place);
  return place;
}

/** The repairs of contract changes where the span touches. */
export function contractActions(
  session: Session,
  {
    snapshot,
    uri,
    lines,
    span,
  }: {
    readonly snapshot: Snapshot;
    readonly uri: string;
    readonly lines: Parameters<Session['convert']['range']>[0];
    readonly span: { readonly start: number; readonly end: number };
  },
): CodeAction[] {
  const { convert } = session;
  const shown = contractItems(session, snapshot, uri);
  const about = (finding: ContractFinding): Pick<CodeAction, 'diagnostics'> => {
    const it = shown.find((one) => one.code === finding.code && one.span.start === finding.place?.span.start);
    return it === undefined ? {} : { diagnostics: [convert.diagnostic(snapshot, lines, it)] };
  };
  const repairs = contractFixes(snapshot, session.contractBases, uri, span).map(({ finding, fix }): CodeAction => {
    const edit = convert.workspaceEdit(snapshot, fix.edits);
    const isPreferred = fix.preferred === true;
    return { title: fix.title, kind: CodeActionKind.QuickFix, ...about(finding), isPreferred, edit };
  });
  const passes = contractPasses(snapshot, session.contractBases, uri, span).flatMap(
    ({ finding, file, top, text }): CodeAction[] => {
      if (file === undefined && !session.client.createsFiles) return [];
      const edit = ignoreFileEdit(session, file, joinUri(top, IGNORE_FILE), text);
      const title = `Ignore \`${finding.code}\` in \`${IGNORE_FILE}\``;
      return [{ title, kind: CodeActionKind.QuickFix, ...about(finding), edit }];
    },
  );
  return [...repairs, ...passes];
}

/** The whole text, in a file that is there or not. */
function ignoreFileEdit(
  { convert, client }: Session,
  file: IgnoreFile | undefined,
  place: string,
  text: string,
): WorkspaceEdit {
  const uri = convert.uri(file?.uri ?? place);
  const lines = new LineIndex(file?.text ?? '');
  const edits = [{ range: convert.range(lines, { start: 0, end: lines.text.length }), newText: text }];
  if (!client.createsFiles) return { changes: { [uri]: edits } };
  const create = file === undefined ? [{ kind: 'create' as const, uri }] : [];
  return { documentChanges: [...create, { textDocument: { uri, version: null }, edits }] };
}

export function packageJson(session: Session, snapshot: Snapshot, it: PackageChanges): PackageContract {
  const { place, baseVersion, version, required, base, changes, ...rest } = it;
  return {
    ...rest,
    baseVersion: baseVersion ?? null,
    version: version ?? null,
    required: required ?? null,
    base: { label: base.label, commit: base.commit ?? null, note: base.note ?? null },
    location: locationOf(session, snapshot, place),
    changes: changes.map((change) => changeJson(session, snapshot, change)),
  };
}

function changeJson(session: Session, snapshot: Snapshot, it: ItemChange): ContractChange {
  const { before, after, place, oldPlace, accepted, ...rest } = it;
  return {
    ...rest,
    accepted: accepted === undefined ? null : acceptanceJson(accepted),
    before: before ?? null,
    after: after ?? null,
    location: locationOf(session, snapshot, place),
    baseLocation: locationOf(session, snapshot, oldPlace),
  };
}

function acceptanceJson({ by, reason, owner, isNew }: Acceptance): NonNullable<ContractChange['accepted']> {
  return { by, reason, owner: owner ?? null, isNew };
}

function locationOf(session: Session, snapshot: Snapshot, place: Located | undefined): Location | null {
  if (place === undefined) return null;
  const { convert } = session;
  const lines = snapshot.lines(place.uri) ?? oldLines(session.contractBases, place.uri);
  const uri = lines === undefined ? undefined : shownUri(session, place.uri, lines);
  if (lines === undefined || uri === undefined) return null;
  return { uri: convert.uri(uri), range: convert.range(lines, place.span) };
}
