# Colours, indentation and comments of WIT and WAC, and their server for kakoune-lsp 17 or newer: `source` it in kakrc, after
# kakoune-lsp.
hook global BufCreate .*[.]wit %{ set-option buffer filetype wit }
hook global BufCreate .*[.]wac %{ set-option buffer filetype wac }

hook global BufSetOption filetype=(?:wit|wac) %{
    set-option buffer comment_line '//'
    set-option buffer comment_block_begin '/*'
    set-option buffer comment_block_end '*/'
    set-option buffer indentwidth 2
    set-option buffer tabstop 2
    set-option buffer lsp_servers %{
        [wit-language-server]
        command = "wit-language-server"
        root_globs = ["wkg.toml", "wkg.lock", ".git"]
        args = ["--stdio"]
    }
}

hook global WinSetOption filetype=(wit|wac) %[
    require-module wit
    add-highlighter "window/%val{hook_param_capture_1}" ref %val{hook_param_capture_1}
    hook -group wit-indent window InsertChar \n wit-indent-on-new-line
    hook -group wit-indent window InsertChar [})] wit-indent-on-closing
    hook -once -always window WinSetOption filetype=.* "
        remove-highlighter window/%val{hook_param_capture_1}
        remove-hooks window wit-indent
    "
    lsp-enable-window
]

provide-module wit %[
    add-highlighter shared/wit regions
    add-highlighter shared/wit/code default-region group
    add-highlighter shared/wit/docs region '///(?!/)' '$' fill documentation
    add-highlighter shared/wit/line region '//' '$' fill comment
    add-highlighter shared/wit/block region -recurse '/\*' '/\*' '\*/' fill comment
    # Not within a name: `a-type`, `type-a`, `%type`.
    add-highlighter shared/wit/code/ regex '(?<![\w%-])(?:as|async|borrow|constructor|enum|export|flags|from|func|get|import|include|interface|own|package|record|resource|set|static|type|use|variant|with|world)(?![\w-])' 0:keyword
    add-highlighter shared/wit/code/ regex '(?<![\w%-])(?:bool|char|error-context|f32|f64|future|list|map|option|result|s16|s32|s64|s8|stream|string|tuple|u16|u32|u64|u8)(?![\w-])' 0:type
    add-highlighter shared/wit/code/ regex '@(?:since|unstable|deprecated|external-id)(?![\w-])' 0:meta
    add-highlighter shared/wit/code/ regex '(?<![\w%-])(%?[\w-]+):\h*(?:static\h+)?(?:async\h+)?func(?![\w-])' 1:function

    add-highlighter shared/wac group
    add-highlighter shared/wac/ ref wit
    add-highlighter shared/wac/ regex '(?<![\w%-])(?:let|new|targets)(?![\w-])' 0:keyword

    define-command -hidden wit-indent-on-new-line %[
        evaluate-commands -draft -itersel %[
            # Comments of lines go on; everything else begins as the line before.
            try %[ execute-keys -draft k x s ^\h*///?\h* <ret> y j gh P ] catch %[
                try %[ execute-keys -draft <semicolon> K <a-&> ]
            ]
            # Nothing is left on an empty line.
            try %[ execute-keys -draft k x s ^\h+$ <ret> d ]
            try %[ execute-keys -draft k x <a-k> [{(]\h*$ <ret> j <a-gt> ]
            try %[ execute-keys -draft x <a-k> ^\h*[})] <ret> <lt> ]
        ]
    ]

    define-command -hidden wit-indent-on-closing %[
        # As the line with the other one, when nothing else stands before it.
        try %[ execute-keys -itersel -draft <a-h> <a-k> ^\h*[})]$ <ret> h m <a-S> 1 <a-&> ]
    ]
]
