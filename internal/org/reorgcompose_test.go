package org_test

import (
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// said writes lines as "op unit→parent (name, kind) heirs < follows members".
func said(lines []org.Line) (out []string) {
	for _, l := range lines {
		s := string(l.Op) + " " + l.Unit
		for mark, part := range map[string]string{"→": l.Parent} {
			if part != "" {
				s += mark + part
			}
		}
		if l.Name != "" || l.Kind != "" {
			s += " (" + l.Name + "," + l.Kind + ")"
		}
		if l.Heirs != "" {
			s += " heirs " + l.Heirs
		}
		if l.Follows != "" {
			s += " follows " + l.Follows
		}
		out = append(out, s)
	}
	return out
}

func TestAWishBecomesLinesThatCanBeSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		k.Found(org.Founding{Code: "D3", Name: "LĐLĐ quận Ba", Kind: "district", Parent: "HN"})
		ctx := k.Ctx("officer", "HN")
		for name, c := range map[string]struct {
			wish org.Wish
			want string
		}{
			"merged districts hand on what is below": {
				org.Wish{Kind: org.Merging, Units: []string{"D2"}, Into: "LĐLĐ quận Một"},
				"move D2-1→D1|end D2 heirs D1",
			},
			"a base union into another": {
				org.Wish{Kind: org.Merging, Units: []string{"CĐCS Hai Một"}, Into: "d1-1"}, "end D2-1 heirs D1-1",
			},
			"two districts become a new one": {
				org.Wish{Kind: org.Uniting, Units: []string{"D1", "D2"}, Parts: []org.Part{{Name: "LĐLĐ quận Mới"}}},
				"found HN-0001→HN (LĐLĐ quận Mới,district)|move D1-2→HN-0001|move D1-1→HN-0001|move D2-1→HN-0001|end D1 heirs HN-0001|end D2 heirs HN-0001",
			},
			"a divided district gives each union to a part, what is forgotten has no superior yet": {
				org.Wish{Kind: org.Dividing, Units: []string{"D1"}, Parts: []org.Part{{Name: "A", Below: []string{"D1-1"}}, {Name: "B", Code: "dx"}}},
				"found HN-0001→HN (A,district) follows D1|found DX→HN (B,district) follows D1|move D1-2|move D1-1→HN-0001|end D1 heirs HN-0001,DX",
			},
			"a base union split in two": {
				org.Wish{Kind: org.Splitting, Units: []string{"D1-1"}, Parts: []org.Part{{Name: "CĐCS Tách", Members: 12, Women: 3}}},
				"found D1-0001→D1 (CĐCS Tách,base) follows D1-1",
			},
			"moved": {org.Wish{Kind: org.Transfer, Units: []string{"D1-1", "D1-2"}, Into: "D2"}, "move D1-1→D2|move D1-2→D2"},
			"renamed": {
				org.Wish{Kind: org.Renaming, Units: []string{"D1"}, Name: "  LĐLĐ quận  Mới "}, "rename D1 (LĐLĐ quận Mới,)",
			},
			"another kind": {org.Wish{Kind: org.Recasting, Units: []string{"D1-2"}, To: "occupational"}, "kind D1-2 (,occupational)"},
		} {
			c.wish.Unit, c.wish.On = "HN", "2023-10-01"
			lines, err := k.Org.Compose(ctx, c.wish)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if got := strings.Join(said(lines), "|"); got != c.want {
				t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
			}
			if strings.Contains(name, "forgotten") {
				continue
			}
			if _, err := k.Org.Forecast(ctx, deciding(c.wish.Kind, lines...)); err != nil {
				t.Errorf("%s is refused: %v", name, err)
			}
		}
	})
}

func TestWhatAWishRefuses(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		two := []org.Part{{Name: "A"}, {Name: "B"}}
		for name, c := range map[string]struct {
			wish org.Wish
			want string
		}{
			"nobody":              {org.Wish{Kind: org.Merging, Into: "D1"}, "units: error.required"},
			"an unknown one":      {org.Wish{Kind: org.Merging, Units: []string{"Nowhere"}, Into: "D1"}, "units: error.unit.unknown"},
			"one of many":         {org.Wish{Kind: org.Merging, Units: []string{"LĐLĐ"}, Into: "D1"}, "units: org.reorg.which"},
			"into itself":         {org.Wish{Kind: org.Merging, Units: []string{"D1"}, Into: "D1"}, "into: org.reorg.self"},
			"a base union higher": {org.Wish{Kind: org.Merging, Units: []string{"D1-1"}, Into: "D2"}, "into: org.reorg.unlike"},
			"one alone":           {org.Wish{Kind: org.Uniting, Units: []string{"D1"}, Parts: two[:1]}, "units: org.reorg.two"},
			"one part":            {org.Wish{Kind: org.Dividing, Units: []string{"D1"}, Parts: two[:1]}, "parts.2.name: org.reorg.parts"},
			"two at once":         {org.Wish{Kind: org.Splitting, Units: []string{"D1", "D2"}, Parts: two}, "units: org.reorg.one"},
			"twice":               {org.Wish{Kind: org.Transfer, Units: []string{"D1-1", "d1-1"}, Into: "D2"}, "units: org.reorg.twice"},
			"under a base union":  {org.Wish{Kind: org.Transfer, Units: []string{"D1-1"}, Into: "D1-2"}, "into: org.parent.kind"},
			"the same name":       {org.Wish{Kind: org.Renaming, Units: []string{"D1"}, Name: "LĐLĐ quận Một"}, "name: org.reorg.samename"},
			"no name":             {org.Wish{Kind: org.Renaming, Units: []string{"D1"}}, "name: error.required"},
			"the same kind":       {org.Wish{Kind: org.Recasting, Units: []string{"D1-1"}, To: "base"}, "to: org.reorg.samekind"},
			"no such kind":        {org.Wish{Kind: org.Recasting, Units: []string{"D1-1"}, To: "moon"}, "to: error.choice"},
		} {
			c.wish.Unit, c.wish.On = "HN", "2023-10-01"
			_, err := k.Org.Compose(k.Ctx("officer", "HN"), c.wish)
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		_, err := k.Org.Compose(k.Ctx("officer", "D1"), org.Wish{Kind: org.Transfer, Unit: "D1", Units: []string{"D2-1"}, Into: "D1", On: "2023-10-01"})
		if got := testkit.Refused(err); got != "units: error.unit.unknown" {
			t.Errorf("out of scope: %s", got)
		}
		_, err = k.Org.Compose(k.Ctx("officer", "HN"), org.Wish{Kind: org.Transfer, Unit: "HN", Units: []string{"D2-1"}, Into: "D1"})
		if got := testkit.Refused(err); got != "on: error.required" {
			t.Errorf("without a day: %s", got)
		}
	})
}

func TestDistrictsAreEmptiedIntoTheCity(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		ctx := k.Ctx("officer", "HN")
		lines, err := k.Org.Below(ctx, "HN", []string{"D1", "D2"}, "HN", "2023-07-01")
		if err != nil {
			t.Fatal(err)
		}
		want := "move D1-2→HN|move D1-1→HN|move D2-1→HN|end D1|end D2"
		if got := strings.Join(said(lines), "|"); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
		p := deciding(org.Reforming, lines...)
		p.EffectiveOn, p.ID = "2023-07-01", db.NewID()
		r, err := k.Org.Reorganise(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		expect(k, t, map[[3]string]string{{"HN", "ORG.DV.TOTAL", "2023"}: "45", {"D1", "ORG.DV.TOTAL", "2023"}: "40"})
		streams, err := k.Org.Streams(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range streams {
			got = append(got, s.From.Code+"→"+s.To.Code)
			if s.From.Code == "D1" && (s.Unions != 2 || s.Members != 40) {
				t.Errorf("stream of D1: %+v", s.Size)
			}
		}
		if diff := cmp.Diff([]string{"D1→HN", "D2→HN"}, got); diff != "" {
			t.Error(diff)
		}
		mine, err := k.Org.Streams(k.Ctx("viewer", "D2"), r.ID)
		if err != nil || len(mine) != 1 || mine[0].From.Code != "D2" {
			t.Errorf("what D2 sees: %+v %v", mine, err)
		}
		if _, err := k.Org.Below(k.Ctx("officer", "D1"), "HN", []string{"D1"}, "HN", "2023-07-01"); err == nil {
			t.Error("a district empties itself into the city")
		}
	})
}

func TestAListKeepsEveryRow(t *testing.T) {
	k := reformed(t, testkit.SQLite(t))
	file := "VIỆC\tMã đơn vị\tTên\tCấp trên\tLoại\tĐơn vị kế thừa\tĐoàn viên\n" +
		"Thành lập\tW1\tCông đoàn phường Một\tHN\tCông đoàn phường\t\t\n" +
		"chuyển về\td1-1\t\tW1\t\t\t\n" +
		"nhảy\tD1-2\t\tW1\t\t\tnăm\n" +
		"kết thúc\tD1\t\t\t\tW1; W2\t1.050\n" +
		"chuyển\tD1-1\t\tW2\t\t\t\n"
	r, err := sheet.Open(strings.NewReader(file), "x.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := k.Org.ReadLines(r)
	if err != nil {
		t.Fatal(err)
	}
	want := []org.Line{
		{Op: org.OpFound, Unit: "W1", Name: "Công đoàn phường Một", Parent: "HN", Kind: "ward"},
		{Op: org.OpMove, Unit: "d1-1", Parent: "W1"},
		{Op: "nhảy", Unit: "D1-2", Parent: "W1", Members: -1},
		{Op: org.OpEnd, Unit: "D1", Heirs: "W1,W2", Members: 1050},
		{Op: org.OpMove, Unit: "D1-1", Parent: "W2"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if got := org.Amend(nil, lines); len(got) != 5 {
		t.Errorf("%d rows of a new list, want all 5", len(got))
	}
	corrected := []org.Line{{Position: 3, Op: org.OpMove, Unit: "D9-9", Parent: "W1"}, {Op: org.OpEnd, Unit: "d1", Heirs: "W1"}, {Op: org.OpMove, Unit: "D2-1", Parent: "W1"}}
	got := org.Amend(lines, corrected)
	if len(got) != 6 || got[2].Unit != "D9-9" || got[3].Heirs != "W1" || got[5].Unit != "D2-1" {
		t.Errorf("amended: %v", said(got))
	}
}
