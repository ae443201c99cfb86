// Where the project's site documents what is at a position, and the page itself.

import { type CancellationToken, ProtocolRequestType } from 'vscode-languageserver';
import { documentationAddress } from '../../site/documentation.ts';
import { linkedPage } from '../../site/linked-markdown.ts';
import { livePage } from '../../site/live.ts';
import {
  DOCUMENTATION_LINK,
  DOCUMENTATION_PAGE,
  type DocumentationPageParams,
  type DocumentationPageResult,
  type DocumentationParams,
  type DocumentationResult,
} from '../documentation-protocol.ts';
import { policyContext } from '../policy.ts';
import type { Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { type Row, row } from './row.ts';

const LINK = new ProtocolRequestType<DocumentationParams, DocumentationResult | null, never, void, void>(
  DOCUMENTATION_LINK,
);
const PAGE = new ProtocolRequestType<DocumentationPageParams, DocumentationPageResult | null, never, void, void>(
  DOCUMENTATION_PAGE,
);

export const DOCUMENTATION_ROWS: readonly Row[] = [
  row(
    LINK,
    () => ({}),
    async (session, params, token) => {
      const place = await session.place(params, token);
      const address = place && documentationAddress(place.snapshot, place.uri, place.offset);
      if (place === undefined || address === undefined) return null;
      const site = settingsFor(session, place.uri).docsSite;
      return { address, link: site === undefined ? null : `${site}/${encodeURI(address)}` };
    },
  ),
  row(PAGE, () => ({}), page),
];

/** A page that is shown is asked for again when something changed. */
async function page(
  session: Session,
  { textDocument, position, address }: DocumentationPageParams,
  token: CancellationToken,
): Promise<DocumentationPageResult | null> {
  session.worlds.watch();
  const file = await session.file(textDocument.uri, token);
  if (file === undefined) return null;
  const { snapshot, uri, lines } = file;
  const offset = position == null ? 0 : session.convert.offset(lines, position);
  const wanted = address ?? documentationAddress(snapshot, uri, offset);
  if (wanted === undefined) return null;
  const [path = ''] = wanted.split('#', 1);
  const found = livePage(
    {
      ...{ snapshot, uri },
      policyOf: (it) => policyContext(session, it),
      sourceOf: (it, line) => `${session.convert.uri(it)}#L${line}`,
    },
    path,
  );
  return found === undefined ? null : { address: wanted, page: linkedPage(found) };
}
