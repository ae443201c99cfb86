// Colours: of a document, of a range, and what changed since the last answer.

import {
  type CancellationToken,
  type Range,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensDeltaParams,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import type { LineIndex } from '../../base/text.ts';
import {
  isSyntax,
  type SemanticToken,
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
} from '../../features/semantic-tokens.ts';
import { isComposition } from '../compositions.ts';
import type { Session } from '../session.ts';
import { compositionTokens } from './composition-hints.ts';
import { type Row, row } from './row.ts';

export const SEMANTIC_TOKENS_ROWS: readonly Row[] = [
  row(
    SemanticTokensRequest.type,
    () => ({
      semanticTokensProvider: {
        legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
        full: { delta: true },
        range: true,
      },
    }),
    async (session, params, token) => {
      const found = await colouredFile(session, params.textDocument.uri, token);
      return found === undefined ? null : remembered(session, found);
    },
  ),
  row(SemanticTokensDeltaRequest.type, () => ({}), delta),
  row(
    SemanticTokensRangeRequest.type,
    () => ({}),
    async (session, params, token) => {
      const found = await colouredFile(session, params.textDocument.uri, token, params.range);
      return found === undefined ? null : { data: encoded(session, found) };
    },
  ),
];

interface Coloured {
  readonly uri: string;
  readonly lines: LineIndex;
  readonly tokens: readonly SemanticToken[];
}

/** What the client's own grammar colours does not change its colour when the server has started. */
async function colouredFile(
  session: Session,
  uri: string,
  token: CancellationToken,
  range?: Range,
): Promise<Coloured | undefined> {
  const found = isComposition(uri)
    ? await compositionTokens(session, uri, range)
    : await witTokens(session, uri, token, range);
  if (found === undefined || !session.client.hasGrammar) return found;
  return { ...found, tokens: found.tokens.filter((it) => !isSyntax(it)) };
}

async function witTokens(
  session: Session,
  asked: string,
  token: CancellationToken,
  range?: Range,
): Promise<Coloured | undefined> {
  const file = await session.file(asked, token);
  if (file === undefined) return undefined;
  const { snapshot, uri, lines } = file;
  const span = range === undefined ? undefined : session.convert.span(lines, range);
  return { uri, lines, tokens: semanticTokens(snapshot, uri, span) };
}

interface Answered {
  readonly resultId: string;
  readonly data: number[];
}

/** Maximum number of files whose last answer is kept. */
const MAX_KEPT = 50;

const answers = new WeakMap<Session, Map<string, Answered>>();
let results = 0;

function remembered(session: Session, file: Coloured): SemanticTokens {
  const kept = answers.get(session) ?? new Map<string, Answered>();
  answers.set(session, kept);
  const answer = { resultId: `${++results}`, data: encoded(session, file) };
  kept.delete(file.uri);
  kept.set(file.uri, answer);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return answer;
}

async function delta(
  session: Session,
  params: SemanticTokensDeltaParams,
  token: CancellationToken,
): Promise<SemanticTokens | SemanticTokensDelta | null> {
  const file = await colouredFile(session, params.textDocument.uri, token);
  if (file === undefined) return null;
  const old = answers.get(session)?.get(file.uri);
  const answer = remembered(session, file);
  if (old === undefined || old.resultId !== params.previousResultId || answer.resultId === undefined) return answer;
  return { resultId: answer.resultId, edits: editsBetween(old.data, answer.data) };
}

/** One edit: all but the numbers at the start and at the end that are the same. */
function editsBetween(old: readonly number[], now: readonly number[]): SemanticTokensDelta['edits'] {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const deleteCount = old.length - start - end;
  const data = now.slice(start, now.length - end);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}

const TYPES = new Map(TOKEN_TYPES.map((it, index) => [it, index]));
const MODIFIERS = new Map(TOKEN_MODIFIERS.map((it, index) => [it, 1 << index]));

function encoded(session: Session, { lines, tokens }: Coloured): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, modifiers } of tokens) {
    const at = session.convert.position(lines, start);
    const length = session.convert.position(lines, end).character - at.character;
    let bits = 0;
    for (const it of modifiers) bits |= MODIFIERS.get(it) ?? 0;
    data.push(at.line - line, at.line === line ? at.character - character : at.character, length);
    data.push(TYPES.get(type) ?? 0, bits);
    ({ line, character } = at);
  }
  return data;
}
