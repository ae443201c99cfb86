;;; steps.el --- The ten steps in the project of steps.mjs, for both clients -*- lexical-binding: t -*-
;; A client brings `wit-open', `wit-texts' (of each finding, with its code), `wit-flush' (sends what was typed), and a list of
;; its commands: `:complete', `:definition', `:rename' (to a name), `:format', `:restart'.

(declare-function wit-open "client")
(declare-function wit-texts "client")
(declare-function wit-flush "client")

(defun wit-step-open (name)
  (wit-open (concat "steps/" name)))

(defun wit-shows (pattern)
  "Wait until the findings of this buffer match PATTERN; without one, until there are none."
  (let ((found (lambda ()
                 (let ((texts (mapconcat #'identity (wit-texts) "\n")))
                   (if pattern (string-match-p pattern texts) (equal texts ""))))))
    (unless (wit-wait found)
      (error "expected %S, found %S in %s" (or pattern "nothing") (wit-texts) (buffer-string)))))

(defun wit-go (text)
  "Go behind TEXT, from the top."
  (goto-char (point-min))
  (search-forward text))

(defun wit-has (text)
  (unless (wit-wait (lambda () (string-match-p (regexp-quote text) (buffer-string))))
    (error "expected %s in\n%s" text (buffer-string))))

(defun wit-outside (what)
  "Do WHAT beside Emacs, as outside.sh says."
  (let ((default-directory (expand-file-name "steps/" wit-workspace)))
    (with-temp-buffer
      (unless (equal 0 (call-process (getenv "WIT_OUTSIDE") nil t nil what))
        (error "%s: %s" what (buffer-string))))))

(defun wit-leads (command text name line)
  "COMMAND at TEXT leads to LINE of the file NAME."
  (wit-step-open "wit/desk.wit")
  (wit-go text)
  (backward-char 2)
  (funcall command)
  (unless (wit-wait (lambda () (string-suffix-p name (or buffer-file-name ""))))
    (error "is in %s" buffer-file-name))
  (unless (string-match-p line (thing-at-point 'line)) (error "is at %s" (thing-at-point 'line))))

(defun wit-complete (command line result)
  "COMMAND completes at the end of LINE, a new one of `desk', to RESULT."
  (wit-step-open "wit/desk.wit")
  (wit-go "  find: ")
  (beginning-of-line)
  (insert line "\n")
  (backward-char 1)
  (wit-flush)
  (funcall command)
  (wit-has (concat "\n" result "\n"))
  (wit-go result)
  (insert ";")
  (wit-flush))

(defun wit-ten-steps (commands)
  (wit-case "shows a finding at open"
    (wit-step-open "wit/desk.wit")
    (wit-shows "name/unknown-type"))

  (wit-case "follows a word that is typed"
    (wit-go "id: strin")
    (insert "g")
    (wit-flush)
    (wit-shows nil))

  (wit-case "accepts a completion"
    (wit-complete (plist-get commands :complete) "  now: func() -> amo" "  now: func() -> amount"))

  (wit-case "accepts a completion with its `use`"
    (wit-complete (plist-get commands :complete) "  part: func() -> perc" "  part: func() -> percent")
    (wit-has "{amount, percent}"))

  (wit-case "goes to a definition in a dependency"
    (wit-leads (plist-get commands :definition) "{amount" "money.wit" "record amount"))

  (wit-case "goes to a definition in a .wasm"
    (wit-leads (plist-get commands :definition) "{instant" "clock.wasm.wit" "record instant")
    (wit-has "package acme:clock@1.0.0;")
    (wit-expect (wit-texts) nil))

  (wit-case "renames over two files"
    (wit-step-open "wit/desk.wit")
    (wit-go "{order")
    (backward-char 2)
    (funcall (plist-get commands :rename) "sale")
    (wit-has "use types.{sale};")
    (save-some-buffers t)
    (with-temp-buffer
      (insert-file-contents (expand-file-name "steps/wit/types.wit" wit-workspace))
      (wit-has "record sale {")))

  (wit-case "formats as `format --check` wants it"
    (wit-step-open "wit/desk.wit")
    (setq-local tab-width 8 indent-tabs-mode t)
    (goto-char (point-min))
    (while (re-search-forward "^  " nil t) (replace-match "\t"))
    (wit-flush)
    (funcall (plist-get commands :format))
    (wit-has "\n  now: func() -> amount;\n")
    (save-buffer)
    (wit-outside "formatted"))

  (wit-case "sees what was fetched into deps/ outside"
    (wit-step-open "needs/wit/needs.wit")
    (wit-shows "package/not-found")
    (wit-outside "fetch")
    (wit-shows nil))

  (wit-case "sees a commit"
    (wit-step-open "wit/desk.wit")
    (wit-shows "semver/")
    (wit-outside "commit")
    (wit-shows nil)
    (wit-outside "uncommit")
    (wit-shows "semver/")
    (wit-outside "commit")
    (wit-shows nil))

  (wit-case "sees a checkout"
    (wit-outside "branch")
    (wit-shows "name/not-in-interface")
    (wit-outside "main")
    (wit-shows nil))

  (wit-case "goes on after a restart of the server"
    (funcall (plist-get commands :restart))
    (wit-step-open "wit/desk.wit")
    (wit-go "id: string")
    (insert "x")
    (wit-flush)
    (wit-shows "name/unknown-type")
    (delete-char -1)
    (wit-flush)
    (wit-shows nil)
    (wit-leads (plist-get commands :definition) "{instant" "clock.wasm.wit" "record instant")))

(provide 'steps)
;;; steps.el ends here
