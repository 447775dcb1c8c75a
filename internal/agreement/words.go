package agreement

import (
	"strings"
	"unicode/utf8"

	"donghanh/internal/platform/errs"
)

// line is a text of one line, its blanks tidied.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// lines is a text of many lines, each tidied at its end.
func lines(text string) string {
	var out []string
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		out = append(out, strings.TrimRight(l, " \t"))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

func need(faults *errs.List, field, text string, most int) {
	if text == "" {
		faults.Add(errs.At(field, "error.required"))
		return
	}
	atMost(faults, field, text, most)
}

func atMost(faults *errs.List, field, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		faults.Add(errs.At(field, "error.text.long", errs.Args{"max": most}))
	}
}

func checkReason(faults *errs.List, asked bool, reason string) {
	if asked {
		need(faults, "reason", line(reason), maxReason)
	}
}
