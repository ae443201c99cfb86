;;; support.el --- What the cases of both clients share -*- lexical-binding: t -*-
;; Writes a line of JSON for each case.
(require 'json)
(add-to-list 'load-path (getenv "WIT_CONFIG"))
(require 'wit)
(require 'wac)
(setq make-backup-files nil create-lockfiles nil)

(defconst wit-workspace default-directory)

(defun wit-record (entry)
  (append-to-file (concat (json-encode entry) "\n") nil (getenv "WIT_E2E_RESULTS")))

(defun wit-wait (probe)
  (let ((end (+ (float-time) 20)) found)
    (while (and (not (setq found (funcall probe))) (< (float-time) end))
      (accept-process-output nil 0.05))
    found))

(defun wit-expect (actual expected)
  (unless (equal actual expected) (error "expected %S, found %S" expected actual)))

(defmacro wit-case (title &rest body)
  `(let ((start (float-time)) problem)
     (condition-case err (progn ,@body) (error (setq problem (error-message-string err))))
     (wit-record (append (list (cons 'title ,title)
                               (cons 'milliseconds (round (* 1000 (- (float-time) start)))))
                         (and problem (list (cons 'error problem)))))))

;; A client brings `wit-open', `wit-texts' and how it does these.
(declare-function wit-open "client")
(declare-function wit-texts "client")

(defun wit-try-formatting (format)
  "In the file that is open."
  (wit-case "formats"
    (let ((before (buffer-string)))
      (goto-char (point-max))
      (search-backward "export")
      (insert "      ")
      (funcall format)
      (wit-expect (buffer-string) before)
      (set-buffer-modified-p nil))))

(defun wit-try-renaming (rename)
  (wit-case "renames over two packages"
    (wit-open "duo/bill/wit/bill.wit")
    (let ((other (current-buffer)))
      (wit-open "duo/prices/wit/prices.wit")
      (goto-char (point-min))
      (search-forward "type pri")
      (funcall rename "cost")
      (unless (string-match-p "type cost = u64;" (buffer-string)) (error "%s" (buffer-string)))
      (with-current-buffer other
        (unless (string-match-p "{cost}" (buffer-string)) (error "%s" (buffer-string)))
        (set-buffer-modified-p nil)))
    (set-buffer-modified-p nil)))

(defun wit-try-fetching ()
  (wit-case "sees what was fetched into deps/ outside"
    (wit-open "fetched/wit/a.wit")
    (wit-wait #'wit-texts)
    (wit-expect (length (wit-texts)) 1)
    (make-directory (expand-file-name "fetched/wit/deps/other" wit-workspace) t)
    (with-temp-file (expand-file-name "fetched/wit/deps/other/o.wit" wit-workspace)
      (insert "package acme:other@1.0.0;\ninterface i { type t = u8; }\n"))
    (wit-wait (lambda () (null (wit-texts))))
    (wit-expect (wit-texts) nil)))

(defun wit-end ()
  (wit-record '((ended . t)))
  (kill-emacs 0))

(provide 'support)
;;; support.el ends here
