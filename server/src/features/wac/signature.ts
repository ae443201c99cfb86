// The arguments of the `new` around a place: what each import takes, and which one is written.

import type { Made } from '../../wac/composition.ts';
import type { WacArgument, WacInstantiation } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Port } from '../../world/parts.ts';
import { docsAt, docsOf } from '../hover/docs.ts';
import type { SignatureHelp } from '../signature-help.ts';
import { instantiationAt } from './names.ts';
import { argumentName, importsOf, portType } from './ports.ts';
import { composed, entityOfPort, type WacDocument } from './wac.ts';

export function wacSignatureHelp(snapshot: Snapshot, document: WacDocument, offset: number): SignatureHelp | undefined {
  const making = instantiationAt(document, offset);
  const made = making === undefined ? undefined : composed(snapshot, document).made.get(making);
  if (making === undefined || made === undefined) return undefined;
  const imports = importsOf(made.part);
  const parameters = imports.map((it) => `${argumentName(it)}: ${portType(it)}`);
  const active = activeImport(making, made, offset);
  const index = imports.findIndex((it) => it.item.key === active);
  const current = imports[index];
  const docs = current === undefined ? undefined : portDocs(snapshot, current);
  return {
    label: `new ${making.path.text} { ${parameters.join(', ')}${parameters.length === 0 ? '' : ' '}}`,
    docs: [docs, openText(made)].filter((it) => it !== undefined).join('\n\n'),
    parameters,
    // None is active behind the last one.
    active: index < 0 ? parameters.length : index,
  };
}

/** Of the import itself, else of the interface or function behind it. */
function portDocs(snapshot: Snapshot, port: Port): string | undefined {
  const { reason } = port.item;
  const own = reason.kind === 'statement' ? docsAt(snapshot, reason.loc) : undefined;
  return own ?? docsOf(snapshot, entityOfPort(port));
}

function openText({ open }: Made): string | undefined {
  if (open.length === 0) return undefined;
  return `Without an argument: ${open.map((it) => `\`${it.item.key}\``).join(', ')}`;
}

/** The import whose argument the place is in, else the first without one. */
function activeImport({ args }: WacInstantiation, { wanted, open }: Made, offset: number): string | undefined {
  const here = args.find((it) => it.name.span.start <= offset && offset <= endOf(it));
  return (here === undefined ? open[0] : wanted.get(here))?.item.key;
}

function endOf(it: WacArgument): number {
  return it.kind === 'named' ? it.value.span.end : it.name.span.end;
}
