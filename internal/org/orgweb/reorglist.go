package orgweb

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// What is to become of the rows that stand when a list comes.
const (
	modeAmend   = "amend"
	modeReplace = "replace"
)

func (p *Pages) listForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": versionOf(c), "mode": modeAmend})
	if err != nil {
		return err
	}
	return p.showList(w, r, c, f)
}

// listView is the page that takes a list.
type listView struct {
	frame
	Columns []sheet.Column
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form) error {
	ctx := r.Context()
	title, base := i18n.T(ctx, "org.reorg.list.title"), org.ReorgHref(c.Reorg.ID)
	v := frame{
		Title: title, Lead: i18n.T(ctx, "org.reorg.list.lead"), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/list", Back: base,
		Save: i18n.T(ctx, "org.reorg.list.save"),
	}
	views := []ui.FieldView{
		{Name: "version", Type: "hidden"},
		{Name: "file", Type: "file", Attrs: map[string]any{"accept": ".csv,.xlsx,text/csv"}},
		{Name: "paste", Type: "textarea", Rows: 6, Optional: true, Autocomplete: "off"},
	}
	if len(c.Lines) > 0 {
		views = append(views, ui.FieldView{Name: "mode", Type: radios, Choices: []ui.Choice{
			{Value: modeAmend, Text: i18n.T(ctx, "org.reorg.list.amend")},
			{Value: modeReplace, Text: i18n.T(ctx, "org.reorg.list.replace", i18n.Args{"count": len(c.Lines)})},
		}})
	}
	for i, field := range views {
		if field.Type != "hidden" {
			field = reorgField(ctx, field)
		}
		views[i] = f.Field(field)
	}
	v.Groups = []group{{Fields: views}}
	return p.render(w, r, f.Status(), title, listPage(listView{v, org.LineColumns()}))
}

// list takes a list, a file or pasted rows. All rows are kept, those that are
// wrong too: the draft's page leads to them.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	var lines []org.Line
	sent := false
	f, err := web.ReadUpload(w, r, func(_, name string, file io.ReadSeeker) (err error) {
		sent = true
		lines, err = p.readList(file, name)
		return err
	})
	if err != nil {
		return err
	}
	err = f.Err()
	if text := f.Values.Get("paste"); err == nil && !sent && strings.TrimSpace(text) != "" {
		sent = true
		lines, err = p.readList(strings.NewReader(withHeader(text)), "paste")
		err = errs.Renamed(err, "", "paste")
	}
	switch {
	case err == nil && !sent:
		err = errs.At("file", "org.reorg.list.nothing")
	case err == nil && len(lines) == 0:
		err = errs.At("file", "org.reorg.list.norows")
	}
	if err == nil {
		err = p.amend(r, f, func(_ org.ReorgCard, plan org.Plan) (org.Plan, error) {
			if f.Text("mode") == modeReplace {
				plan.Lines = nil
			}
			plan.Lines = org.Amend(plan.Lines, lines)
			return plan, nil
		})
	}
	if f.Err() != nil || f.Take(err) {
		return p.showList(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, org.ReorgHref(c.Reorg.ID), i18n.T(r.Context(), "org.reorg.done.list", i18n.Args{"count": len(lines)}))
}

func (p *Pages) readList(file io.Reader, name string) (lines []org.Line, err error) {
	in, err := sheet.Open(file, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // it was only read
	return p.Org.ReadLines(in)
}

// withHeader puts the columns in front of rows that were pasted without them,
// and fills short rows up: Excel leaves out nothing, people do.
func withHeader(text string) string {
	rows := strings.Split(strings.ReplaceAll(strings.Trim(text, "\r\n"), "\r\n", "\n"), "\n")
	cols := org.LineColumns()
	if !hasHeader(rows[0], cols) {
		var head []string
		for _, c := range cols {
			head = append(head, c.Names[0])
		}
		rows = append([]string{strings.Join(head, "\t")}, rows...)
	}
	want := strings.Count(rows[0], "\t")
	for i, row := range rows {
		if n := strings.Count(row, "\t"); n < want && row != "" {
			rows[i] += strings.Repeat("\t", want-n)
		}
	}
	return strings.Join(rows, "\n") + "\n"
}

// hasHeader tells whether a row begins with the name of a column.
func hasHeader(row string, cols []sheet.Column) bool {
	r, err := sheet.Open(strings.NewReader(row+"\n"), "")
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }() // it was only read
	for i := range cols {
		cols[i].Required = i < 2
	}
	return r.Bind(cols) == nil
}

// sampleList is a small list to begin with.
func (p *Pages) sampleList(w http.ResponseWriter, _ *http.Request) error {
	rows := [][]string{p.columnNames()[:12]}
	for _, l := range []org.Line{
		{Op: org.OpFound, Unit: "HN-P00004", Name: "Công đoàn phường Ba Đình", Parent: "HN", Kind: "ward", Ward: "00004"},
		{Op: org.OpMove, Unit: "HN-BADINH-0001", Parent: "HN-P00004"},
		{Op: org.OpEnd, Unit: "HN-BADINH", Heirs: "HN-P00004"},
		{Op: org.OpRename, Unit: "HN-BADINH-0002", Name: "Nghiệp đoàn Xe ôm công nghệ Phúc Xá"},
		{Op: org.OpRecast, Unit: "HN-BADINH-0003", Kind: "occupational"},
	} {
		rows = append(rows, p.Org.LineCells(l)[:12])
	}
	return sendCSV(w, "danh-sach-sap-xep.csv", rows)
}

func (p *Pages) columnNames() (out []string) {
	for _, c := range org.LineColumns() {
		out = append(out, c.Names[0])
	}
	return out
}

func sendCSV(w http.ResponseWriter, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff") // for Excel, which reads marks wrong without
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return attach(w, "text/csv; charset=utf-8", name, &b)
}

func attach(w http.ResponseWriter, kind, name string, b *bytes.Buffer) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := b.WriteTo(w)
	return err
}

// refusedCSV is the rows of a draft that are wrong, with the reasons; corrected
// and sent again each takes its place.
func (p *Pages) refusedCSV(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	faults, err := p.rowFaults(r, c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	out := sheet.NewRefusals(&b, p.columnNames())
	for _, l := range c.Lines {
		var reasons []string
		for _, f := range faults[l.Position] {
			reasons = append(reasons, f.say())
		}
		if len(reasons) == 0 {
			continue
		}
		if err := out.AddCells(p.Org.LineCells(l), strings.Join(reasons, org.Apart)); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return attach(w, "text/csv; charset=utf-8", "dong-can-sua.csv", &b)
}

// linesXLSX is all rows the actor may read, as a list that can be sent again.
func (p *Pages) linesXLSX(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Org.OpenReorg(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	s := document.Sheet{Name: i18n.T(ctx, "org.reorg.list.sheet")}
	for i, name := range p.columnNames() {
		s.Columns = append(s.Columns, document.Column{Title: name, Width: columnWidth(i)})
	}
	var b bytes.Buffer
	if err := document.WriteXLSX(&b, s, p.cells(ctx, c)); err != nil {
		return err
	}
	return attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sap-xep-"+strconv.Itoa(c.Reorg.Version)+".xlsx", &b)
}

func columnWidth(i int) float64 {
	if i == 2 { // names
		return 44
	}
	return 18
}

func (p *Pages) cells(_ context.Context, c org.ReorgCard) iter.Seq[[]document.Cell] {
	return func(yield func([]document.Cell) bool) {
		for _, l := range c.Lines {
			var row []document.Cell
			for _, text := range p.Org.LineCells(l) {
				row = append(row, document.Cell{Text: text})
			}
			if !yield(row) {
				return
			}
		}
	}
}
