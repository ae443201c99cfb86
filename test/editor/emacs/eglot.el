;;; eglot.el --- eglot in a batch Emacs, with the configuration of editors/emacs -*- lexical-binding: t -*-
(require 'support (expand-file-name "support.el" (file-name-directory load-file-name)))
(wit-use-eglot)
(setq eglot-sync-connect 30)

(defun wit-open (name)
  (find-file (expand-file-name name wit-workspace))
  (unless (eglot-managed-p) (call-interactively #'eglot))
  (unless (wit-wait #'eglot-managed-p) (error "eglot does not manage %s" name))
  ;; What the command loop does.
  (flymake-start))

(defun wit-texts ()
  (sort (mapcar #'flymake-diagnostic-text (flymake-diagnostics)) #'string<))

(wit-case "says every error of a broken file"
  (wit-open "broken/broken.wit")
  (wit-wait #'flymake-diagnostics)
  (wit-expect (length (wit-texts)) 3)
  (unless (string-match-p "expected `;` at the end" (mapconcat #'identity (wit-texts) "\n"))
    (error "no missing semicolon in %S" (wit-texts))))

(wit-case "follows the typing"
  (goto-char (point-min))
  (search-forward "result<order, string>")
  (insert ";")
  (eglot--signal-textDocument/didChange)
  (wit-wait (lambda () (= 2 (length (wit-texts)))))
  (wit-expect (length (wit-texts)) 2)
  (set-buffer-modified-p nil))

(wit-case "goes to a definition in a dependency"
  (wit-open "shop/wit/shop.wit")
  (goto-char (point-min))
  (search-forward "-> amou")
  (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
    (wit-expect (file-name-nondirectory (xref-location-group (xref-item-location (car found)))) "money.wit")))

(wit-try-formatting #'eglot-format-buffer)

(wit-case "finds the references of a type of another package"
  (wit-open "shop/wit/shop.wit")
  (goto-char (point-min))
  (search-forward "{amou")
  (let ((found (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
    (wit-expect (mapcar (lambda (it)
                          (let ((place (xref-item-location it)))
                            (list (file-name-nondirectory (xref-location-group place)) (xref-location-line place))))
                        found)
                '(("shop.wit" 5) ("shop.wit" 9) ("money.wit" 6)))))

(wit-case "completes a type of another package with its `use`"
  (wit-open "shop/wit/shop.wit")
  (goto-char (point-max))
  (insert "interface more {\n  pay: func(what: amou);\n}\n")
  (search-backward ");")
  (eglot--signal-textDocument/didChange)
  (let* ((found (eglot-completion-at-point))
         (candidates (all-completions "amou" (nth 2 found)))
         (chosen (car candidates)))
    (unless chosen (error "nothing to complete with"))
    (delete-region (nth 0 found) (nth 1 found))
    (insert chosen)
    (funcall (plist-get (nthcdr 3 found) :exit-function) chosen 'finished)
    (unless (string-match-p "interface more {\n  use acme:money/amounts@1.0.0.{amount};\n  pay: func(what: amount);" (buffer-string))
      (error "%s" (buffer-string))))
  (revert-buffer t t t))

(wit-try-renaming (lambda (name)
                      (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t))) (eglot-rename name))))

(wit-try-fetching)

(wit-end)
