package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Frozen is a signed report: all that is on the paper, and all its figures
// follow from. It is kept as canonical JSON: keys sorted, no blanks, numbers as
// text; its SHA-256 is the report's fingerprint.
type Frozen struct {
	Report      string   `json:"report"` // id
	Template    string   `json:"template"`
	Type        string   `json:"type"`
	Unit        string   `json:"unit"` // code
	UnitName    string   `json:"unit_name"`
	UnitKind    string   `json:"unit_kind"`
	Superior    string   `json:"superior,omitempty"` // code
	SuperName   string   `json:"superior_name,omitempty"`
	Period      string   `json:"period"`
	Tree        string   `json:"tree"`
	Moment      string   `json:"moment"` // microseconds UTC at which the figures were read
	Number      string   `json:"number"`
	Day         string   `json:"day"`
	Place       string   `json:"place"`
	Authority   string   `json:"authority"` // "TM. BAN THƯỜNG VỤ"
	Post        string   `json:"post"`
	Signer      string   `json:"signer"`
	Recipients  []string `json:"recipients"`
	Supplements string   `json:"supplements,omitempty"` // number of the report it completes
	Subject     string   `json:"subject,omitempty"`     // id of what it is about
	About       string   `json:"about,omitempty"`       // name of that
	OnBehalf    string   `json:"on_behalf,omitempty"`   // of a unit that had ended: who made it
	Content     Content  `json:"content"`
}

// canonical is the one way a Frozen is written.
func canonical(f Frozen) (string, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var sorted any // maps are written with their keys sorted
	if err := dec.Decode(&sorted); err != nil {
		return "", err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(sorted); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// fingerprintOf is the SHA-256 of a snapshot as 64 hex digits.
func fingerprintOf(snapshot string) string {
	sum := sha256.Sum256([]byte(snapshot))
	return hex.EncodeToString(sum[:])
}

// Frozen reads the snapshot of a signed report.
func (r Report) Frozen() (f Frozen, err error) {
	defer errs.Wrap(&err, "report.Frozen(%s)", r.ID)
	err = json.Unmarshal([]byte(r.Snapshot), &f)
	return f, err
}

// Signing is what the signer fills in on the paper.
type Signing struct {
	Seq        int      // number in the register; 0 takes the next
	Day        day.Date // on the paper; empty is today
	Place      string
	Authority  string // "TM. BAN THƯỜNG VỤ"
	Post       string // "CHỦ TỊCH"
	Signer     string
	Recipients string // a line each
}

// Sign freezes a report: its figures are read once more, in the transaction
// that takes its number, and from then on nothing of it changes. Of two who
// sign at once one is told who was faster.
func (s *Service) Sign(ctx context.Context, id string, version int, g Signing) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Sign(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		rep, err = s.SignIn(ctx, tx, id, version, g)
		return err
	})
	return rep, err
}

// SignIn is Sign inside the caller's transaction.
func (s *Service) SignIn(ctx context.Context, tx *db.Tx, id string, version int, g Signing) (rep Report, err error) {
	if rep, err = s.own(ctx, tx, id, Sign); err != nil {
		return rep, err
	}
	if err := tx.LockExclusive(ctx, "report.outgoing."+rep.Unit); err != nil { // the register has one pen
		return rep, err
	}
	if rep, err = reportByID(ctx, tx, id); err != nil { // as it is under the lock
		return rep, err
	}
	switch {
	case rep.State == Signed:
		return rep, errs.New(errs.Conflict, "report.signed.already", errs.Args{"number": rep.Number})
	case rep.State != Accepted:
		return rep, errs.New(errs.Conflict, "report.cannot."+string(rep.State))
	case rep.Version != version:
		return rep, errs.New(errs.Conflict, "error.conflict")
	}
	if err := g.tidy(tx.Today()); err != nil {
		return rep, err
	}
	return s.freeze(ctx, tx, rep, g)
}

// tidy checks what was filled in.
func (g *Signing) tidy(today day.Date) error {
	var faults errs.List
	if g.Day == "" {
		g.Day = today
	} else if g.Day > today {
		faults.Add(errs.At("day", "error.date.future", errs.Args{"date": g.Day, "today": today}))
	}
	for _, f := range []struct {
		name string
		text *string
	}{{"place", &g.Place}, {"authority", &g.Authority}, {"post", &g.Post}, {"signer", &g.Signer}} {
		*f.text = strings.Join(strings.Fields(tidy(*f.text)), " ")
		switch {
		case *f.text == "" && f.name != "authority": // a post may sign alone
			faults.Add(errs.At(f.name, "error.required"))
		case len([]rune(*f.text)) > 100:
			faults.Add(errs.At(f.name, "error.text.long", errs.Args{"max": 100}))
		}
	}
	if len([]rune(g.Recipients)) > 2000 {
		faults.Add(errs.At("recipients", "error.text.long", errs.Args{"max": 2000}))
	}
	if g.Seq < 0 || g.Seq > 99_999 {
		faults.Add(errs.At("number", "error.number.range", errs.Args{"min": 1, "max": 99_999}))
	}
	return faults.Err()
}

// freeze takes the number and writes the snapshot.
func (s *Service) freeze(ctx context.Context, tx *db.Tx, rep Report, g Signing) (Report, error) {
	if err := s.complete(ctx, tx, rep); err != nil {
		return rep, err
	}
	c, err := s.composer(ctx, tx, rep)
	if err != nil {
		return rep, err
	}
	sections, err := sectionsOf(ctx, tx, rep.ID)
	if err != nil {
		return rep, err
	}
	content, err := c.compose(ctx, rep.Title, sections)
	if err != nil {
		return rep, err
	}
	now := tx.Now()
	rep.SignedAt, rep.SignedBy = &now, actor(ctx)
	out, err := s.enter(ctx, tx, c, rep, g, plainText(content.Title))
	if err != nil {
		return rep, err
	}
	rep.Number = out.Number
	if rep.Snapshot, err = canonical(c.frozen(rep, g, content)); err != nil {
		return rep, err
	}
	rep.Fingerprint = fingerprintOf(rep.Snapshot)
	if err := freeze(ctx, tx, rep); err != nil {
		return rep, err
	}
	rep.State = Signed
	rep.Version++
	if err := s.step(ctx, tx, rep, "signed", ""); err != nil {
		return rep, err
	}
	for _, hear := range s.Signed {
		if err := hear(ctx, tx, rep); err != nil {
			return rep, err
		}
	}
	above, err := s.checker(ctx, tx, rep)
	if err != nil || above.ID == "" {
		return rep, err
	}
	return rep, s.tell(ctx, tx, News{Key: "report.news.signed", Unit: above.ID, Action: Review, Report: rep})
}

func (c *composer) frozen(rep Report, g Signing, content Content) Frozen {
	return Frozen{
		Report: rep.ID, Template: rep.Template, Type: c.tpl.Type, Unit: c.unit.Code, UnitName: c.unit.Name, UnitKind: c.unit.Kind,
		Superior: c.parent.Code, SuperName: c.parent.Name, Period: rep.Period, Tree: "then", Moment: plain(*rep.SignedAt),
		Number: rep.Number, Day: string(g.Day), Place: g.Place, Authority: g.Authority, Post: g.Post, Signer: g.Signer,
		Recipients: lines(g.Recipients), Supplements: c.completes, Subject: rep.Subject, About: rep.About, OnBehalf: c.behalf, Content: content,
	}
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	out := []string{}
	for l := range strings.SplitSeq(tidy(text), "\n") {
		if l = strings.Trim(strings.TrimSpace(l), "-;. "); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// plainText is the words of runs without their figures' sources.
func plainText(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Proposal is what a signing form begins with.
func (s *Service) Proposal(ctx context.Context, id string) (g Signing, err error) {
	defer errs.Wrap(&err, "report.Proposal(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rep, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		c, err := s.composer(ctx, tx, rep)
		if err != nil {
			return err
		}
		g, err = c.proposal(ctx)
		return err
	})
	return g, err
}

func (c *composer) proposal(ctx context.Context) (g Signing, err error) {
	g = Signing{Day: c.tx.Today(), Place: placeOf(c.unit.Name), Authority: c.Org.Rules.Kind(c.unit.Kind).Authority, Post: "CHỦ TỊCH"}
	g.Recipients = strings.Join(recipients(c.parent.Name, c.rep.Sent), "\n")
	if g.Seq, err = nextSeq(ctx, c.tx, c.unit.ID, g.Day.Year(), c.tpl.Symbol); err != nil {
		return g, err
	}
	signs := c.unit
	if c.behalf != "" { // its own chair's post has ended with it
		if signs, err = c.Org.LivingAbove(ctx, c.tx, c.unit.ID, c.unit.DissolvedOn, g.Day); err != nil {
			return g, err
		}
		g.Place = placeOf(signs.Name)
	}
	g.Signer, err = c.Org.HolderOn(ctx, c.tx, signs.ID, "chair", g.Day)
	return g, err
}

// recipients are who gets a paper: the superior, who else it is sent to, the
// unit's own file.
func recipients(superior, sent string) []string {
	return append(nonEmpty(append([]string{superior}, lines(sent)...)...), "Lưu: VT")
}

// placeOf is the place a unit's papers are signed at: its name without what
// kind of unit it is.
func placeOf(name string) string {
	for _, before := range []string{"thành phố ", "TP ", "quận ", "huyện ", "thị xã ", "phường ", "xã ", "đặc khu ", "tỉnh "} {
		if _, place, ok := strings.Cut(name, before); ok {
			return place
		}
	}
	return ""
}
