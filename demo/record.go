package demo

import (
	"context"
	"maps"
	"math/rand/v2"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// record is one piece of work besides the admissions, as it will be recorded.
type record struct {
	activity.Draft
	on      day.Date // when it is recorded; empty: on its own day
	later   []amendment
	picture string // what its photo shows; empty: it has none
	pact    string // key of the agreement it is done under; empty: none
	promise string // the commitment's words
}

// amendment is what becomes known of a record later: fields that take the place
// of those it had.
type amendment struct {
	on     day.Date
	fields activity.Fields
	reason string
}

func work(unit, kind string, on day.Date, f activity.Fields) record {
	return record{Draft: activity.Draft{Unit: unit, Kind: kind, Day: on, Fields: f}}
}

func (r record) with(partner string) record {
	r.Partner = partner
	return r
}

func num(n int64) string { return strconv.FormatInt(n, 10) }

// span lists the working days of 2023 from one day to another.
func span(from, to day.Date) (out []day.Date) {
	from, to = day.Max(from, registered), day.Min(to, reported)
	for m := from.Month(); m <= to.Month(); m++ {
		for _, d := range workdays(m) {
			if from <= d && d <= to {
				out = append(out, d)
			}
		}
	}
	return out
}

// pick draws one of several.
func pick[T any](rng *rand.Rand, of []T) T { return of[rng.IntN(len(of))] }

// recordActs put the records under the days on which they are recorded; what
// is added later is a step of its own.
func (b *builder) recordActs(acts map[day.Date][]act) (out []step) {
	for _, r := range b.records {
		r.ID = db.NewID()
		if r.on == "" {
			r.on = r.Day
		}
		acts[r.on] = append(acts[r.on], b.recording(r))
		for i := range r.later {
			out = append(out, step{r.later[i].on, monthName(r.later[i].on), b.amending(r, i)})
		}
	}
	return out
}

func (b *builder) recording(r record) act {
	return func(ctx context.Context, tx *db.Tx) error {
		ctx = b.as(ctx, b.keeperOf(r.Unit, r.on))
		d := r.Draft
		d.Purpose = b.purpose(r)
		if r.picture != "" {
			id, err := keepPicture(ctx, tx, r.picture)
			if err != nil {
				return err
			}
			d.Fields = maps.Clone(d.Fields)
			d.Fields["photos"] = id
		}
		_, err := b.Activity.RecordIn(ctx, tx, d)
		return err
	}
}

// under says under which commitment it is done.
func (r record) under(pact, promise string) record {
	r.pact, r.promise = pact, promise
	return r
}

// purpose is the id of the commitment a record is done under; nil for none.
func (b *builder) purpose(r record) *string {
	if r.pact == "" {
		return nil
	}
	for i, p := range b.pact(r.pact).promises() {
		if p.Text == r.promise {
			return &b.kept[r.pact].promised[i]
		}
	}
	return nil
}

// amending makes the record's next version: all amendments so far.
func (b *builder) amending(r record, i int) func(context.Context) error {
	d := r.Draft
	d.Fields = maps.Clone(d.Fields)
	for _, l := range r.later[:i+1] {
		maps.Copy(d.Fields, l.fields)
	}
	return func(ctx context.Context) error {
		_, err := b.Activity.Change(b.as(ctx, b.keeperOf(d.Unit, r.later[i].on)), r.ID, i+1, d, r.later[i].reason)
		return err
	}
}
