// How bad a diagnostic is, as editors count it.

export type Severity = 'error' | 'warning' | 'information' | 'hint';
