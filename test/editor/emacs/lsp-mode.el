;;; lsp-mode.el --- lsp-mode in a batch Emacs, with the configuration of editors/emacs -*- lexical-binding: t -*-
(require 'support (expand-file-name "support.el" (file-name-directory load-file-name)))
(require 'steps (expand-file-name "steps.el" (file-name-directory load-file-name)))
(require 'lsp-mode)
(require 'company)
(wit-use-lsp-mode)
(setq lsp-auto-guess-root t lsp-restart 'ignore lsp-enable-file-watchers nil lsp-diagnostics-provider :none
      ;; Parts of it that only a window shows.
      lsp-modeline-workspace-status-enable nil lsp-modeline-diagnostics-enable nil lsp-modeline-code-actions-enable nil
      lsp-headerline-breadcrumb-enable nil lsp-lens-enable nil lsp-enable-symbol-highlighting nil
      lsp-session-file (expand-file-name "~/lsp-session"))

(defun wit-open (name)
  (find-file (expand-file-name name wit-workspace))
  ;; What the command loop does.
  (unless (lsp-workspaces) (lsp))
  (unless (wit-wait (lambda () (and (lsp-workspaces) (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
    (error "lsp-mode does not manage %s" name)))

(defun wit-texts ()
  (mapcar (lambda (it) (format "[%s] %s" (lsp-get it :code) (lsp-get it :message))) (gethash (file-truename buffer-file-name) (lsp-diagnostics t))))

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

(defun wit-flush ())

(setq company-frontends nil)

(defun wit-company ()
  "Take the first; lsp-mode knows of it only from company."
  (company-mode 1)
  (company-manual-begin)
  (company-complete-selection))

(wit-ten-steps
 (list :complete #'wit-company
       :definition #'lsp-find-definition
       :rename #'lsp-rename
       :format #'lsp-format-buffer
       :restart (lambda ()
                  (let ((old (car (lsp-workspaces))))
                    (lsp-workspace-restart old)
                    (wit-wait (lambda () (not (memq old (lsp-workspaces)))))))))

(wit-end)
