package importweb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// maxFile bounds a file that is sent.
const maxFile = 10 << 20

// sendView is the page that takes a file.
type sendView struct {
	Kind    string
	Tabs    []ui.Chip
	Form    *web.Form
	File    ui.FieldView
	Columns []columnView
}

// columnView is a column as people are told of it.
type columnView struct {
	Name     string
	Others   string // further names it is read by
	Example  string
	Required bool
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kindOf(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderSend(w, r, k, f)
}

func (p *Pages) renderSend(w http.ResponseWriter, r *http.Request, k sheet.Kind, f *web.Form) error {
	ctx := r.Context()
	v := sendView{Kind: k.Name, Form: f, Tabs: p.tabs(ctx, k.Name), Columns: columns(k)}
	v.File = f.Field(ui.FieldView{
		Name: "file", Label: i18n.T(ctx, "import.file"), Help: i18n.T(ctx, "import.file_help", i18n.Args{"max": maxFile >> 20}), Type: "file", Required: true,
		Attrs: map[string]any{"accept": ".csv,.xlsx,text/csv"},
	})
	return p.Site.Render(w, r, f.Status(), web.Page{Title: i18n.T(ctx, "import.title"), Nav: "import"}, sendPage(v))
}

func (p *Pages) tabs(ctx context.Context, current string) (out []ui.Chip) {
	for _, name := range order {
		if _, known := p.Kinds[name]; known {
			out = append(out, ui.Chip{Text: kindName(ctx, name), Href: "/import/" + name, Current: name == current})
		}
	}
	return out
}

func kindName(ctx context.Context, kind string) string {
	switch kind {
	case "units":
		return i18n.T(ctx, "import.kind.units")
	case "targets":
		return i18n.T(ctx, "import.kind.targets")
	case "activities":
		return i18n.T(ctx, "import.kind.activities")
	case "bank":
		return i18n.T(ctx, "import.kind.bank")
	}
	return kind
}

// send takes a file: what cannot be read at all is refused at once, the rest
// is checked by a job.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kindOf(r)
	if err != nil {
		return err
	}
	form, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	f, err := received(w, r, k, form)
	if err == nil {
		err = p.DB.Write(r.Context(), func(tx *db.Tx) error { return keepFile(r.Context(), tx, f) })
	}
	if errs.Of(err).Key == "error.exists" {
		err = nil // the second click
	}
	if form.Take(err) {
		return p.renderSend(w, r, k, form)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/import/"+k.Name+"/"+f.ID, "")
}

// received reads the file that was sent and looks through all its rows.
func received(w http.ResponseWriter, r *http.Request, k sheet.Kind, form *web.Form) (f file, err error) {
	name, content, err := upload(w, r)
	if err != nil {
		return f, err
	}
	form.Values.Set("once", r.FormValue("once"))
	sum := sha256.Sum256(content)
	f = file{
		ID: form.Once(), Account: web.Me(r).Account, Kind: k.Name, Name: name, SHA256: hex.EncodeToString(sum[:]),
		Content: base64.StdEncoding.EncodeToString(content), State: checking, CreatedAt: day.Machine(),
	}
	f.Total, f.Ignored, err = lookThrough(k, name, content)
	if errs.Is(err, errs.Invalid) {
		e := *errs.Of(err)
		e.Field = "file"
		err = &e
	}
	return f, err
}

func upload(w http.ResponseWriter, r *http.Request) (name string, content []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFile+64<<10) // and the form around it
	in, head, err := r.FormFile("file")
	tooBig := errs.At("file", "sheet.too_big", errs.Args{"file": "", "max": maxFile >> 20})
	if big := new(http.MaxBytesError); errors.As(err, &big) {
		return "", nil, tooBig
	}
	if err != nil {
		return "", nil, errs.At("file", "import.nofile").Because(err)
	}
	defer func() { _ = in.Close() }() // it was only read
	name = shownName(head.Filename)
	if tooBig.Args["file"] = name; head.Size > maxFile {
		return name, nil, tooBig
	}
	content, err = io.ReadAll(in)
	return name, content, err
}

// shownName is a file's name as both databases and a header take it.
func shownName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(filepath.Base(strings.ReplaceAll(s, `\`, "/")), ""))
	if runes := []rune(s); len(runes) > 120 {
		s = string(runes[len(runes)-120:])
	}
	return s
}

// lookThrough counts the rows and finds what is wrong with the file as a whole.
func lookThrough(k sheet.Kind, name string, content []byte) (rows int, ignored string, err error) {
	r, err := sheet.Open(bytes.NewReader(content), name)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = r.Close() }() // it was only read
	if err := r.Bind(k.Columns); err != nil {
		return 0, "", err
	}
	for {
		if _, err = r.Next(); err != nil {
			break
		}
		rows++
	}
	if err != io.EOF {
		return 0, "", err
	}
	if rows == 0 {
		return 0, "", errs.New(errs.Invalid, "import.norows", errs.Args{"file": name})
	}
	list, err := json.Marshal(append([]string{}, r.Ignored()...))
	return rows, string(list), err
}

// keepFile stores the file in place of earlier ones and has it checked.
func keepFile(ctx context.Context, tx *db.Tx, f file) error {
	if err := dropOld(ctx, tx, f.Account, f.Kind); err != nil {
		return err
	}
	if err := insertFile(ctx, tx, f); err != nil {
		return err
	}
	return job.Add(ctx, tx, runArgs{f.ID}, job.MaxTries(3))
}

// accept has the good rows of a checked file written.
func (p *Pages) accept(w http.ResponseWriter, r *http.Request) error {
	f, err := p.fileOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = p.DB.Write(ctx, func(tx *db.Tx) error { return orderFile(ctx, tx, f) })
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/import/"+f.Kind+"/"+f.ID, "")
}

// orderFile tells the audit log what is written by its digest; the second
// click finds the order given.
func orderFile(ctx context.Context, tx *db.Tx, f file) error {
	accept := 0
	if f.Refused > 0 {
		accept = 1 // the page said how many are left out
	}
	ordered, err := orderWriting(ctx, tx, f.ID, accept)
	if err != nil || !ordered {
		return err
	}
	err = audit.Add(ctx, tx, audit.Entry{
		Account: f.Account, Action: "import." + f.Kind, Target: f.ID, TargetKind: "file", Detail: map[string]string{"sha256": f.SHA256},
	})
	if err != nil {
		return err
	}
	return job.Add(ctx, tx, runArgs{f.ID}, job.MaxTries(3))
}
