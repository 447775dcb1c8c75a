package agreement_test

import (
	"fmt"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// script is five years of two agreements: some duties are done, some taken, some
// ignored to the end. The second agreement follows the first.
func (w *clockworld) script() {
	w.t.Helper()
	day0 := day.Date("2024-01-01")
	w.Kit.DB.Clock.Set(day0)
	h := head()
	h.From, h.To = "2024-01-01", "2026-12-31"
	h.Opposite = append(h.Opposite, agreement.Opposite{Side: agreement.A, Unit: "BD-1"})
	a, f := w.begin(h)
	union := w.party(a.ID, "BD-1")
	half := w.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Party: w.party(a.ID, "BD"), Due: "2024-06-30", Every: 6})
	quarter := w.promise(f, agreement.Commitment{Text: "Đối thoại", Side: agreement.A, Party: union, Due: "2024-03-31", Every: 3})
	w.promise(f, agreement.Commitment{Text: "Bố trí địa điểm", Side: agreement.B, Due: "2025-03-31"})
	a = w.sign(a, day0)
	w.duties(a.ID, half.ID, []string{"BD", "HN"}, day0)
	w.duties(a.ID, quarter.ID, []string{"BD-1", "BD", "HN"}, day0)
	w.models = append(w.models,
		w.model("Bố trí địa điểm", "2025-03-31", 14, []string{"BD", "HN"}, day0, "2027-01-20"),
		w.model("notice", "2026-10-02", 0, []string{"BD", "HN"}, day0, "2026-12-20"),
		w.model("end", "2026-12-31", 30, []string{"BD", "HN"}, day0, "2027-01-20"))
	w.acts["2026-12-20"] = append(w.acts["2026-12-20"], func() { w.follow(a.ID) })
	w.acts["2027-01-20"] = append(w.acts["2027-01-20"], func() { w.close(a.ID) })
}

func (w *clockworld) model(what string, due day.Date, lead int, chain []string, opens, resolves day.Date) modelled {
	return modelled{what: what, due: due, lead: lead, chain: chain, people: map[string]bool{"BD": true, "HN": true}, opens: opens, resolves: resolves}
}

// duties model those of a commitment. One after the other is done in time, done
// late, taken and done, taken and left, ignored until the agreement is closed.
func (w *clockworld) duties(id, commitment string, chain []string, opens day.Date) {
	w.t.Helper()
	for _, f := range w.open(id).Fields {
		for _, c := range f.Commitments {
			if c.ID != commitment {
				continue
			}
			for i, d := range c.Duties {
				m := w.model(c.Text, d.Due, 14, chain, opens, "2027-01-20")
				switch i % 5 {
				case 0:
					m.resolves = d.Due.Add(-3)
				case 1:
					m.resolves = d.Due.Add(9)
				case 2:
					m.takes, m.resolves = []day.Date{d.Due.Add(2)}, d.Due.Add(15)
				case 3:
					m.takes = []day.Date{d.Due.Add(-5), d.Due.Add(30)}
				}
				w.plan(d.ID, &m)
				w.models = append(w.models, m)
			}
		}
	}
}

// plan lets people do what a model says of a duty.
func (w *clockworld) plan(duty string, m *modelled) {
	if m.resolves != "2027-01-20" {
		w.acts[m.resolves] = append(w.acts[m.resolves], func() { w.conclude(duty) })
	}
	for _, on := range m.takes {
		w.acts[on] = append(w.acts[on], func() { w.take(duty, on) })
	}
}

func (w *clockworld) party(id, code string) *string {
	w.t.Helper()
	parties := w.open(id).Parties
	i := slices.IndexFunc(parties, func(b agreement.Binds) bool { return b.Code == code })
	return &parties[i].ID
}

func (w *clockworld) conclude(duty string) {
	w.t.Helper()
	version := 0
	testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
		return tx.Get(w.t.Context(), &version, `SELECT version FROM agreement_duty WHERE id = $1`, duty)
	})
	if _, err := w.Conclude(w.officer(), duty, version, agreement.Coming{Outcome: agreement.Done, Text: "Đã làm"}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *clockworld) take(duty string, on day.Date) {
	w.t.Helper()
	id, of, round := "", "", 0
	testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
		return tx.Each(w.t.Context(), `SELECT id, agreement, round FROM agreement_watch WHERE subject = $1`, []any{duty}, func(scan func(...any) error) error {
			return scan(&id, &of, &round)
		})
	})
	me := auth.Actor{Account: w.ids["HN"], Grants: []auth.Grant{{Account: w.ids["HN"], Role: "officer", Unit: w.UnitID("HN")}}}
	err := w.Take(auth.With(w.t.Context(), &me), of, id, agreement.Taking{Round: round, Note: "Tuần sau làm", Until: on.Add(takeFor)})
	if err != nil {
		w.t.Fatal(fmt.Errorf("on %s: %w", on, err))
	}
}

// follow signs the next stage; the notice of the first is answered by it.
func (w *clockworld) follow(old string) {
	w.t.Helper()
	h := head()
	h.From, h.To, h.Predecessor = "2027-01-01", "2028-10-31", old
	a, f := w.begin(h)
	c := w.promise(f, agreement.Commitment{Text: "Tuyên truyền", Side: agreement.Both, Due: "2027-06-30", Every: 12})
	w.sign(a, "2026-12-20")
	w.duties(a.ID, c.ID, []string{"BD", "HN"}, "2026-12-20")
	w.models = append(w.models,
		w.model("notice", "2028-08-02", 0, []string{"BD", "HN"}, "2026-12-20", "2028-08-05"),
		w.model("end", "2028-10-31", 30, []string{"BD", "HN"}, "2026-12-20", ""))
	w.acts["2028-08-05"] = append(w.acts["2028-08-05"], func() {
		if err := w.Decide(w.officer(), a.ID, agreement.Decision{Choice: agreement.NextLapse, Note: "Hai bên thống nhất"}); err != nil {
			w.t.Fatal(err)
		}
	})
}

// close holds the final review: the agreement holds no more.
func (w *clockworld) close(id string) {
	w.t.Helper()
	testkit.Write(w.t, w.Kit.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), `UPDATE agreement_agreement SET closed_on = $2 WHERE id = $1`, id, tx.Today())
		return err
	})
}
