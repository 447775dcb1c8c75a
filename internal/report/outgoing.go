package report

import (
	"context"
	"fmt"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Outgoing is one line of a unit's register of outgoing documents (sổ văn bản
// đi; NĐ 30/2020/NĐ-CP, phụ lục IV).
type Outgoing struct {
	Unit       string   `db:"unit"`
	Year       int      `db:"year"`
	Type       string   `db:"type"`   // "BC"
	Seq        int      `db:"seq"`    // from 1 each year
	Number     string   `db:"number"` // "15/BC-LĐLĐ"
	Day        day.Date `db:"day"`
	Abstract   string   `db:"abstract"`
	Signer     string   `db:"signer"`
	Recipients string   `db:"recipients"`
	Kind       string   `db:"kind"`   // "report"
	Source     string   `db:"source"` // its id
	By         string   `db:"by"`
	At         int64    `db:"at"`
}

// enter takes the next number of the register, or the one that was asked for.
func (s *Service) enter(ctx context.Context, tx *db.Tx, c *composer, rep Report, g Signing, abstract string) (o Outgoing, err error) {
	o = Outgoing{
		Unit: rep.Unit, Year: g.Day.Year(), Type: c.tpl.Symbol, Seq: g.Seq, Day: g.Day, Abstract: abstract, Signer: g.Signer,
		Recipients: strings.Join(lines(g.Recipients), "; "), Kind: "report", Source: rep.ID, By: actor(ctx), At: tx.Now(),
	}
	next, err := nextSeq(ctx, tx, o.Unit, o.Year, o.Type)
	if err != nil {
		return o, err
	}
	if o.Seq == 0 {
		o.Seq = next
	}
	o.Number = numberText(o.Seq, o.Type, s.Org.Rules.Kind(c.unit.Kind).Symbol)
	if err := insertOutgoing(ctx, tx, o); errs.Is(err, errs.Conflict) {
		return o, errs.At("number", "report.number.taken", errs.Args{"number": o.Number, "next": next})
	} else if err != nil {
		return o, err
	}
	return o, nil
}

// numberText is a number and symbol; numbers below 10 have a 0 before them
// (domain.md §9).
func numberText(seq int, kind, unit string) string {
	return fmt.Sprintf("%02d/%s-%s", seq, kind, unit)
}

// Register lists the outgoing documents of a unit in a year.
func (s *Service) Register(ctx context.Context, unit string, year int) (out []Outgoing, err error) {
	defer errs.Wrap(&err, "report.Register(%s)", unit)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Org.Find(ctx, tx, unit)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, u.ID); err != nil {
			return err
		}
		out, err = outgoingOf(ctx, tx, u.ID, year)
		return err
	})
	return out, err
}
