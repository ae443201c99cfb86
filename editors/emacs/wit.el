;;; wit.el --- Major mode for WIT, with a language server  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; WIT is the interface language of the WebAssembly Component Model.  The mode colours, indents and lists what a file
;; declares.  `wit-use-eglot' or `wit-use-lsp-mode' start the language server in each of its buffers; either of them goes
;; into init.el.  Compositions have a mode of their own, in wac.el.

;;; Code:

(defgroup wit nil
  "WIT, the interface language of the WebAssembly Component Model."
  :group 'languages
  :prefix "wit-")

(defcustom wit-indent-offset 2
  "Number of columns of one level of braces."
  :type 'integer
  :safe #'natnump)

(defcustom wit-server-command '("wit-language-server" "--stdio")
  "Program and arguments that start the language server."
  :type '(repeat string)
  :risky t)

(defvar wit-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; Comments of blocks may stand in each other.
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23n" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?- "_" table)
    ;; `%type' is a name.
    (modify-syntax-entry ?% "_" table)
    (modify-syntax-entry ?@ "_" table)
    table)
  "Syntax of WIT and WAC.")

(defconst wit-keywords
  '("as" "async" "borrow" "constructor" "enum" "export" "flags" "from" "func" "get" "import" "include" "interface" "own"
    "package" "record" "resource" "set" "static" "type" "use" "variant" "with" "world")
  "Words that begin or join declarations.")

(defconst wit-types
  '("bool" "char" "error-context" "f32" "f64" "future" "list" "map" "option" "result" "s16" "s32" "s64" "s8" "stream"
    "string" "tuple" "u16" "u32" "u64" "u8")
  "Types that the language has.")

(defconst wit-definition
  "^ *\\(?:interface\\|world\\|resource\\|record\\|variant\\|enum\\|flags\\|type\\) +\\(%?[[:alnum:]-]+\\)"
  "The name that a declaration introduces.")

(defun wit-font-lock-keywords (keywords)
  "Colours of a language with KEYWORDS."
  `((,(regexp-opt keywords 'symbols) . font-lock-keyword-face)
    (,(regexp-opt wit-types 'symbols) . font-lock-type-face)
    ("\\_<@\\(?:since\\|unstable\\|deprecated\\|external-id\\)\\_>" . font-lock-preprocessor-face)
    (,wit-definition 1 font-lock-function-name-face)
    ("^ *\\(%?[[:alnum:]-]+\\): *\\(?:static +\\)?\\(?:async +\\)?func\\_>" 1 font-lock-function-name-face)))

(defun wit-indentation ()
  "Column at which the line of point begins; nil within a comment."
  (save-excursion
    (back-to-indentation)
    (let ((state (syntax-ppss)))
      (unless (nth 4 state)
        (let ((closing (looking-at-p "[])}]")))
          (* wit-indent-offset (max 0 (- (car state) (if closing 1 0)))))))))

(defun wit-indent-line ()
  "Indent the line of point by the brackets around it."
  (let ((column (wit-indentation))
        (rest (- (point-max) (point))))
    (when column
      (indent-line-to column)
      ;; Point stays in its word.
      (when (> (- (point-max) rest) (point))
        (goto-char (- (point-max) rest))))))

;;;###autoload
(define-derived-mode wit-mode prog-mode "WIT"
  "Major mode for WIT, the interface language of the Component Model."
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "\\(?://+\\|/\\*+\\)\\s-*")
  (setq-local comment-end "")
  (setq-local indent-line-function #'wit-indent-line)
  (setq-local electric-indent-chars (append "})]" electric-indent-chars))
  ;; What a client tells the formatter.
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local font-lock-defaults `(,(wit-font-lock-keywords wit-keywords)))
  (setq-local imenu-generic-expression
              `((nil ,wit-definition 1)
                ("Functions" "^ *\\(?:import +\\|export +\\)?\\(%?[[:alnum:]-]+\\): *\\(?:static +\\)?\\(?:async +\\)?func\\_>" 1))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.wit\\'" . wit-mode))

(defvar eglot-server-programs)
(declare-function eglot-ensure "eglot")

;;;###autoload
(defun wit-use-eglot ()
  "Start the language server with eglot in each buffer of WIT or WAC."
  (require 'eglot)
  (add-to-list 'eglot-server-programs `((wit-mode wac-mode) . ,wit-server-command))
  ;; A mode that is derived runs the hook of its parent, too.
  (add-hook 'wit-mode-hook #'eglot-ensure))

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")
(declare-function lsp-deferred "lsp-mode")

;;;###autoload
(defun wit-use-lsp-mode ()
  "Start the language server with `lsp-mode' in each buffer of WIT or WAC."
  (require 'lsp-mode)
  (add-to-list 'lsp-language-id-configuration '(wit-mode . "wit"))
  (add-to-list 'lsp-language-id-configuration '(wit-ts-mode . "wit"))
  (add-to-list 'lsp-language-id-configuration '(wac-mode . "wac"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () wit-server-command))
                    :activation-fn (lsp-activate-on "wit" "wac")
                    :server-id 'wit-language-server))
  (add-hook 'wit-mode-hook #'lsp-deferred))

(provide 'wit)
;;; wit.el ends here
