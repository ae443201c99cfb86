//! Starts the language server that is on the PATH.

use zed_extension_api::{self as zed, LanguageServerId, Result};

struct Wit;

impl zed::Extension for Wit {
    fn new() -> Self {
        Wit
    }

    fn language_server_command(&mut self, _id: &LanguageServerId, worktree: &zed::Worktree) -> Result<zed::Command> {
        let command = worktree
            .which("wit-language-server")
            .ok_or("wit-language-server is not on the PATH")?;
        Ok(zed::Command { command, args: vec!["--stdio".into()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Wit);
