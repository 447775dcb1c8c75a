package gameshow_test

import (
	"context"
	"slices"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// bankKit is LĐLĐ TP Hồ Chí Minh (HCM) above Bình Tân (BT), which has CĐCS A
// (BT-A), and Quận 1 (Q1); and LĐLĐ TP Hà Nội (HN) above Ba Đình (BD). Today is
// 25/12/2023.
type bankKit struct {
	*testkit.Kit
	*gameshow.Service
	t testing.TB
}

func newBank(t testing.TB, d *db.DB, program ...gameshow.BankQuestion) *bankKit {
	t.Helper()
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "BT-A", Name: "CĐCS A", Kind: "base", Parent: "BT", Sector: "private_enterprise"},
		org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
	)
	out := &bankKit{Kit: k, Service: &gameshow.Service{DB: d, Org: k.Org}, t: t}
	if err := out.ShipBank(k.System(), program); err != nil {
		t.Fatal(err)
	}
	return out
}

// law is a question that asks something, its right answer the second.
func law(ask string) gameshow.BankQuestion {
	return gameshow.BankQuestion{
		Question: gameshow.Question{
			Kind: gameshow.One, Ask: ask, Options: []gameshow.Option{{Text: "150%"}, {Text: "200%", Right: true}, {Text: "300%"}}, Seconds: 20, Points: 1000,
			Why: "Ngày nghỉ hằng tuần\nít nhất bằng 200%.",
		},
		LawName: "Bộ luật Lao động 45/2019/QH14", ArticleNo: "98", Clause: "1", Topic: "tiền lương", Difficulty: 2, ValidFrom: "2021-01-01",
		Verified: "https://vanban.chinhphu.vn/?docid=198540",
	}
}

// ofProgram is a question that comes with the program.
func ofProgram(code string) gameshow.BankQuestion {
	q := law("Câu của phần mềm " + code + "?")
	q.ID, q.Code, q.State, q.Checked = code, code, gameshow.BankRead, "read"
	q.Law, q.Article = "khoản 1 Điều 98 Bộ luật Lao động 45/2019/QH14", "Điều 98 Bộ luật Lao động 45/2019/QH14"
	return q
}

// officer is one of two officers of a unit.
func (k *bankKit) officer(unit string, who ...string) context.Context {
	k.t.Helper()
	ctx := k.Ctx("officer", unit)
	for _, name := range who {
		a := *auth.From(ctx)
		a.Account += "/" + name
		ctx = auth.With(ctx, &a)
	}
	return ctx
}

// write keeps a question of a unit.
func (k *bankKit) write(unit, ask string) gameshow.BankQuestion {
	k.t.Helper()
	q, err := k.WriteBank(k.officer(unit), unit, law(ask))
	if err != nil {
		k.t.Fatalf("%s of %s: %v", ask, unit, err)
	}
	return q
}

// reviewed keeps a question of a unit that a second officer has reviewed.
func (k *bankKit) reviewed(unit, ask string) gameshow.BankQuestion {
	k.t.Helper()
	q := k.write(unit, ask)
	if _, err := k.SendBank(k.officer(unit), q.ID); err != nil {
		k.t.Fatal(err)
	}
	q, err := k.ReviewBank(k.officer(unit, "second"), q.ID, gameshow.Reviewing{Version: 2, Source: q.Verified})
	if err != nil {
		k.t.Fatal(err)
	}
	return q
}

// asks lists what somebody sees of the bank, in the order of the words.
func (k *bankKit) asks(ctx context.Context, f gameshow.BankFilter) (out []string) {
	k.t.Helper()
	all, total, err := k.Bank(ctx, f)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, q := range all {
		out = append(out, q.Ask)
	}
	if f.Size == 0 && total != len(out) {
		k.t.Errorf("%d questions, said to be %d", len(out), total)
	}
	slices.Sort(out)
	return out
}

// usable lists what somebody may build a show of.
func (k *bankKit) usable(ctx context.Context) (out []string) {
	k.t.Helper()
	all, err := k.Usable(ctx)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, q := range all {
		out = append(out, q.Ask)
	}
	slices.Sort(out)
	return out
}

// state is how a question stands for the officers of its unit.
func (k *bankKit) state(unit, id string) gameshow.BankState {
	k.t.Helper()
	c, err := k.OpenBank(k.officer(unit), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return c.State
}

// on is the same service on a day.
func (k *bankKit) on(d day.Date) *bankKit {
	k.t.Helper()
	k.Kit.DB.Clock.Set(d)
	k.t.Cleanup(func() { k.Kit.DB.Clock.Set(testkit.Today) })
	return k
}
