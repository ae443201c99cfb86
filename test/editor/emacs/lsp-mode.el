;;; lsp-mode.el --- lsp-mode in a batch Emacs, with the configuration of editors/emacs -*- lexical-binding: t -*-
(require 'support (expand-file-name "support.el" (file-name-directory load-file-name)))
(require 'lsp-mode)
(wit-use-lsp-mode)
(setq lsp-auto-guess-root t lsp-restart 'ignore lsp-enable-file-watchers nil lsp-diagnostics-provider :none
      ;; Parts of it that only a window shows.
      lsp-modeline-workspace-status-enable nil lsp-modeline-diagnostics-enable nil lsp-modeline-code-actions-enable nil
      lsp-headerline-breadcrumb-enable nil lsp-lens-enable nil lsp-enable-symbol-highlighting nil
      lsp-session-file (expand-file-name "~/lsp-session"))

(defun wit-open (name)
  (find-file (expand-file-name name wit-workspace))
  (unless lsp-mode (lsp))
  (unless (wit-wait (lambda () (and (lsp-workspaces) (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
    (error "lsp-mode does not manage %s" name)))

(defun wit-texts ()
  (mapcar (lambda (it) (lsp-get it :message)) (gethash (file-truename buffer-file-name) (lsp-diagnostics t))))

(wit-case "says every error of a broken file"
  (wit-open "broken/broken.wit")
  (wit-wait (lambda () (= 3 (length (wit-texts)))))
  (wit-expect (length (wit-texts)) 3))

(wit-case "follows the typing"
  (goto-char (point-min))
  (search-forward "result<order, string>")
  (insert ";")
  (wit-wait (lambda () (= 2 (length (wit-texts)))))
  (wit-expect (length (wit-texts)) 2)
  (set-buffer-modified-p nil))

(wit-case "goes to a definition in a dependency"
  (wit-open "shop/wit/shop.wit")
  (goto-char (point-min))
  (search-forward "-> amou")
  (let ((found (lsp-request "textDocument/definition" (lsp--text-document-position-params))))
    (wit-expect (file-name-nondirectory (lsp--uri-to-path (lsp-get (seq-first (if (sequencep found) found (list found))) :uri))) "money.wit")))

(wit-try-formatting #'lsp-format-buffer)

(wit-try-renaming #'lsp-rename)

(wit-try-fetching)

(wit-end)
