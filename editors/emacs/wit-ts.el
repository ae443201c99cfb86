;;; wit-ts.el --- Mode for WIT by its tree-sitter grammar  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1") (wit "0.1.0"))
;; Keywords: languages

;;; Commentary:

;; `wit-mode' with colours, imenu and movement by functions from the grammar of the project, which also finds the names in
;; unfinished text.  It needs an Emacs with tree-sitter, and the grammar as `libtree-sitter-wit' where Emacs looks for it
;; \(`treesit-extra-load-path').  Without either, `wit-ts-mode' is `wit-mode'.
;;
;; `wit-ts-use' opens files of WIT in this mode.

;;; Code:

(require 'wit)

(declare-function treesit-ready-p "treesit")
(declare-function treesit-parser-create "treesit.c")
(declare-function treesit-font-lock-rules "treesit")
(declare-function treesit-major-mode-setup "treesit")
(declare-function treesit-node-child-by-field-name "treesit.c")
(declare-function treesit-node-text "treesit")

(defvar treesit-font-lock-settings)
(defvar treesit-font-lock-feature-list)
(defvar treesit-simple-imenu-settings)
(defvar treesit-defun-type-regexp)
(defvar treesit-defun-name-function)

(defconst wit-ts-features
  '((comment definition)
    (keyword type string)
    (constant attribute number property)
    (bracket delimiter operator))
  "What is coloured at each level of `treesit-font-lock-level'.")

(defconst wit-ts-declarations
  '("interface_item" "world_item" "type_item" "record_item" "variant_item" "enum_item" "flags_item" "resource_item")
  "Nodes that declare a name which is no function.")

(defun wit-ts-font-lock-settings ()
  "Colours of each feature of `wit-ts-features'."
  (treesit-font-lock-rules
   :language 'wit
   :feature 'comment
   '([(line_comment) (block_comment)] @font-lock-comment-face
     [(doc_comment) (block_doc_comment)] @font-lock-doc-face)
   :language 'wit
   :feature 'definition
   '((interface_item name: (identifier) @font-lock-function-name-face)
     (world_item name: (identifier) @font-lock-function-name-face)
     (func_item name: (identifier) @font-lock-function-name-face)
     (resource_method name: (identifier) @font-lock-function-name-face)
     (import_item name: (identifier) @font-lock-function-name-face type: (func_type))
     (export_item name: (identifier) @font-lock-function-name-face type: (func_type))
     (type_item name: (identifier) @font-lock-type-face)
     (record_item name: (identifier) @font-lock-type-face)
     (variant_item name: (identifier) @font-lock-type-face)
     (enum_item name: (identifier) @font-lock-type-face)
     (flags_item name: (identifier) @font-lock-type-face)
     (resource_item name: (identifier) @font-lock-type-face))
   :language 'wit
   :feature 'keyword
   '(["package" "world" "interface" "type" "record" "flags" "variant" "enum" "resource" "use" "import" "export" "include"
      "as" "with" "func" "async" "static" "constructor"] @font-lock-keyword-face
     (func_type ["get" "set"] @font-lock-keyword-face))
   :language 'wit
   :feature 'type
   '([(primitive_type) (placeholder) "list" "map" "option" "result" "tuple" "future" "stream" "own" "borrow"]
     @font-lock-builtin-face
     (type_name) @font-lock-type-face
     (own_handle resource: (identifier) @font-lock-type-face)
     (borrow_handle resource: (identifier) @font-lock-type-face)
     (use_name name: (identifier) @font-lock-type-face)
     (use_name alias: (identifier) @font-lock-type-face))
   :language 'wit
   :feature 'string
   '((string) @font-lock-string-face)
   :language 'wit
   :feature 'constant
   '((enum_case name: (identifier) @font-lock-constant-face)
     (variant_case name: (identifier) @font-lock-constant-face))
   :language 'wit
   :feature 'attribute
   '((attribute "@" @font-lock-preprocessor-face name: (identifier) @font-lock-preprocessor-face))
   :language 'wit
   :feature 'number
   '([(integer) (version)] @font-lock-number-face)
   :language 'wit
   :feature 'property
   '((record_field name: (identifier) @font-lock-property-name-face)
     (flags_field name: (identifier) @font-lock-property-name-face)
     (param name: (identifier) @font-lock-variable-name-face))
   :language 'wit
   :feature 'bracket
   '(["{" "}" "(" ")" "<" ">"] @font-lock-bracket-face)
   :language 'wit
   :feature 'delimiter
   '([";" ":" "," "." "/"] @font-lock-delimiter-face)
   :language 'wit
   :feature 'operator
   '(["=" "->"] @font-lock-operator-face)))

(defun wit-ts-name (node)
  "What the declaration NODE is called."
  (let ((name (treesit-node-child-by-field-name node "name")))
    (and name (treesit-node-text name t))))

;;;###autoload
(define-derived-mode wit-ts-mode wit-mode "WIT"
  "Major mode for WIT with colours and structure from its tree-sitter grammar."
  (when (and (fboundp 'treesit-ready-p) (treesit-ready-p 'wit))
    (treesit-parser-create 'wit)
    (setq-local treesit-font-lock-settings (wit-ts-font-lock-settings))
    (setq-local treesit-font-lock-feature-list wit-ts-features)
    (setq-local treesit-defun-type-regexp
                (regexp-opt (append '("func_item" "resource_method") wit-ts-declarations) 'symbols))
    (setq-local treesit-defun-name-function #'wit-ts-name)
    (setq-local treesit-simple-imenu-settings
                `((nil ,(regexp-opt wit-ts-declarations 'symbols) nil nil)
                  ("Functions" ,(regexp-opt '("func_item" "resource_method") 'symbols) nil nil)))
    ;; Indentation stays that of `wit-mode', which is the formatter's.
    (treesit-major-mode-setup)))

;;;###autoload
(defun wit-ts-use ()
  "Open files of WIT in `wit-ts-mode'."
  (add-to-list 'auto-mode-alist '("\\.wit\\'" . wit-ts-mode)))

(provide 'wit-ts)
;;; wit-ts.el ends here
