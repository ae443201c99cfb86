// Where code runs: a place is a module as a whole, a block, a case or the body of a short function. Its key says in which
// function it is and the how manieth place of it, so that it survives changes elsewhere in the file.

import * as ts from 'typescript/unstable/ast';

const { SyntaxKind: K } = ts;

/** The places of a file, outer ones first: `{ key, start, end, kind }`; kind: module, block, statement, case, expression. */
export function placesOf(name, file) {
  const counts = new Map();
  const places = [];
  const add = (owner, start, end, kind) => {
    const count = counts.get(owner) ?? 0;
    counts.set(owner, count + 1);
    places.push({ key: `${name}#${owner}~${count}`, start, end, kind });
  };
  const visit = (node, owner) => {
    if (ts.isTypeNode(node)) return;
    const here = nameOf(node, owner);
    const start = () => node.getStart(file);
    const { parent } = node;
    if (node.kind === K.Block) add(here, start(), node.end, 'block');
    else if (parent?.kind === K.ArrowFunction && parent.body === node) add(here, start(), node.end, 'expression');
    else if (isAloneIn(parent, node)) add(here, start(), node.end, 'statement');
    else if (node.kind === K.CaseClause || node.kind === K.DefaultClause) {
      const [first] = node.statements;
      if (first !== undefined && first.kind !== K.Block) add(here, first.getStart(file), node.end, 'case');
    }
    node.forEachChild((child) => visit(child, here));
  };
  add('', 0, file.end, 'module');
  visit(file, '');
  return places;
}

/** The innermost place around a span. */
export function placeAround(places, start, end) {
  let found;
  for (const it of places)
    if (it.start <= start && it.end >= end && (found === undefined || it.start >= found.start)) found = it;
  return found;
}

/** Where each statement begins that does something when it runs, and each short function. */
export function* statementsOf(file) {
  const still = [K.InterfaceDeclaration, K.TypeAliasDeclaration, K.ImportDeclaration, K.ExportDeclaration, K.Block];
  const starts = [];
  const visit = (node) => {
    if (ts.isTypeNode(node)) return;
    const { parent } = node;
    const isShort = parent?.kind === K.ArrowFunction && parent.body === node && node.kind !== K.Block;
    if (isShort || (ts.isStatement(node) && !still.includes(node.kind))) starts.push(node.getStart(file));
    node.forEachChild(visit);
  };
  visit(file);
  yield* starts;
}

function nameOf(node, owner) {
  const named = [
    K.FunctionDeclaration,
    K.MethodDeclaration,
    K.ClassDeclaration,
    K.GetAccessor,
    K.SetAccessor,
    K.VariableDeclaration,
    K.PropertyAssignment,
  ];
  if (node.kind === K.Constructor) return `${owner}.constructor`;
  if (!named.includes(node.kind) || node.name?.kind !== K.Identifier) return owner;
  return owner === '' ? node.name.text : `${owner}.${node.name.text}`;
}

/** A statement without braces: `if (a) return b;`. */
function isAloneIn(parent, node) {
  if (parent === undefined) return false;
  if (parent.kind === K.IfStatement)
    return (parent.thenStatement === node || parent.elseStatement === node) && node.kind !== K.IfStatement;
  const loops = [K.ForStatement, K.ForOfStatement, K.ForInStatement, K.WhileStatement];
  return loops.includes(parent.kind) && parent.statement === node;
}
