// The words of WIT, for editors that colour word by word.

export const KEYWORDS =
  'package interface world use include import export as with from type record variant enum flags resource func async static constructor get set';

export const TYPES =
  'bool char string u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 list option result tuple map future stream own borrow error-context';
