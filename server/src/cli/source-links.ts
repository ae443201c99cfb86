// Addresses of lines of source where the CI service says what it has checked out; elsewhere paths, which links in a
// repository's own Markdown can have.

import type { Io } from './io.ts';

/** `path` is relative to the top of the repository. */
export function sourceLink({ env }: Pick<Io, 'env'>, path: string, line: number): string {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env;
  const place = `${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}#L${line}`;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${place}`;
  if (CI_PROJECT_URL && CI_COMMIT_SHA) return `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}/${place}`;
  return place;
}
