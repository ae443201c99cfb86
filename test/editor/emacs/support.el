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

(defun wit-end ()
  (wit-record '((ended . t)))
  (kill-emacs 0))

(provide 'support)
;;; support.el ends here
