package reportweb

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"unicode"

	"donghanh/internal/platform/document/paper"
	"donghanh/internal/report"

	"golang.org/x/text/unicode/norm"
)

// format is a kind of file a paper can be taken away as.
type format struct {
	name, ending, media string
	write               func(io.Writer, paper.Paper) error
}

func formats() []format {
	return []format{
		{"Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper.WriteDOCX},
		{"PDF", "pdf", "application/pdf", paper.WritePDF},
	}
}

// download answers with the paper as a file. It is written whole before the
// first byte goes out, so that a fault is an error page and no broken file.
func (p *Pages) download(w http.ResponseWriter, r *http.Request, id string, f format) error {
	v, err := p.Report.Show(r.Context(), id)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := f.write(&file, v.Paper(p.Base(r), false)); err != nil {
		return err
	}
	if err := p.Report.Downloaded(r.Context(), id, f.ending); err != nil {
		return err
	}
	return attach(w, f.media, fileName(v)+"."+f.ending, &file)
}

// attach sends a file to be saved.
func attach(w http.ResponseWriter, media, name string, file *bytes.Buffer) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	_, _ = file.WriteTo(w) // the reader is gone; there is nobody to tell
	return nil
}

// fileName names a paper so that it is found again among others:
// BC-118-LDLD-quan-Ba-Dinh-nam-2023.
func fileName(v report.View) string {
	number, _, signed := strings.Cut(v.Number, "/")
	if !signed {
		number = "du-thao"
	}
	name := []string{v.Tpl.Symbol, number, v.UnitRow.Name, report.PeriodWords(v.Period)}
	if v.Supplements != "" {
		name = append(name, "bo-sung")
	}
	return plainName(strings.Join(name, "-"))
}

// plainName is text in letters every system takes in a file's name.
func plainName(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.NewReplacer("đ", "d", "Đ", "D").Replace(s)) {
		switch {
		case unicode.IsMark(r):
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}
