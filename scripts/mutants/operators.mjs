// What is changed at a node of the syntax tree: each mutation is a span, the text that takes its place, and what to call it.
// A mutation that does not type-check is thrown away later, so a rule here may be generous: `''` for a string of a union is no
// mutant, `false` for a return of a list is none.

import * as ts from 'typescript/unstable/ast';

const { SyntaxKind: K } = ts;

const OTHER_OPERATOR = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
  [K.PlusToken, '-'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '/'],
  [K.SlashToken, '*'],
  [K.PercentToken, '*'],
  [K.PlusEqualsToken, '-='],
  [K.MinusEqualsToken, '+='],
]);

const OTHER_METHOD = new Map(
  [
    ['some', 'every'],
    ['startsWith', 'endsWith'],
    ['indexOf', 'lastIndexOf'],
    ['find', 'findLast'],
    ['findIndex', 'findLastIndex'],
    ['push', 'unshift'],
    ['pop', 'shift'],
    ['toUpperCase', 'toLowerCase'],
    ['trimStart', 'trimEnd'],
    ['padStart', 'padEnd'],
    ['min', 'max'],
    ['keys', 'values'],
  ].flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

/** Calls that may be left out: what they are called on stays. */
const LEFT_OUT = new Set([
  'filter',
  'slice',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'trim',
  'toLowerCase',
  'flat',
]);

const LITERALS = new Set([
  K.ArrayLiteralExpression,
  K.StringLiteral,
  K.NoSubstitutionTemplateLiteral,
  K.TemplateExpression,
]);

/** Nothing, for whatever may be returned; the first that type-checks and is not what stands there is the mutant. */
const NOTHING = ['undefined', '[]', "''", 'false', '0', 'new Map()', 'new Set()'];

/**
 * The mutations of a file: `{ start, end, texts, what, statement }`. `texts` are tried in turn, the first that type-checks is
 * taken; a `statement` is left out as a whole.
 */
export function* mutationsOf(file) {
  yield* inside(file, file);
}

function* inside(node, file) {
  if (isOnlyTypes(node)) return;
  if (!isPartOfChain(node)) yield* at(node, file);
  const children = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* inside(child, file);
}

function isOnlyTypes(node) {
  return (
    ts.isTypeNode(node) ||
    [
      K.InterfaceDeclaration,
      K.TypeAliasDeclaration,
      K.ImportDeclaration,
      K.ExportDeclaration,
      K.TypeParameter,
      K.JSDoc,
    ].includes(node.kind)
  );
}

/** `a?.b` in `a?.b.c()`: with brackets around it the rest would no longer be skipped. */
function isPartOfChain(node) {
  const { parent } = node;
  return (
    (node.flags & ts.NodeFlags.OptionalChain) !== 0 &&
    parent !== undefined &&
    (parent.flags & ts.NodeFlags.OptionalChain) !== 0 &&
    parent.expression === node
  );
}

function* at(node, file) {
  const start = node.getStart(file);
  const { end } = node;
  const text = (it) => file.text.slice(it.getStart(file), it.end);
  const make = (what, ...texts) => ({ start, end, what, texts });
  switch (node.kind) {
    case K.BinaryExpression:
      yield* ofBinary(node, text, make);
      return;
    case K.PrefixUnaryExpression:
      if (node.operator === K.ExclamationToken || node.operator === K.MinusToken)
        yield make('operator left out', text(node.operand));
      return;
    case K.IfStatement:
    case K.WhileStatement:
      yield negated(node.expression, file);
      return;
    case K.ConditionalExpression:
      yield negated(node.condition, file);
      return;
    case K.ReturnStatement:
      if (node.expression !== undefined) yield* ofResult(node.expression, file);
      return;
    case K.ArrowFunction:
      if (node.body.kind !== K.Block) yield* ofResult(node.body, file);
      return;
    case K.ExpressionStatement:
      if (isEffect(node.expression)) yield { start, end, what: 'statement left out', texts: [';'], statement: true };
      return;
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      if (isValue(node)) yield make('string', node.text === '' ? "'mutant'" : "''");
      return;
    case K.TemplateExpression:
      if (node.parent.kind !== K.TaggedTemplateExpression) yield make('string', "''");
      return;
    case K.NumericLiteral:
      if (isValue(node)) yield make('number', String(Number(node.text) + 1));
      return;
    case K.TrueKeyword:
      yield make('constant', 'false');
      return;
    case K.FalseKeyword:
      yield make('constant', 'true');
      return;
    case K.ArrayLiteralExpression:
      if (node.elements.length > 0) yield make('list emptied', '[]');
      if (node.elements.length > 1)
        yield make('last one left out', without(node, node.elements.length - 1, text, '[]'));
      return;
    case K.ObjectLiteralExpression:
      for (const [index, it] of node.properties.entries())
        yield make(`without \`${shortened(text(it))}\``, without(node, index, text, '{}'));
      return;
    case K.CallExpression:
      yield* ofCall(node, text, make);
  }
}

function* ofBinary(node, text, make) {
  const { left, right, operatorToken } = node;
  const other = OTHER_OPERATOR.get(operatorToken.kind);
  if (other !== undefined) yield make(`\`${other}\``, `${text(left)} ${other} ${text(right)}`);
  if (operatorToken.kind === K.QuestionQuestionToken) yield make('only what follows `??`', text(right));
  if (operatorToken.kind === K.AmpersandAmpersandToken || operatorToken.kind === K.BarBarToken) {
    yield make('only the left side', text(left));
    yield make('only the right side', text(right));
  }
}

function negated(condition, file) {
  const start = condition.getStart(file);
  const text = file.text.slice(start, condition.end);
  return { start, end: condition.end, what: 'negated', texts: [`!(${text})`] };
}

function* ofResult(result, file) {
  const start = result.getStart(file);
  const text = file.text.slice(start, result.end);
  // A literal has mutations of its own.
  if (/^(?:undefined|true|false|\d+)$/.test(text) || LITERALS.has(result.kind)) return;
  yield { start, end: result.end, what: 'returns nothing', texts: NOTHING.filter((it) => it !== text) };
}

function isEffect(expression) {
  const it = expression.kind === K.AwaitExpression ? expression.expression : expression;
  if (it.kind === K.CallExpression) return it.expression.kind !== K.SuperKeyword;
  return it.kind === K.BinaryExpression || it.kind === K.DeleteExpression;
}

/** A literal that is evaluated, not the name of a property or a module. */
function isValue(node) {
  const { parent } = node;
  if (parent === undefined || parent.name === node || parent.kind === K.ExpressionStatement) return false;
  if ([K.TaggedTemplateExpression, K.EnumMember, K.ExternalModuleReference, K.ImportAttribute].includes(parent.kind))
    return false;
  if (parent.kind === K.CallExpression && parent.expression.kind === K.ImportKeyword) return false;
  return !/\bimport\.meta\b/.test(parent.getText());
}

function without(node, index, text, brackets) {
  const parts = [...(node.elements ?? node.properties)].filter((_, at) => at !== index);
  return `${brackets[0]}${parts.map(text).join(', ')}${brackets[1]}`;
}

function* ofCall(node, text, make) {
  const { expression } = node;
  if (expression.kind !== K.PropertyAccessExpression) return;
  const method = expression.name.text;
  const receiver = text(expression.expression);
  const dot = expression.questionDotToken === undefined ? '.' : '?.';
  const values = node.arguments.map(text).join(', ');
  const other = OTHER_METHOD.get(method);
  if (other !== undefined) yield make(`\`${other}\``, `${receiver}${dot}${other}(${values})`);
  if (LEFT_OUT.has(method)) yield make(`without \`.${method}()\``, receiver);
  if (method === 'sort' || method === 'toSorted') yield make('order reversed', `${text(node)}.reverse()`);
  if (method === 'at' && values === '-1') yield make('the first instead of the last', `${receiver}${dot}at(0)`);
}

export function shortened(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
