;;; wit.el --- WIT with eglot -*- lexical-binding: t -*-
;; Emacs 29 or newer, or an older one with the eglot package: (load "/path/to/wit.el") in init.el.

(require 'eglot)

(defvar wit-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?- "_" table)
    table))

(defconst wit-keywords
  '("as" "async" "borrow" "constructor" "enum" "export" "flags" "from" "func" "import" "include" "interface" "own"
    "package" "record" "resource" "static" "type" "use" "variant" "with" "world"))

;;;###autoload
(define-derived-mode wit-mode prog-mode "WIT"
  "WIT, the interface language of the WebAssembly Component Model."
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  ;; What eglot tells the formatter.
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local font-lock-defaults `(((,(regexp-opt wit-keywords 'symbols) . font-lock-keyword-face)))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.wit\\'" . wit-mode))
(add-to-list 'eglot-server-programs '(wit-mode . ("wit-language-server" "--stdio")))
(add-hook 'wit-mode-hook #'eglot-ensure)

(provide 'wit)
;;; wit.el ends here
