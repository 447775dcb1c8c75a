package activity_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// world is two districts of one city: HN-A with the unions A1, which has 10
// members of whom 4 are women, A2, which ended on 30/06/2023, and a section of
// A1; HN-B with B1. Today is 25/12/2023.
type world struct {
	*testkit.Kit
	activity *activity.Service
	t        *testing.T
}

func each(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newWorld(t, d))
	})
}

func newWorld(t *testing.T, d *db.DB) world {
	t.Helper()
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-A", Name: "LĐLĐ quận An", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-B", Name: "LĐLĐ quận Bình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "A1", Name: "CĐCS Trường mầm non Hoa Hồng", Kind: "base", Parent: "HN-A", FoundedOn: "2020-03-01", Members: 10, Women: 4},
		org.Founding{Code: "A2", Name: "CĐCS Công ty May Hai", Kind: "base", Parent: "HN-A", FoundedOn: "2020-03-01"},
		org.Founding{Code: "A1-S", Name: "Công đoàn bộ phận tổ bếp", Kind: "section", Parent: "A1", FoundedOn: "2020-03-01"},
		org.Founding{Code: "B1", Name: "CĐCS Bệnh viện Bình", Kind: "base", Parent: "HN-B"},
	)
	if _, err := k.Org.Dissolve(k.System(), org.Dissolution{Unit: "A2", LastDay: "2023-06-30"}); err != nil {
		t.Fatal(err)
	}
	kinds, err := activity.LoadKinds(kindFiles(t), k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return world{k, &activity.Service{DB: d, Org: k.Org, Kinds: kinds}, t}
}

// kindFiles are the admissions of the catalogue and kinds that have every type
// of field.
func kindFiles(t *testing.T) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for name, from := range map[string]fs.FS{"admission": catalogue.FS, "letter": os.DirFS("testdata"), "answer": os.DirFS("testdata"), "gift": os.DirFS("testdata")} {
		text, err := fs.ReadFile(from, "kinds/"+name+".toml")
		if err != nil {
			t.Fatal(err)
		}
		out["kinds/"+name+".toml"] = &fstest.MapFile{Data: text}
	}
	return out
}

// draft is an admission of 5, 3 of them women, in A1 on 19/12/2023, changed by
// pairs of field and value.
func draft(change ...string) activity.Draft {
	return changed(activity.Draft{Kind: "admission", Unit: "A1", Day: "2023-12-19", Fields: activity.Fields{"count": "5", "women": "3"}}, change...)
}

// gift is 18.2 million for 20 people, letter one that is to be answered.
func gift(change ...string) activity.Draft {
	return changed(activity.Draft{Kind: "gift", Unit: "A1", Day: "2023-12-19", Fields: activity.Fields{"amount": "18,2 triệu", "people": "20"}}, change...)
}

func letter(change ...string) activity.Draft {
	return changed(activity.Draft{Kind: "letter", Unit: "A1", Day: "2023-12-01", Fields: activity.Fields{"sent": "1/12/2023", "due": "20/12/2023"}}, change...)
}

func answer(under string, change ...string) activity.Draft {
	return changed(activity.Draft{Kind: "answer", Unit: "A1", Day: "2023-12-10", Under: under, Fields: activity.Fields{"view": "yes"}}, change...)
}

func changed(d activity.Draft, change ...string) activity.Draft {
	for i := 0; i+1 < len(change); i += 2 {
		switch v := change[i+1]; change[i] {
		case "id":
			d.ID = v
		case "kind":
			d.Kind = v
		case "unit":
			d.Unit = v
		case "ref":
			d.Ref = v
		case "day":
			d.Day, d.DayText = "", v
		case "title":
			d.Title = v
		case "partner":
			d.Partner = v
		case "note":
			d.Note = v
		case "under":
			d.Under = v
		case "reason":
			d.Reason = v
		default:
			d.Fields[change[i]] = v
		}
	}
	return d
}

func (w world) record(change ...string) activity.Record {
	w.t.Helper()
	return w.save(draft(change...))
}

func (w world) save(d activity.Draft) activity.Record {
	w.t.Helper()
	rec, err := w.activity.Record(w.Ctx("officer", "HN"), d)
	if err != nil {
		w.t.Fatal(err)
	}
	return rec
}

// figures says members, admitted and admitted women of units, all of 2023.
func (w world) figures(units ...string) string {
	w.t.Helper()
	var out []string
	for _, u := range units {
		out = append(out, fmt.Sprintf("%s: %s members, %s new, %s women", u,
			w.Figure(u, "ORG.DV.TOTAL", "2023"), w.Figure(u, "ORG.DV.NEW", "2023"), w.Figure(u, "ORG.DV.NEW.NU.PCT", "2023")))
	}
	return strings.Join(out, "; ")
}

func (w world) is(want string, units ...string) {
	w.t.Helper()
	if got := w.figures(units...); got != want {
		w.t.Errorf("figures\n got %s\nwant %s", got, want)
	}
	w.Verify()
}

func (w world) count() (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
		return tx.Get(w.t.Context(), &n, `SELECT COUNT(*) FROM activity_record`)
	})
	return n
}

// visible lists the titles an actor sees, sorted.
func (w world) visible(role, unit string, f activity.Filter) string {
	w.t.Helper()
	lines, _, err := w.activity.List(w.Ctx(authRole(role), unit), f)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, l := range lines {
		out = append(out, l.UnitCode+" "+l.Title)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
