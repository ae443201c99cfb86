// A text as the formatter leaves it, for editors that indent by themselves.

export const STYLE = `package a:b;

/**
 * Words.
 */
interface i {
  /// A record.
  record r {
    x: list<u8>, // {
    y: string,
  }

  f: func(
    first-of-many-parameters: r,
    second: option<result<tuple<string, string, string>, result<list<string>, tuple<u8, u8, u8, u8, u8>>>>,
  ) -> result<u8>;

  variant v {
    a,
  }
}
`;
