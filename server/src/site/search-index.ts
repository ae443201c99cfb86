// What the search of a site looks through: every item of the latest version of each package, as small as it can be, in a script
// that works from the disk too.

import { jsonText } from '../base/escape.ts';
import { documentedIn } from '../model/documented.ts';
import { packageKey } from '../model/names.ts';
import type { Func, Package } from '../model/package.ts';
import { typeText } from '../model/print.ts';
import { packagePage } from './addresses.ts';
import type { Catalog } from './catalog.ts';
import { addressOf, type SiteContext } from './items.ts';

/** A page and what is on it. */
interface IndexedPage {
  /** Address of the page. */
  readonly p: string;
  /** `ns:name@version`. */
  readonly k: string;
  /** Name, kind, anchor, signature of a function. */
  readonly i: readonly (readonly [name: string, kind: string, anchor: string, signature?: string])[];
}

export function searchIndex({ packages }: Catalog, { addresses }: SiteContext): string {
  // Package by package: the data of all of them would take many times the room of its text.
  const texts = packages.flatMap((it) => pagesOf(it.latest.package, addresses).map((page) => jsonText(page)));
  return `globalThis.witSearchIndex = [${texts.join(',').replaceAll('<', '\\u003c')}];\n`;
}

function pagesOf(own: Package, addresses: SiteContext['addresses']): IndexedPage[] {
  const key = packageKey(own.id);
  const pages = new Map<string, [string, string, string, string?][]>([[packagePage(own.id), [[key, 'package', '']]]]);
  for (const it of documentedIn(own)) {
    if (it.kind === 'member') continue;
    const [page = '', anchor = ''] = (addressOf(it, addresses) ?? '').split('#');
    if (page === '') continue;
    const on = pages.get(page) ?? [];
    pages.set(page, on);
    if (it.kind === 'func') on.push([it.name, kindOf(it.func), anchor, signatureOf(it.func)]);
    else if (it.kind === 'type') on.push([it.name, it.type.def.kind === 'alias' ? 'type' : it.type.def.kind, anchor]);
    else on.push([it.name, it.owner.kind, anchor]);
  }
  return [...pages].map(([p, i]) => ({ p, k: key, i }));
}

function kindOf(func: Func): string {
  return func.kind === 'free' ? 'func' : func.kind;
}

/** `descriptor, u64 -> result<list<u8>, error-code>`: the resource of a method is its first parameter. */
function signatureOf(func: Func): string {
  const self = func.kind === 'method' && func.resource !== undefined ? [func.resource.name] : [];
  const params = [...self, ...func.params.map((it) => typeText(it.type))];
  const result =
    func.result !== undefined ? typeText(func.result) : func.kind === 'constructor' ? (func.resource?.name ?? '') : '';
  return `${params.join(', ')} -> ${result}`;
}
