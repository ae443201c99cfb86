// The shapes of `package.ts`, writable while a package is being resolved.

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
