package audit

import (
	"context"
	"fmt"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Report is what Verify found.
type Report struct {
	Seals   int64
	Entries int64    // held by seals
	Tail    int64    // entries no seal holds yet
	Head    string   // hash of the last seal: kept elsewhere, it proves that the chain was not made anew
	Faults  []string // one line for each thing that does not agree
}

// Verify recomputes every seal from the entries it holds and follows the chain.
// It holds one batch in memory at a time.
func Verify(ctx context.Context, tx *db.Tx) (report Report, err error) {
	defer errs.Wrap(&err, "audit.Verify")
	if err := verifyChain(ctx, tx, &report); err != nil {
		return report, err
	}
	lines, err := strays(ctx, tx)
	if err != nil {
		return report, err
	}
	report.Faults = append(report.Faults, lines...)
	report.Tail, err = tailLength(ctx, tx)
	return report, err
}

func verifyChain(ctx context.Context, tx *db.Tx, report *Report) error {
	var last seal
	for {
		page, err := sealsFrom(ctx, tx, last.No)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, s := range page {
			report.link(last, s)
			if err := report.open(ctx, tx, s); err != nil {
				return err
			}
			last = s
		}
	}
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, "audit: "+fmt.Sprintf(format, args...))
}

// link checks a seal by itself and against the one before it.
func (r *Report) link(last, s seal) {
	r.Seals++
	r.Head = s.Hash
	if s.No != last.No+1 {
		r.fault("chain is broken: seal %d follows seal %d", s.No, last.No)
	} else if s.Previous != last.Hash {
		r.fault("chain is broken: seal %d was not made on seal %d as it is now", s.No, last.No)
	}
	if s.digest().String() != s.Hash {
		r.fault("seal %d was changed", s.No)
	}
}

// open compares the entries a seal holds with what was sealed.
func (r *Report) open(ctx context.Context, tx *db.Tx, s seal) error {
	places, err := placesOf(ctx, tx, s.No)
	if err != nil {
		return err
	}
	rows, err := rowsOf(ctx, tx, s.No)
	if err != nil {
		return err
	}
	r.Entries += int64(len(places))
	r.compare(s, places, rows)
	return nil
}

func (r *Report) compare(s seal, places []place, rows []row) {
	now := make(map[string]digest, len(rows))
	for _, row := range rows {
		now[row.ID] = leafOf(row)
	}
	for _, p := range places {
		if d, ok := now[p.Entry]; !ok {
			r.fault("entry %s of seal %d is missing", p.Entry, s.No)
		} else if d.String() != p.Leaf {
			r.fault("entry %s of seal %d was changed", p.Entry, s.No)
		}
	}
	if int64(len(places)) != s.Count {
		r.fault("seal %d names %d entries and holds %d", s.No, len(places), s.Count)
	} else if root(places) != s.Root {
		r.fault("seal %d was made of other entries than it names", s.No)
	}
}

// root is made of the leaves as they were kept, so that a changed entry is one
// line and not two.
func root(places []place) string {
	leaves := make([]digest, len(places))
	for i, p := range places {
		var err error
		if leaves[i], err = parseDigest(p.Leaf); err != nil {
			return ""
		}
	}
	return rootOf(leaves).String()
}
