// The document that a page of ours lives in: one script, one style sheet, nothing else from anywhere.

export interface PageParts {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** Where these may come from. */
  readonly source: string;
  readonly nonce: string;
}

export function pageHtml({ title, script, style, source, nonce }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>
`;
}
