package agreementweb

import (
	"context"
	"math/big"
	"slices"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"

	"github.com/a-h/templ"
)

// fieldsView is what was promised, by fields.
type fieldsView struct {
	Title           string
	Fields          []fieldView
	Add             string // address of the form of a new field; empty: one may not
	Empty, EmptyTip string
}

// fieldView is a field of cooperation with how far it has come.
type fieldView struct {
	No                int
	Heading, Percent  string // Percent is empty before anything has begun
	Share             float64
	Promises          []promiseView
	Change, Drop, Add string // addresses
}

// promiseView is a commitment with how it stands.
type promiseView struct {
	ID, Text, Who, When string
	Work                string // how many records of work were done under it
	Sign                signView
	Dropped             bool
	Summary             string // of what opens; empty: nothing does
	Duties              []dutyView
	Later               string // of duties not shown
	Change, Drop        string // addresses
}

// dutyView is one time it is due.
type dutyView struct {
	Name, When, Said, By string
	Sign                 signView
	Files                []fileView
	Conclude, Reopen     string // addresses
}

// fieldsSection reads and draws the fields with their commitments.
func (p *Pages) fieldsSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	var ids []string
	for _, e := range c.Proofs {
		ids = append(ids, e.Files...)
	}
	files, err := named(ctx, tx, c.ID, ids)
	if err != nil {
		return nil, err
	}
	v := fieldsView{Title: say(ctx, "page.fields.none")}
	count := 0
	for i, f := range c.Fields {
		v.Fields = append(v.Fields, p.fieldOf(ctx, c, f, i+1, files))
		count += len(f.Commitments)
	}
	if len(c.Fields) > 0 {
		v.Title = say(ctx, "page.fields.title", i18n.Args{"fields": len(c.Fields), "commitments": count})
	}
	v.Empty, v.EmptyTip = say(ctx, "page.fields.empty"), say(ctx, "page.fields.reader")
	if c.MayWrite {
		v.Add, v.EmptyTip = agreement.Href(c.ID)+"/fields/new", say(ctx, "page.fields.first")
	}
	return fieldsPart(v), nil
}

func (p *Pages) fieldOf(ctx context.Context, c agreement.Card, f agreement.Field, no int, files map[string]fileView) fieldView {
	v := fieldView{No: no, Heading: f.Heading}
	if share := c.StandingOf(f.Commitments...).Share; share != nil {
		v.Percent = percentText(share)
		exact, _ := share.Float64()
		v.Share = 100 * exact
	}
	for _, m := range f.Commitments {
		v.Promises = append(v.Promises, p.promiseOf(ctx, c, m, files))
	}
	if c.MayWrite {
		at := agreement.Href(c.ID)
		v.Change, v.Add = at+"/fields/"+f.ID, address(at+"/commitments/new", "field", f.ID)
		if len(f.Commitments) == 0 {
			v.Drop = v.Change + "/drop"
		}
	}
	return v
}

// percentText is a share as a whole percentage; one below the whole that would
// print as 100% says its decimal, cut (look/README.md).
func percentText(share *big.Rat) string {
	hundred := new(big.Rat).Mul(share, big.NewRat(100, 1))
	text := i18n.Percent(hundred, 0)
	if text == "100%" && share.Cmp(big.NewRat(1, 1)) < 0 {
		tenths := new(big.Rat).Mul(hundred, big.NewRat(10, 1))
		cut := new(big.Int).Quo(tenths.Num(), tenths.Denom())
		return i18n.Percent(new(big.Rat).SetFrac(cut, big.NewInt(10)), 1)
	}
	return text
}

func (p *Pages) promiseOf(ctx context.Context, c agreement.Card, m agreement.Commitment, files map[string]fileView) promiseView {
	v := promiseView{ID: "c-" + m.ID, Text: m.Text, Who: whoText(ctx, c, m), When: whenText(ctx, c, m), Dropped: m.DroppedOn != "" && m.DroppedOn <= c.On}
	if m.Work > 0 {
		v.Work = say(ctx, "page.work", i18n.Args{"count": m.Work})
	}
	v.Sign = p.signOf(ctx, c, m)
	later := 0
	for _, d := range m.Duties {
		if d.From > c.On && d.OutcomeOn(c.On) == agreement.Open && d.From != nextFrom(m, c.On) {
			later++
			continue
		}
		v.Duties = append(v.Duties, p.dutyOf(ctx, c, m, d, files))
	}
	if later > 0 {
		v.Later = say(ctx, "page.duties.later", i18n.Args{"count": later, "to": m.Duties[len(m.Duties)-1].Due})
	}
	switch {
	case len(m.Duties) > 1:
		v.Summary = say(ctx, "page.duties.many", i18n.Args{"count": len(m.Duties)})
	case len(m.Duties) == 1:
		v.Summary = say(ctx, "page.duties.one")
	case c.MayWrite:
		v.Summary = say(ctx, "page.change")
	}
	if c.MayWrite && !v.Dropped {
		v.Change = agreement.Href(c.ID) + "/commitments/" + m.ID
		v.Drop = v.Change + "/drop"
	}
	return v
}

// nextFrom is the day the next time begins that has not begun yet.
func nextFrom(m agreement.Commitment, on day.Date) day.Date {
	for _, d := range m.Duties {
		if d.From > on {
			return d.From
		}
	}
	return ""
}

// whoText says who has promised: a party by its name, else the side.
func whoText(ctx context.Context, c agreement.Card, m agreement.Commitment) string {
	who := ""
	switch {
	case m.Party != nil:
		who = heirOf(c, *m.Party)
	case m.Side == agreement.Both:
		who = say(ctx, "page.side.AB")
	default:
		who = say(ctx, "page.side."+string(m.Side))
		if bound := boundOn(c, m.Side); len(bound) == 1 {
			who = bound[0].Name
		}
	}
	if m.Lead != "" {
		return say(ctx, "page.who_lead", i18n.Args{"who": who, "lead": m.Lead})
	}
	return say(ctx, "page.who_does", i18n.Args{"who": who})
}

// heirOf is the name of a party, or of who goes on from it today.
func heirOf(c agreement.Card, party string) string {
	for range c.Parties {
		i := slices.IndexFunc(c.Parties, func(b agreement.Binds) bool { return b.Follows == party && b.On(c.On) })
		if i < 0 {
			break
		}
		party = c.Parties[i].ID
	}
	for _, b := range c.Parties {
		if b.ID == party {
			return b.Name
		}
	}
	return ""
}

// whenText says until when, or how often.
func whenText(ctx context.Context, c agreement.Card, m agreement.Commitment) string {
	if m.Every == 0 {
		return say(ctx, "page.due", i18n.Args{"day": m.Due})
	}
	text := say(ctx, "page.every."+strconv.Itoa(m.Every))
	due := m.Due
	for _, d := range m.Duties {
		if d.OutcomeOn(c.On) == agreement.Open {
			due = d.Due
			break
		}
	}
	return say(ctx, "page.due_next", i18n.Args{"every": text, "day": due})
}

func (p *Pages) dutyOf(ctx context.Context, c agreement.Card, m agreement.Commitment, d agreement.Duty, files map[string]fileView) dutyView {
	v := dutyView{
		Name: say(ctx, "page.duties.no", i18n.Args{"no": d.No}), When: i18n.Date(d.From) + " – " + i18n.Date(d.Due), Sign: p.dutySign(ctx, c, m, d),
	}
	if len(m.Duties) == 1 {
		v.Name = say(ctx, "page.duties.whole")
	}
	at := agreement.Href(c.ID) + "/duties/" + d.ID
	may := c.MayReport[m.ID] && c.WithdrawnAt == nil
	if d.OutcomeOn(c.On) == agreement.Open {
		if may && d.From <= c.On && d.Outcome == agreement.Open {
			v.Conclude = at + "/conclude"
		}
		return v
	}
	if e, told := c.Proofs[d.ID]; told {
		v.Said, v.By, v.Files = e.Text, say(ctx, "page.duties.by", i18n.Args{"name": e.Writer, "day": d.DoneOn}), some(files, e.Files)
	}
	if may && d.DoneOn.Add(correctable) >= c.On {
		v.Reopen = at + "/reopen"
	}
	return v
}

// correctable is for how many days the page offers to take an outcome back: what
// is older is in signed reviews, and its address still does it. A page of five
// years of duties stays light that way.
const correctable = 366

// figureHref is where a counted figure opens.
func figureHref(m agreement.Commitment, count agreement.Count) string {
	tree := ""
	if count.Query.Tree == ledger.Today {
		tree = string(ledger.Today)
	}
	return address("/figures/"+m.Indicator, "unit", count.Unit, "period", count.Query.Period.Text, "tree", tree, "by", m.Dim, "value", m.Part)
}
