;;; mode.el --- The tree-sitter mode in an Emacs that has it -*- lexical-binding: t; -*-
(load (expand-file-name "../emacs/support.el" (file-name-directory load-file-name)) nil t)
(require 'treesit)
(require 'imenu)
(require 'wit-ts)

(defconst wit-text
  "package a:b@1.0.0;

/// Sells.
interface shop {
  /* one /* two */ */
  record item {
    name: string,
  }

  enum kind {
    red,
  }

  find: func(name: string) -> option<item>;
}
")

(defun wit-face (text)
  "The face of the last letter of TEXT, where it first is."
  (goto-char (point-min))
  (search-forward text)
  (get-text-property (1- (point)) 'face))

(defmacro wit-in (text &rest body)
  `(with-temp-buffer
     (insert ,text)
     (wit-ts-mode)
     (font-lock-ensure)
     ,@body))

(wit-case "takes the grammar, and nothing is opened by it before it is asked for"
  (wit-expect (assoc-default "a.wit" auto-mode-alist #'string-match-p) 'wit-mode)
  (wit-ts-use)
  (wit-expect (assoc-default "a.wit" auto-mode-alist #'string-match-p) 'wit-ts-mode)
  (wit-in wit-text (wit-expect (length (treesit-parser-list)) 1)))

(wit-case "colours with the grammar"
  (let ((treesit-font-lock-level 4))
    (wit-in wit-text
      (wit-expect (mapcar #'wit-face '("package" "1.0.0" "Sells" "interface" "shop" "two" "record" "item" "name" "string" "red" "find" "->" ";"))
                  '(font-lock-keyword-face font-lock-number-face font-lock-doc-face font-lock-keyword-face
                    font-lock-function-name-face font-lock-comment-face font-lock-keyword-face font-lock-type-face
                    font-lock-property-name-face font-lock-builtin-face font-lock-constant-face
                    font-lock-function-name-face font-lock-operator-face font-lock-delimiter-face)))))

(wit-case "each query of its colours finds something in the sample of the grammar"
  (with-temp-buffer
    (insert-file-contents (getenv "WIT_SAMPLE"))
    (wit-ts-mode)
    (let ((root (treesit-buffer-root-node)))
      (dolist (setting treesit-font-lock-settings)
        (unless (treesit-query-capture root (car setting))
          (error "Nothing for %S" (nth 2 setting)))))))

(wit-case "lists what a file declares, and goes from function to function"
  (wit-in wit-text
    (let ((index (funcall imenu-create-index-function)))
      (wit-expect (mapcar (lambda (it) (if (consp (cdr it)) (car it) (substring-no-properties (car it)))) index)
                  '("shop" "Functions"))
      (wit-expect (substring-no-properties (caadr (assoc "Functions" index))) "find"))
    (goto-char (point-max))
    (search-backward "option")
    (beginning-of-defun)
    (wit-expect (looking-at-p " *find: func") t)))

(wit-case "indents as wit-mode does"
  (let ((flat (replace-regexp-in-string "^ +" "" wit-text)))
    (wit-in flat
      (indent-region (point-min) (point-max))
      (wit-expect (buffer-string) wit-text))))

(wit-case "is wit-mode where there is no grammar"
  (cl-letf (((symbol-function 'treesit-ready-p) #'ignore))
    (wit-in "interface shop {}\n"
      (wit-expect (treesit-parser-list) nil)
      (wit-expect (wit-face "interface") 'font-lock-keyword-face))))

(wit-record '((ended . t)))
;;; mode.el ends here
