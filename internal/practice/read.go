package practice

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
)

// Figure is a result that was counted just now.
type Figure struct {
	Asked
	Name  string // of the indicator, with its part
	Unit  string // "đoàn viên"
	Value string // "2.938"; "–" where there is none
	Href  string // its sources; empty for whoever may not open them
}

// Change is a version that was left, and why.
type Change struct {
	Was    Practice
	Reason string // empty: it was shared with others
	By     string // id of an account
	At     int64
}

// Card is all there is to know of a practice.
type Card struct {
	Practice
	On        day.Date // today
	Owner     org.Unit
	Figures   []Figure
	Files     []blob.Info
	Adoptions []Taken
	Changes   []Change // newest first
	Record    string   // title of the record it grew from, for whoever may read it; else empty
	MayWrite  bool
	MayAdopt  bool // for some unit of the actor's
	MayOpen   bool // the page of the owner
}

// Taken is an adoption with its figures.
type Taken struct {
	Adoption
	Figures  []Figure
	MayWrite bool
}

// Open reads a practice for a page; one that is not shared with the actor is not
// found.
func (s *Service) Open(ctx context.Context, id string) (c Card, err error) {
	defer errs.Wrap(&err, "practice.Open(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.OpenIn(ctx, tx, id)
		return err
	})
	return c, err
}

// OpenIn is Open on the caller's snapshot.
func (s *Service) OpenIn(ctx context.Context, tx *db.Tx, id string) (c Card, err error) {
	c.On = tx.Today()
	for _, read := range []func() error{
		func() error { c.Practice, err = s.readable(ctx, tx, id); return err },
		func() error { c.Owner, err = s.Org.UnitByID(ctx, tx, c.Unit); return err },
		func() error { c.Figures, err = s.figures(ctx, tx, c.Owner, c.Practice.Figures); return err },
		func() error { c.Files, err = files(ctx, tx, c.Practice.Files); return err },
		func() error { c.Adoptions, err = s.taken(ctx, tx, id); return err },
		func() error { c.Changes, err = s.changes(ctx, tx, id); return err },
		func() error { return s.rights(ctx, tx, &c) },
	} {
		if err := read(); err != nil {
			return c, err
		}
	}
	return c, nil
}

// rights tells what the actor may do, and the record where they may read it.
func (s *Service) rights(ctx context.Context, tx *db.Tx, c *Card) (err error) {
	c.MayAdopt = s.Org.Guard.May(ctx, Write) && c.SharedBy(c.On)
	if err := s.Org.Guard.Read(ctx, tx, org.Read, c.Unit); err == nil {
		c.MayOpen = true
	} else if !errs.Is(err, errs.NotFound) {
		return err
	}
	if c.WithdrawnAt == nil {
		if c.MayWrite, err = s.Org.Guard.Can(ctx, tx, Write, c.Unit); err != nil {
			return err
		}
	}
	if c.Practice.Record == nil {
		return nil
	}
	switch err := s.Org.Guard.Read(ctx, tx, activity.Read, c.Unit); {
	case errs.Is(err, errs.NotFound):
		return nil
	case err != nil:
		return err
	}
	return tx.Get(ctx, &c.Record, `/* practice.rights record */ SELECT title FROM activity_record WHERE id = $1`, *c.Practice.Record)
}

// taken reads who has taken a practice over.
func (s *Service) taken(ctx context.Context, tx *db.Tx, practice string) (out []Taken, err error) {
	all, err := adoptionsOf(ctx, tx, practice, tx.Tomorrow())
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.Since > tx.Today() {
			continue
		}
		t := Taken{Adoption: a}
		u, err := s.Org.UnitByID(ctx, tx, a.Unit)
		if err != nil {
			return nil, err
		}
		if t.Figures, err = s.figures(ctx, tx, u, a.Figures); err != nil {
			return nil, err
		}
		if t.MayWrite, err = s.Org.Guard.Can(ctx, tx, Write, a.Unit); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (s *Service) changes(ctx context.Context, tx *db.Tx, practice string) (out []Change, err error) {
	rows, err := changesOf(ctx, tx, practice, tx.Tomorrow())
	for _, r := range rows {
		c := Change{Reason: r.Reason, By: r.By, At: r.At}
		if err := json.Unmarshal([]byte(r.Was), &c.Was); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, err
}

// figures counts what shows results of a unit, in the tree as it stood. Who may
// not open the sources sees the number alone: it was shared.
func (s *Service) figures(ctx context.Context, tx *db.Tx, u org.Unit, all []Asked) (out []Figure, err error) {
	opens := true
	if err := s.Org.Guard.Read(ctx, tx, target.Read, u.ID); errs.Is(err, errs.NotFound) {
		opens = false
	} else if err != nil {
		return nil, err
	}
	for _, a := range all {
		f, err := s.figure(ctx, tx, u, a)
		if err != nil {
			return nil, err
		}
		if opens {
			f.Href = sourcesHref(u.Code, a)
		}
		out = append(out, f)
	}
	return out, nil
}

func (s *Service) figure(ctx context.Context, tx *db.Tx, u org.Unit, a Asked) (f Figure, err error) {
	f = Figure{Asked: a, Value: "–"}
	ind, err := s.catalogue().Indicator(a.Indicator)
	if err != nil {
		return f, err
	}
	f.Name, f.Unit = ind.Name, ind.Unit
	if a.Part != "" {
		f.Name += ", " + s.catalogue().ValueLabel(a.Dim, a.Part)
	}
	period, err := ledger.ParsePeriod(a.Period)
	if err != nil {
		return f, err
	}
	all, err := s.ledger().Figures(ctx, tx, ledger.Query{
		Units: []string{u.ID}, Indicators: []*ledger.Indicator{ind}, Period: period, Tree: ledger.Then, By: a.Dim, Part: a.Part,
	})
	for _, v := range all {
		if v.Part == a.Part && v.Value != nil {
			f.Value = ledger.Text(v)
		}
	}
	return f, err
}

// sourcesHref is the page that opens a figure.
func sourcesHref(unit string, a Asked) string {
	q := url.Values{"unit": {unit}, "period": {a.Period}}
	if a.Dim != "" {
		q.Set("by", a.Dim)
		q.Set("value", a.Part)
	}
	return "/figures/" + a.Indicator + "?" + q.Encode()
}

// files is what is known of files, in their order.
func files(ctx context.Context, tx *db.Tx, ids []string) (out []blob.Info, err error) {
	infos, err := blob.Infos(ctx, tx, ids...)
	for _, id := range ids {
		if i, there := infos[id]; there {
			out = append(out, i)
		}
	}
	return out, err
}

// File is what is known of a file of a practice, with its preview if it is a
// picture; whoever may read the practice may read it.
func (s *Service) File(ctx context.Context, practice, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "practice.File(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := s.readable(ctx, tx, practice)
		if err == nil && !slices.Contains(p.Files, id) {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		if i, err = blob.Get(ctx, tx, id); err != nil || !i.Picture() {
			return err
		}
		preview, err = blob.Preview(ctx, tx, id)
		return err
	})
	return i, preview, err
}

// Kept is what is known of files a form carries along: those of the practice and
// those the actor has just sent.
func (s *Service) Kept(ctx context.Context, practice string, ids []string) (out []blob.Info, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var old []string
		if p, err := s.readable(ctx, tx, practice); err == nil {
			old = p.Files
		} else if !errs.Is(err, errs.NotFound) {
			return err
		}
		all, err := files(ctx, tx, ids)
		out = slices.DeleteFunc(all, func(i blob.Info) bool { return i.Account != actor(ctx) && !slices.Contains(old, i.ID) })
		return err
	})
	return out, err
}

// figureField is the field of a form where the i-th figure stands, from 0.
func figureField(i int) string { return "figure_" + strconv.Itoa(i+1) }

// Indicated is what the value counts: empty for a percentage, whose sign is in
// its value.
func (f Figure) Indicated() string {
	if f.Unit == "%" {
		return ""
	}
	return f.Unit
}
