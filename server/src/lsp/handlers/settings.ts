// Which settings hold for a file, and where each comes from.

import { ProtocolRequestType } from 'vscode-languageserver';
import { SETTINGS, type SettingsParams, type SettingsResult } from '../requests.ts';
import { settingRows } from '../setting-origins.ts';
import { settingsFor } from '../settings.ts';
import { type Row, row } from './row.ts';

const SETTINGS_REQUEST = new ProtocolRequestType<SettingsParams | null, SettingsResult, never, void, void>(SETTINGS);

export const SETTINGS_ROWS: readonly Row[] = [
  row(
    SETTINGS_REQUEST,
    () => ({}),
    async (session, params) => {
      await session.ready;
      const uri = session.workspace.identity(params?.textDocument?.uri ?? session.workspace.folders[0] ?? '');
      const settings = settingsFor(session, uri);
      const rows = settingRows(settings, session.projects.saidFor(uri));
      const place = (from: string): string => (from.includes(':') ? session.convert.uri(from) : from);
      return {
        files: (settings.project?.files ?? []).map((it) => session.convert.uri(it.uri)).reverse(),
        settings: rows.map((it) => ({ ...it, from: place(it.from) })),
      };
    },
  ),
];
