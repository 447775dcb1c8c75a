package agreementweb

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/web"
)

// paperRoutes are those of texts, papers and files.
func (p *Pages) paperRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /agreements/{id}/text", Need: agreement.Read, Do: p.readTextPage},
		{Pattern: "GET /agreements/{id}/text/begin", Need: agreement.Write, Do: p.beginTextForm},
		{Pattern: "POST /agreements/{id}/text/begin", Need: agreement.Write, Do: p.beginText},
		{Pattern: "GET /agreements/{id}/text/{lang}", Need: agreement.Write, Do: p.textForm},
		{Pattern: "POST /agreements/{id}/text/{lang}", Need: agreement.Write, Do: p.saveText},
		{Pattern: "GET /agreements/{id}/minutes", Need: agreement.Write, Do: p.minutesForm},
		{Pattern: "POST /agreements/{id}/minutes", Need: agreement.Write, Do: p.saveMinutes},
		{Pattern: "GET /agreements/{id}/files/{file}/drop", Need: agreement.Write, Do: p.dropForm},
		{Pattern: "POST /agreements/{id}/files/{file}/drop", Need: agreement.Write, Do: p.drop},
	}
	for _, f := range formats() {
		out = append(out, web.Route{Pattern: "GET /agreements/{id}/minutes." + f.ending, Need: agreement.Read, Do: p.minutesFile(f)})
	}
	return out
}

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

// orPaper answers with the agreement as a file where its address ends like one,
// and else as next does.
func (p *Pages) orPaper(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		for _, f := range formats() {
			if id, ok := strings.CutSuffix(r.PathValue("id"), "."+f.ending); ok {
				return p.download(w, r, id, f)
			}
		}
		return next(w, r)
	}
}

// download answers with an agreement as a file, in the languages asked for.
func (p *Pages) download(w http.ResponseWriter, r *http.Request, id string, f format) error {
	ctx := r.Context()
	langs := asked(r)
	doc, err := p.Agreement.Paper(ctx, id, langs...)
	if err != nil {
		return err
	}
	c, err := p.Agreement.Open(ctx, id)
	if err != nil {
		return err
	}
	return send(w, f, doc, strings.Join(append([]string{c.Title}, langs...), " "))
}

// asked are the languages an address asks for; none: that of the text that holds.
func asked(r *http.Request) []string {
	return strings.FieldsFunc(r.URL.Query().Get("lang"), func(c rune) bool { return c == ',' || c == ' ' })
}

// send writes a paper whole before the first byte goes out: a fault is a page
// and no broken file.
func send(w http.ResponseWriter, f format, doc paper.Paper, name string) error {
	if f.ending == "pdf" {
		if ok, err := doc.Drawable(); err != nil {
			return err
		} else if !ok {
			return errs.New(errs.Conflict, "agreement.paper.letters")
		}
	}
	var file bytes.Buffer
	if err := f.write(&file, doc); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Content-Disposition", `attachment; filename="`+plainName(name)+"."+f.ending+`"`)
	h.Set("Cache-Control", "no-store")
	_, _ = file.WriteTo(w) // the reader is gone; there is nobody to tell
	return nil
}

// longestName is how many letters the name of a file has at most.
const longestName = 80

// plainName is text in letters every system takes in a file's name.
func plainName(text string) string {
	folded := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, search.Fold(text))
	name := strings.Join(strings.Fields(folded), "-")
	if len(name) > longestName {
		name = strings.Trim(name[:longestName], "-")
	}
	if name == "" {
		return "van-ban"
	}
	return name
}
