// What a client sends, looked at once, at the edge: behind this, params have the shape that the protocol promises. Names mean
// the same in every message (`position`, `range`, `textDocument` …), so each is checked by its name; a table says which
// names a method needs. `test/protocol/params.test.ts` holds the table against the protocol's own description.

type Check = (value: unknown) => boolean;

/** Numbers of the protocol are at most 2³¹ - 1. */
const MAX = 2 ** 31 - 1;

const uinteger: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX;
const text: Check = (value) => typeof value === 'string';
const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return object(value) ? (value as Record<string, unknown>) : {};
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

const position: Check = (value) => uinteger(fields(value).line) && uinteger(fields(value).character);
const range: Check = (value) => position(fields(value).start) && position(fields(value).end);
const document: Check = (value) => text(fields(value).uri);
/** A node of a hierarchy, as we gave it to the client. */
const item: Check = (value) =>
  text(fields(value).uri) && range(fields(value).range) && range(fields(value).selectionRange);
const change: Check = (value) =>
  text(fields(value).text) && (fields(value).range === undefined || range(fields(value).range));
/** Old clients give back a part of what they were sent, so only what is there is looked at. */
const diagnostic: Check = (value) => object(value) && (fields(value).range == null || range(fields(value).range));

const world: Check = (value) => text(fields(value).uri);

const BY_NAME: Readonly<Record<string, Check>> = {
  textDocument: (value) => document(value) && (fields(value).text === undefined || text(fields(value).text)),
  position,
  positions: listOf(position),
  range,
  ranges: listOf(range),
  item,
  uri: text,
  newName: text,
  query: text,
  ch: text,
  // By name, and whole in a lens, an action or a completion that comes back to be resolved.
  command: (value) => text(value) || text(fields(value).command),
  arguments: Array.isArray,
  options: (value) => uinteger(fields(value).tabSize) && typeof fields(value).insertSpaces === 'boolean',
  most: uinteger,
  opened: listOf(text),
  previousResultId: text,
  previousResultIds: listOf((it) => text(fields(it).uri) && text(fields(it).value)),
  contentChanges: listOf(change),
  changes: listOf(document),
  worlds: listOf(world),
  format: text,
  address: text,
  old: (value) => value === 'base' || world(value),
  new: world,
  files: listOf((it) => text(fields(it).uri) || (text(fields(it).oldUri) && text(fields(it).newUri))),
};

const AT = ['textDocument', 'position'];
const FORMAT = ['textDocument', 'options'];

/** The names that a method cannot do without; of those that are not here, nothing is needed. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'textDocument/didOpen': ['textDocument'],
  'textDocument/didChange': ['textDocument', 'contentChanges'],
  'textDocument/didClose': ['textDocument'],
  'textDocument/didSave': ['textDocument'],
  'workspace/didChangeWatchedFiles': ['changes'],
  'workspace/didCreateFiles': ['files'],
  'workspace/didDeleteFiles': ['files'],
  'workspace/didRenameFiles': ['files'],
  'textDocument/hover': AT,
  'textDocument/definition': AT,
  'textDocument/declaration': AT,
  'textDocument/typeDefinition': AT,
  'textDocument/implementation': AT,
  'textDocument/references': [...AT, 'context'],
  'textDocument/documentHighlight': AT,
  'textDocument/completion': AT,
  'textDocument/signatureHelp': AT,
  'textDocument/linkedEditingRange': AT,
  'textDocument/prepareRename': AT,
  'textDocument/rename': [...AT, 'newName'],
  'textDocument/prepareTypeHierarchy': AT,
  'textDocument/prepareCallHierarchy': AT,
  'typeHierarchy/supertypes': ['item'],
  'typeHierarchy/subtypes': ['item'],
  'callHierarchy/incomingCalls': ['item'],
  'callHierarchy/outgoingCalls': ['item'],
  'textDocument/documentSymbol': ['textDocument'],
  'textDocument/foldingRange': ['textDocument'],
  'textDocument/selectionRange': ['textDocument', 'positions'],
  'textDocument/semanticTokens/full': ['textDocument'],
  'textDocument/semanticTokens/range': ['textDocument', 'range'],
  'textDocument/semanticTokens/full/delta': ['textDocument', 'previousResultId'],
  'textDocument/inlayHint': ['textDocument', 'range'],
  'textDocument/codeLens': ['textDocument'],
  'textDocument/documentLink': ['textDocument'],
  'textDocument/codeAction': ['textDocument', 'range', 'context'],
  'textDocument/formatting': FORMAT,
  'textDocument/rangeFormatting': [...FORMAT, 'range'],
  'textDocument/rangesFormatting': [...FORMAT, 'ranges'],
  'textDocument/onTypeFormatting': [...AT, 'ch', 'options'],
  'textDocument/diagnostic': ['textDocument'],
  'workspace/diagnostic': ['previousResultIds'],
  'workspace/symbol': ['query'],
  'workspace/executeCommand': ['command'],
  'workspace/willRenameFiles': ['files'],
  'workspace/textDocumentContent': ['uri'],
  'wit/worldPreview': ['uri'],
  'wit/renderWorld': ['worlds', 'format'],
  'wit/composeWorlds': ['worlds'],
  'wit/composition': ['uri'],
  'wit/compareWorlds': ['old', 'new'],
  'wit/extractBinary': ['uri'],
  'wit/documentationLink': AT,
  'wit/documentationPage': ['textDocument'],
};

/** What of the params the protocol does not allow; undefined when nothing is wrong. */
export function malformed(method: string, params: unknown): string | undefined {
  const given = fields(params);
  const missing = (NEEDED[method] ?? []).find((name) => given[name] == null);
  if (missing !== undefined) return `${method} needs \`${missing}\``;
  // Some clients say `null` for what they leave out.
  const wrong = Object.keys(given).find((name) => given[name] != null && BY_NAME[name]?.(given[name]) === false);
  if (wrong !== undefined) return `\`${wrong}\` of ${method} is not what the protocol says`;
  return contextIsWrong(method, given.context) ? `\`context\` of ${method} is not what the protocol says` : undefined;
}

function contextIsWrong(method: string, context: unknown): boolean {
  if (context == null) return false;
  if (!object(context)) return true;
  return method === 'textDocument/codeAction' && !listOf(diagnostic)(fields(context).diagnostics);
}

/** The method names of the table, for the test that compares it with the protocol. */
export const CHECKED_METHODS = NEEDED;
