// Nouns in messages: with their number, with their article.

/** `1 file`, `2 files`; the noun is regular. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a world`, `an interface`; a noun in the plural, as `flags`, stays as it is. */
export function withArticle(noun: string): string {
  if (noun.endsWith('s')) return noun;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** As `counted`, and `no files` for none. */
export function countedOrNo(number: number, noun: string): string {
  return number === 0 ? `no ${noun}s` : counted(number, noun);
}
