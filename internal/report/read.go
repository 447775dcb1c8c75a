package report

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
)

// View is a report with what its page shows around it.
type View struct {
	Report
	Tpl       *Template
	UnitRow   org.Unit
	Superior  org.Unit // zero at the top
	Sections  []Section
	Content   Content // frozen once it is signed, else live
	Frozen    *Frozen // of a signed one
	Intact    bool    // the snapshot of a signed one has its fingerprint
	Since     []Difference
	Steps     []Step
	Edited    *Edit             // the last change of words; nil if there was none
	Names     map[string]string // of accounts
	Behalf    string            // on a paper for a unit that has ended: who makes it
	Completes string            // number of the signed report it supplements
	MayWrite  bool
	MayReview bool
	MaySign   bool

	symbol, authority string // of the unit's papers
}

// Show reads a report; out of scope it is not found.
func (s *Service) Show(ctx context.Context, id string) (v View, err error) {
	defer errs.Wrap(&err, "report.Show(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v, err = s.showIn(ctx, tx, id)
		return err
	})
	return v, err
}

func (s *Service) showIn(ctx context.Context, tx *db.Tx, id string) (v View, err error) {
	if v.Report, err = s.readable(ctx, tx, id); err != nil {
		return v, err
	}
	c, err := s.composer(ctx, tx, v.Report)
	if err != nil {
		return v, err
	}
	v.Tpl, v.UnitRow, v.Superior, v.Completes, v.Behalf = c.tpl, c.unit, c.parent, c.completes, c.behalf
	kind := s.Org.Rules.Kind(c.unit.Kind)
	v.symbol, v.authority = kind.Symbol, kind.Authority
	if v.Sections, err = sectionsOf(ctx, tx, id); err != nil {
		return v, err
	}
	if err := s.content(ctx, tx, c, &v); err != nil {
		return v, err
	}
	if err := s.around(ctx, tx, &v); err != nil {
		return v, err
	}
	return v, s.mays(ctx, tx, &v)
}

// content is frozen or live.
func (s *Service) content(ctx context.Context, tx *db.Tx, c *composer, v *View) (err error) {
	if v.State != Signed {
		v.Content, err = c.compose(ctx, v.Title, v.Sections)
		return err
	}
	frozen, err := v.Report.Frozen()
	if err != nil {
		return err
	}
	v.Behalf = frozen.OnBehalf
	v.Frozen, v.Content, v.Intact = &frozen, frozen.Content, fingerprintOf(v.Snapshot) == v.Fingerprint
	v.Since, err = s.since(ctx, tx, v.Report, frozen)
	return err
}

func (s *Service) around(ctx context.Context, tx *db.Tx, v *View) (err error) {
	if v.Steps, err = stepsOf(ctx, tx, v.ID); err != nil {
		return err
	}
	var ids []string
	for _, st := range v.Steps {
		ids = append(ids, st.By)
	}
	if v.Edited, err = lastEdit(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Edited != nil {
		ids = append(ids, v.Edited.By)
	}
	v.Names, err = auth.Names(ctx, tx, ids)
	return err
}

func (s *Service) mays(ctx context.Context, tx *db.Tx, v *View) (err error) {
	if v.MayWrite, err = s.Org.Guard.Can(ctx, tx, Write, v.Unit); err != nil {
		return err
	}
	if v.MaySign, err = s.Org.Guard.Can(ctx, tx, Sign, v.Unit); err != nil {
		return err
	}
	v.MayReview, err = s.mayReview(ctx, tx, v.Report)
	return err
}

// Filter narrows a list of reports.
type Filter struct {
	Unit     string // id: it and all below it
	Own      bool   // only the unit's own
	Template string
	Period   string
	States   []State
	Cursor   string
	Limit    int // 0 is PageSize
}

// PageSize is how many reports a list shows at once.
const PageSize = 50

// Row is a report in a list.
type Row struct {
	Report
	UnitCode string `db:"unit_code"`
	UnitName string `db:"unit_name"`
	// UnitEnded is the unit's last day; empty while it lives.
	UnitEnded day.Date `db:"unit_ended"`
}

// List lists reports the actor may read, the newest first; dropped ones are
// left out. next is the cursor of the page that follows, empty on the last.
func (s *Service) List(ctx context.Context, f Filter) (out []Row, next string, err error) {
	defer errs.Wrap(&err, "report.List")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.ListIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// ListIn is List on the caller's snapshot.
func (s *Service) ListIn(ctx context.Context, tx *db.Tx, f Filter) (out []Row, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = PageSize
	}
	cond, args, err := s.where(ctx, f)
	if err != nil {
		return nil, "", err
	}
	if out, err = selectRows(ctx, tx, cond, args, f.Limit+1); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = slices.Clip(out[:f.Limit])
		last := out[f.Limit-1]
		next = strconv.FormatInt(last.CreatedAt, 10) + "," + last.ID
	}
	return out, next, nil
}

// Kept is a template and a period there are reports of.
type Kept struct {
	Template string `db:"template"`
	Period   string `db:"period"`
}

// maxKept is how many a list offers to narrow itself by.
const maxKept = 60

// KeptIn lists the templates and periods a list can be narrowed to, those with
// the newest last day first.
func (s *Service) KeptIn(ctx context.Context, tx *db.Tx, f Filter) ([]Kept, error) {
	cond, args, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	return selectKept(ctx, tx, cond, args, maxKept)
}

// where is a filter, and the scope of the actor, as SQL.
func (s *Service) where(ctx context.Context, f Filter) (cond string, args []any, err error) {
	cond, args = ledger.Under("r.unit", 1, s.Org.Guard.Scope(ctx, Read))
	add := func(sql string, v ...any) {
		n := len(args)
		args = append(args, v...)
		for i := range v {
			sql = strings.ReplaceAll(sql, "$n"+strconv.Itoa(i+1), "$"+strconv.Itoa(n+i+1))
		}
		cond += " AND " + sql
	}
	switch {
	case f.Unit != "" && f.Own:
		add(`r.unit = $n1`, f.Unit)
	case f.Unit != "":
		add(`(r.unit = $n1 OR EXISTS (SELECT 1 FROM ledger_leaf fl JOIN ledger_roll fr ON fr.atom = fl.atom WHERE fl.unit = r.unit AND fr.ancestor = $n1))`, f.Unit)
	}
	if f.Template != "" {
		add(`r.template = $n1`, f.Template)
	}
	if f.Period != "" {
		add(`r.period = $n1`, f.Period)
	}
	if len(f.States) > 0 {
		n := len(args) + 1
		args = append(args, db.Anys(f.States)...)
		cond += ` AND r.state IN (` + db.In(n, len(f.States)) + `)`
	} else {
		cond += ` AND r.state <> 'dropped'`
	}
	if at, id, ok := strings.Cut(f.Cursor, ","); ok {
		moment, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return "", nil, errs.At("cursor", "error.choice")
		}
		add(`(r.created_at < $n1 OR (r.created_at = $n1 AND r.id < $n2))`, moment, id)
	}
	return cond, args, nil
}

// Preview shows how words would stand in a report, figures live, without
// keeping them: one block for each section that was sent. What cannot stand
// there is no error but a run with its Fault.
func (s *Service) Preview(ctx context.Context, id string, words []Words) (out Content, err error) {
	defer errs.Wrap(&err, "report.Preview(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rep, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		c, err := s.composer(ctx, tx, rep)
		if err != nil {
			return err
		}
		sections := make([]Section, len(words))
		for i, w := range words {
			sections[i] = Section{Position: w.Position, Body: tidy(w.Body)}
		}
		out, err = c.words(ctx, "", sections)
		return err
	})
	return out, err
}

// Brief reads some reports without their snapshots, by their ids, for a domain
// they are about: whoever asks has been allowed to learn of them.
func (s *Service) Brief(ctx context.Context, tx *db.Tx, ids []string) (out map[string]Report, err error) {
	out = map[string]Report{}
	for part := range slices.Chunk(ids, 500) {
		rows, err := reportsByID(ctx, tx, part)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r
		}
	}
	return out, nil
}

// SignedPaper is the paper of a signed report, its figures leading nowhere, for
// whomever a higher domain lets read it. Conflict when it is not signed. base is
// the address of this site.
func (s *Service) SignedPaper(ctx context.Context, tx *db.Tx, id, base string) (p paper.Paper, err error) {
	defer errs.Wrap(&err, "report.SignedPaper(%s)", id)
	r, err := reportByID(ctx, tx, id)
	if err != nil {
		return p, err
	}
	if r.Fingerprint == "" {
		return p, errs.New(errs.Conflict, "error.conflict")
	}
	f, err := r.Frozen()
	if err != nil {
		return p, err
	}
	return View{Report: r, Content: f.Content, Frozen: &f, Behalf: f.OnBehalf}.signedPaper(base, false), nil
}

// Offer is a figure that can be put into a text, with the words that put it there.
type Offer struct {
	Group, Name string
	Forms       []OfferForm
}

// OfferForm is one form of a figure: its token and how it reads now.
type OfferForm struct{ Token, Text string }

// Offers lists the figures that have something to tell in a report's period.
func (s *Service) Offers(ctx context.Context, id string) (out []Offer, err error) {
	defer errs.Wrap(&err, "report.Offers(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rep, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		c, err := s.composer(ctx, tx, rep)
		if err != nil {
			return err
		}
		out, err = c.offers(ctx)
		return err
	})
	return out, err
}

func (c *composer) offers(ctx context.Context) (out []Offer, err error) {
	all := c.catalogue().Indicators
	var inds []*ledger.Indicator
	for i := range all {
		inds = append(inds, &all[i])
	}
	if err := c.askFor(ctx, wanted{period: c.rep.Period}, inds, []org.Unit{c.unit}); err != nil {
		return nil, err
	}
	for _, ind := range inds {
		f := c.known[figureKey{ind.Code, c.unit.Code, "", "", c.rep.Period}]
		if f.Value == nil || blank(f) {
			continue
		}
		o := Offer{Group: ind.Group, Name: ind.Name}
		for _, form := range []Form{ValueForm, OverForm, AchievedForm, ShortForm} {
			text, ok := shown(form, f)
			if !ok || (form == ShortForm && ind.Unit != "đồng") {
				continue
			}
			token := "{" + ind.Code + "}"
			if w := form.Words(); w != "" {
				token = "{" + ind.Code + "|" + w + "}"
			}
			o.Forms = append(o.Forms, OfferForm{token, text})
		}
		out = append(out, o)
	}
	return out, nil
}

// SignedOver names the signed reports whose period has any day from … to, of a
// unit or of one it ever stood under: a fact recorded there late asks for a
// reason (design.md §1.5).
func (s *Service) SignedOver(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) (out []string, err error) {
	reports, err := signedOver(ctx, tx, unit, from, to)
	for _, r := range reports {
		out = append(out, r.Number+" ("+PeriodWords(r.Period)+")")
	}
	return out, err
}

// InUse tells whether a unit has a report or called for some: its founding can
// then not be withdrawn.
func (s *Service) InUse(ctx context.Context, tx *db.Tx, unit string) (bool, error) {
	return usesUnit(ctx, tx, unit)
}
