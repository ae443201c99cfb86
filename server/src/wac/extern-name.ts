// The names that components give their imports and exports: a name in kebab case, or the path of an interface
// (component-model `Explainer.md`, import and export names).

import { identifierFault, versionFault } from '../syntax/words.ts';

/** Why a text is no name of an import or export; undefined for one that is. */
export function exportNameFault(text: string): string | undefined {
  if (text === '') return 'a name cannot be empty';
  if (!text.includes(':')) {
    return identifierFault(text) === undefined ? undefined : `\`${text}\` is not in kebab case, like \`an-example\``;
  }
  const [path = '', version, ...rest] = text.split('@');
  const [id = '', item, ...more] = path.split('/');
  const words = [...id.split(':'), ...(item === undefined ? [] : [item]), ...more];
  const isPath = words.length >= 3 && item !== undefined && words.every((it) => identifierFault(it) === undefined);
  const versionIsFine = rest.length === 0 && (version === undefined || versionFault(version) === undefined);
  return isPath && versionIsFine
    ? undefined
    : `\`${text}\` is not the path of an interface, like \`namespace:name/interface@1.0.0\``;
}
