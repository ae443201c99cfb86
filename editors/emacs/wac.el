;;; wac.el --- Major mode for WAC, which puts components together  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1") (wit "0.1.0"))
;; Keywords: languages

;;; Commentary:

;; WAC puts components of the WebAssembly Component Model together.  Its syntax is that of WIT with a few words more, and
;; one language server serves both: see wit.el.

;;; Code:

(require 'wit)

(defconst wac-keywords '("let" "new" "targets")
  "Words that WAC has beside those of WIT.")

;;;###autoload
(define-derived-mode wac-mode wit-mode "WAC"
  "Major mode for WAC, which puts components together."
  (setq-local font-lock-defaults `(,(wit-font-lock-keywords (append wac-keywords wit-keywords)))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.wac\\'" . wac-mode))

(provide 'wac)
;;; wac.el ends here
