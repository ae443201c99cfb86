;;; eglot.el --- eglot in a batch Emacs, with the configuration of editors/emacs -*- lexical-binding: t -*-
(require 'support (expand-file-name "support.el" (file-name-directory load-file-name)))
(require 'steps (expand-file-name "steps.el" (file-name-directory load-file-name)))
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

(defun wit-flush ()
  (eglot--signal-textDocument/didChange))

(wit-ten-steps
 (list :complete #'completion-at-point
       :definition (lambda () (call-interactively #'xref-find-definitions))
       :rename (lambda (name) (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t))) (eglot-rename name)))
       :format #'eglot-format-buffer
       :restart (lambda () (eglot-reconnect (eglot-current-server)))))

(wit-end)
