package importweb

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// fileView is the page of a file: under way, checked, written or failed.
type fileView struct {
	Kind     string
	Name     string
	Here     string // this page's address
	Crumbs   []ui.Link
	Progress *ui.ProgressView
	State    ui.State
	Said     string
	Ignored  string
	Fault    bool
	Messages []sheet.Message
	More     int    // refused rows beyond those shown
	Refused  string // address of the refused rows
	Write    string // what the button says; empty when there is nothing to write
	See      ui.Link
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	f, err := p.fileOf(r)
	if err != nil {
		return err
	}
	v, err := p.fileView(r.Context(), f)
	if err != nil {
		return err
	}
	if web.IsFragment(r) {
		return p.Site.Fragment(w, r, filePart(v))
	}
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: i18n.T(r.Context(), "import.title"), Nav: "import"}, filePage(v))
}

func (p *Pages) fileView(ctx context.Context, f file) (fileView, error) {
	v := fileView{
		Kind: f.Kind, Name: f.Name, Here: "/import/" + f.Kind + "/" + f.ID,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "import.title"), Href: "/import/" + f.Kind}, {Text: f.Name}},
	}
	if f.underWay() {
		v.Progress = p.progressView(ctx, f)
		return v, nil
	}
	if f.State == failed {
		v.Fault, v.State, v.Said = true, ui.Low, f.Fault
		return v, nil
	}
	if err := json.Unmarshal([]byte(f.Messages), &v.Messages); err != nil {
		return v, err
	}
	var ignored []string
	if err := json.Unmarshal([]byte(f.Ignored), &ignored); err != nil {
		return v, err
	}
	v.Ignored = strings.Join(ignored, ", ")
	v.say(ctx, f)
	return v, nil
}

// say tells what was found or done, and what to do next.
func (v *fileView) say(ctx context.Context, f file) {
	good := f.Total - f.Refused
	args := i18n.Args{"good": good, "refused": f.Refused, "total": f.Total}
	if f.Refused > 0 {
		v.Refused = v.Here + "/refused.csv"
		v.More = f.Refused - linesIn(v.Messages)
	}
	switch {
	case f.State == written && f.Refused > 0:
		v.State, v.Said, v.See = ui.Slow, i18n.T(ctx, "import.said.partly", args), seeOf(ctx, f.Kind)
	case f.State == written:
		v.State, v.Said, v.See = ui.OK, i18n.T(ctx, "import.said.written", args), seeOf(ctx, f.Kind)
	case good == 0:
		v.State, v.Said = ui.Low, i18n.T(ctx, "import.said.allbad", args)
	case f.Refused > 0:
		v.State, v.Said, v.Write = ui.Slow, i18n.T(ctx, "import.said.some", args), i18n.T(ctx, "import.write.good", args)
	default:
		v.State, v.Said, v.Write = ui.OK, i18n.T(ctx, "import.said.good", args), i18n.T(ctx, "import.write.all", args)
	}
}

// linesIn counts the rows that messages are about.
func linesIn(messages []sheet.Message) int {
	lines := map[int]bool{}
	for _, m := range messages {
		lines[m.Line] = true
	}
	return len(lines)
}

func seeOf(ctx context.Context, kind string) ui.Link {
	switch kind {
	case "units":
		return ui.Link{Text: i18n.T(ctx, "import.see.units"), Href: "/tree"}
	case "targets":
		return ui.Link{Text: i18n.T(ctx, "import.see.targets"), Href: "/targets"}
	case "bank":
		return ui.Link{Text: i18n.T(ctx, "import.see.bank"), Href: "/bank"}
	}
	return ui.Link{Text: i18n.T(ctx, "import.see.activities"), Href: "/activities"}
}

// progressView tells how far the job is; another node's is not known here.
func (p *Pages) progressView(ctx context.Context, f file) *ui.ProgressView {
	v := &ui.ProgressView{Title: i18n.T(ctx, "import.checking", i18n.Args{"file": f.Name})}
	if f.State == writing {
		v.Title = i18n.T(ctx, "import.writing", i18n.Args{"file": f.Name})
	}
	if at, known := p.running.Load(f.ID); known {
		now := at.(progress)
		v.Total, v.Done, v.Refused = f.Total, now.done, now.refused
		v.Left = left(ctx, now, f.Total)
	}
	return v
}

// left guesses the time from what is done; nothing before there is something
// to go by.
func left(ctx context.Context, now progress, total int) string {
	took := time.Duration(day.Machine()-now.began) * time.Microsecond
	if now.done == 0 || took < 2*time.Second {
		return ""
	}
	rest := time.Duration(float64(took) / float64(now.done) * float64(total-now.done))
	if rest < time.Minute {
		return i18n.T(ctx, "import.left.seconds", i18n.Args{"n": int(rest.Seconds()) + 1})
	}
	return i18n.T(ctx, "import.left.minutes", i18n.Args{"n": int(rest.Minutes()) + 1})
}

// refusals is the refused rows, to be corrected and sent again.
func (p *Pages) refusals(w http.ResponseWriter, r *http.Request) error {
	f, err := p.fileOf(r)
	if err != nil {
		return err
	}
	var content string
	err = p.DB.Read(r.Context(), func(tx *db.Tx) error {
		content, err = refusalsOf(r.Context(), tx, f.ID)
		return err
	})
	if err != nil {
		return err
	}
	csv, err := base64.StdEncoding.DecodeString(content)
	if err == nil && len(csv) == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	return sendCSV(w, f.Name+".refused.csv", csv)
}

func sendCSV(w http.ResponseWriter, name string, csv []byte) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(csv) // the reader is gone; there is nobody to tell
	return nil
}
