;;; cases.el --- eglot in a batch Emacs, with the configuration of editors/emacs -*- lexical-binding: t -*-
;; Writes a line of JSON for each case.
(require 'json)
(load (getenv "WIT_CONFIG"))
(setq eglot-sync-connect 30 make-backup-files nil create-lockfiles nil)

(defconst wit-workspace default-directory)

(defun wit-record (entry)
  (append-to-file (concat (json-encode entry) "\n") nil (getenv "WIT_E2E_RESULTS")))

(defun wit-wait (probe)
  (let ((end (+ (float-time) 20)) found)
    (while (and (not (setq found (funcall probe))) (< (float-time) end))
      (accept-process-output nil 0.05))
    found))

(defun wit-open (name)
  (find-file (expand-file-name name wit-workspace))
  (unless (eglot-managed-p) (call-interactively #'eglot))
  (unless (wit-wait #'eglot-managed-p) (error "eglot does not manage %s" name)))

(defun wit-texts ()
  (sort (mapcar #'flymake-diagnostic-text (flymake-diagnostics)) #'string<))

(defun wit-expect (actual expected)
  (unless (equal actual expected) (error "expected %S, found %S" expected actual)))

(defmacro wit-case (title &rest body)
  `(let ((start (float-time)) problem)
     (condition-case err (progn ,@body) (error (setq problem (error-message-string err))))
     (wit-record (append (list (cons 'title ,title)
                               (cons 'milliseconds (round (* 1000 (- (float-time) start)))))
                         (and problem (list (cons 'error problem)))))))

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

(wit-case "formats"
  (let ((before (buffer-string)))
    (goto-char (point-max))
    (search-backward "export")
    (insert "      ")
    (eglot-format-buffer)
    (wit-expect (buffer-string) before)
    (set-buffer-modified-p nil)))

(wit-record '((ended . t)))
(kill-emacs 0)
