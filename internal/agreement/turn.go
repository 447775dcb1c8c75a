package agreement

import (
	"cmp"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Fate is what becomes of an agreement when a unit bound by it ends (issue 4:
// succeeded by, ends, or to be signed anew).
type Fate string

const (
	Succeed Fate = "succeed" // kế tục: who goes on from the unit is bound from the next day on
	Stop    Fate = "end"     // kết thúc: it ends with the unit's last day
	Renew   Fate = "renew"   // ký lại: it ends so, and the heirs have to sign another
)

// Fates are all there are, in the order they are offered.
func Fates() []Fate { return []Fate{Succeed, Renew, Stop} }

// Heir is a unit that goes on from another. One that a draft founds has no id yet.
type Heir struct{ ID, Code, Name string }

// Choice is what somebody wants for an agreement at one of its units that ends.
type Choice struct {
	Agreement string `db:"agreement"`
	Unit      string `db:"unit"` // id
	Fate      Fate   `db:"fate"`
	Heirs     string `db:"heirs"` // codes with commas
}

// leaving is a unit that ends, and who may go on from it; with a gap it ended
// before, and only now somebody does.
type leaving struct {
	unit  org.Unit
	heirs []Heir
	gap   bool
}

// leavings are the units of a turn whose agreements ask what becomes of them.
func leavings(t org.Turn) (out []leaving) {
	at := map[string]int{}
	for _, l := range t.Lines {
		if u, known := t.Units[l.Unit]; known && l.Op == org.OpEnd {
			at[l.Unit] = len(out)
			out = append(out, leaving{unit: u, heirs: heirsNamed(t, l.HeirCodes())})
		}
	}
	for _, l := range t.Lines {
		for _, code := range l.FollowedCodes() {
			u, known := t.Units[code]
			i, there := at[code]
			switch {
			case l.Op != org.OpFound || !known || (there && !out[i].gap) || !u.EndedBy(t.Reorg.EffectiveOn):
				continue
			case !there:
				i, at[code] = len(out), len(out)
				out = append(out, leaving{unit: u, gap: true})
			}
			out[i].heirs = append(out[i].heirs, Heir{t.Units[l.Unit].ID, l.Unit, l.Name})
		}
	}
	return out
}

// heirsNamed names units, those that are to be founded as well.
func heirsNamed(t org.Turn, codes []string) (out []Heir) {
	for _, code := range codes {
		if u, known := t.Units[code]; known {
			out = append(out, Heir{u.ID, u.Code, u.Name})
			continue
		}
		for _, l := range t.Lines {
			if l.Op == org.OpFound && l.Unit == code {
				out = append(out, Heir{"", code, l.Name})
			}
		}
	}
	return out
}

// Turned is what an act does to an agreement at one unit that ends.
type Turned struct {
	Agreement Agreement // as it stood
	Unit      org.Unit
	Offer     []Heir // who may go on
	Fate      Fate
	Heirs     []Heir   // who does, or has to sign anew
	Why       string   // why another fate than the one chosen: "sides", "stop", "renew"; empty: it is the one
	Last      day.Date // of the old order

	gap  bool
	rows []Binds // of the unit
}

// usual is what is done where nobody has chosen: an only heir goes on; of
// several the first is to sign anew; without one the agreement ends.
func usual(heirs int) Fate {
	switch heirs {
	case 0:
		return Stop
	case 1:
		return Succeed
	}
	return Renew
}

// chosen takes a choice as far as it still fits who may go on.
func (t Turned) chosen(c Choice) Turned {
	if t.Fate = c.Fate; !slices.Contains(Fates(), t.Fate) {
		t.Fate = usual(len(t.Offer))
	}
	wanted := codes(c.Heirs)
	for _, h := range t.Offer {
		if slices.Contains(wanted, h.Code) {
			t.Heirs = append(t.Heirs, h)
		}
	}
	if len(t.Heirs) == 0 && len(t.Offer) > 0 {
		t.Heirs = t.Offer[:1]
	}
	if t.Fate == Stop {
		t.Heirs = nil
	}
	return t
}

// judged brings what is done to one agreement at several units together: nobody
// comes to stand on both sides, and an agreement that ends, ends for all.
func judged(all []Turned, parties []Binds) []Turned {
	wanted := slices.Clone(all)
	for i := range all {
		if t := &all[i]; t.Fate == Succeed && len(t.Heirs) > 0 {
			if t.Heirs = slices.DeleteFunc(slices.Clone(t.Heirs), func(h Heir) bool { return opposed(h, *t, wanted, parties) }); len(t.Heirs) == 0 {
				t.Fate, t.Why = Stop, "sides"
			}
		}
	}
	for _, end := range []Fate{Renew, Stop} {
		if !slices.ContainsFunc(all, func(t Turned) bool { return t.Fate == end }) {
			continue
		}
		for i := range all {
			if all[i].Fate == Succeed {
				all[i].Fate, all[i].Why = end, string(end)
			}
		}
	}
	for i := range all {
		if all[i].Fate == Stop {
			all[i].Heirs = nil
		}
	}
	return all
}

// opposed tells that an heir stands, or would come to stand, opposite to those it
// goes on from.
func opposed(h Heir, t Turned, all []Turned, parties []Binds) bool {
	for _, row := range t.rows {
		for _, b := range parties {
			if b.Side != row.Side && b.Code == h.Code && b.On(t.Last.Add(1)) {
				return true
			}
		}
		for _, o := range all {
			if o.Fate == Succeed && slices.ContainsFunc(o.rows, func(b Binds) bool { return b.Side != row.Side }) &&
				slices.ContainsFunc(o.Heirs, func(x Heir) bool { return x.Code == h.Code }) {
				return true
			}
		}
	}
	return false
}

// heirsOf are the rows of those who go on from a party. One who stands beside it
// already is no party twice, unless the party alone has promised something, or
// keeps the agreement.
func (t Turned) heirsOf(row Binds, parties []Binds, alone bool, reorg string) (out []Binds) {
	for _, h := range t.Heirs {
		stands := slices.ContainsFunc(parties, func(b Binds) bool {
			return b.Unit != nil && *b.Unit == h.ID && b.Side == row.Side && b.On(t.Last.Add(1))
		})
		if stands && !alone && t.Agreement.Unit != t.Unit.ID {
			continue
		}
		id := h.ID
		out = append(out, Binds{
			ID: db.NewID(), Agreement: row.Agreement, Side: row.Side, Position: row.Position, Unit: &id,
			Follows: row.ID, Reorg: reorg, From: t.Last.Add(1), Name: h.Name, Code: h.Code, Kind: Union,
		})
	}
	return out
}

// keeperOn is the id of the unit that keeps an agreement on a day: its keeper is
// the one of the newest order, which an act signed ahead names before its day.
func keeperOn(a Agreement, parties []Binds, on day.Date) string {
	b := Binds{}
	for _, o := range parties {
		if o.Unit != nil && *o.Unit == a.Unit && o.From >= b.From {
			b = o
		}
	}
	for range parties {
		i := slices.IndexFunc(parties, func(o Binds) bool { return o.ID == b.Follows })
		if b.From <= on || i < 0 {
			break
		}
		b = parties[i]
	}
	if b.Unit == nil {
		return a.Unit
	}
	return *b.Unit
}

// byAgreement puts what is done to the same agreement together, each in the
// order it was found.
func byAgreement(all []Turned) (out [][]Turned) {
	slices.SortStableFunc(all, func(x, y Turned) int { return cmp.Compare(x.Agreement.ID, y.Agreement.ID) })
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(t Turned) bool { return t.Agreement.ID != all[0].Agreement.ID })
		if n < 0 {
			n = len(all)
		}
		out, all = append(out, all[:n:n]), all[n:]
	}
	return out
}

// codes reads codes with commas.
func codes(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}
