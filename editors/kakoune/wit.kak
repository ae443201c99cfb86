# For kakoune-lsp 17 or newer: `source` it in kakrc, after kakoune-lsp.
hook global BufCreate .*[.]wit %{ set-option buffer filetype wit }

hook global BufSetOption filetype=wit %{
    set-option buffer comment_line '//'
    set-option buffer indentwidth 2
    set-option buffer tabstop 2
    set-option buffer lsp_servers %{
        [wit-language-server]
        command = "wit-language-server"
        root_globs = ["wkg.toml", "wkg.lock", ".git"]
        args = ["--stdio"]
    }
}

hook global WinSetOption filetype=wit %{ lsp-enable-window }
