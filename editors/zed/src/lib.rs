//! Starts the language server: the one that the settings name, else the one on the PATH, else npm's newest, which is installed
//! into this extension's own directory.

use std::{env, fs};
use zed_extension_api::{
    self as zed, serde_json::Value, settings::LspSettings, LanguageServerId, LanguageServerInstallationStatus, Result,
    Worktree,
};

/// Of the npm package, and the command that it puts on the PATH.
const PACKAGE: &str = "wit-language-server";
const SCRIPT: &str = "node_modules/wit-language-server/dist/server.js";

struct Wit;

fn is_installed() -> bool {
    fs::metadata(SCRIPT).is_ok_and(|it| it.is_file())
}

/// The newest version, or the one that is there if npm cannot be asked.
fn install(id: &LanguageServerId) -> Result<()> {
    let say = |status| zed::set_language_server_installation_status(id, &status);
    say(LanguageServerInstallationStatus::CheckingForUpdate);
    let newest = zed::npm_package_latest_version(PACKAGE)?;
    if is_installed() && zed::npm_package_installed_version(PACKAGE)?.as_ref() == Some(&newest) {
        return Ok(());
    }
    say(LanguageServerInstallationStatus::Downloading);
    zed::npm_install_package(PACKAGE, &newest)
}

fn script(id: &LanguageServerId) -> Result<String> {
    match install(id) {
        Err(reason) if !is_installed() => return Err(reason),
        _ if !is_installed() => return Err(format!("{PACKAGE} has no {SCRIPT}")),
        _ => {}
    }
    let here = env::current_dir().map_err(|error| error.to_string())?;
    Ok(here.join(SCRIPT).to_string_lossy().into_owned())
}

impl zed::Extension for Wit {
    fn new() -> Self {
        Wit
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let told = LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|it| it.binary);
        let (path, arguments) = told.map_or((None, None), |it| (it.path, it.arguments));
        let args = arguments.unwrap_or_else(|| vec!["--stdio".into()]);
        if let Some(command) = path.or_else(|| worktree.which(PACKAGE)) {
            return Ok(zed::Command { command, args, env: worktree.shell_env() });
        }
        let args = [vec![script(id)?], args].concat();
        Ok(zed::Command { command: zed::node_binary_path()?, args, env: worktree.shell_env() })
    }

    fn language_server_initialization_options(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    /// What the server asks for by `workspace/configuration`, with the names that the settings have in VS Code.
    fn language_server_workspace_configuration(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.settings)
    }
}

zed::register_extension!(Wit);
