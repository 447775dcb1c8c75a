package demo

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
	"donghanh/internal/report"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// agreements is what seeds/000, 003 and 004 tell of what was signed.
func (p *place) agreements(t *testing.T) {
	p.town(t)
	p.signed(t)
	p.chain(t)
	p.finalReview(t)
	p.committees(t)
	p.signers(t)
	p.before2024(t)
	p.toDo(t)
	p.exchanges(t)
}

// town: the figures of Sơn Tây over five years are sums of records.
func (p *place) town(t *testing.T) {
	p.parts(t, "HN-SONTAY", "INIT.N", "", "2016/2020", map[string]int64{"": 2528})
	p.parts(t, "HN", "INIT.N", "", "2016/2020", map[string]int64{"": 2528})
	p.parts(t, "HN-SONTAY", "AWARD.N", "title", "2016/2020", map[string]int64{"capital_worker": 12, "capital_creative": 14, "good_creative_worker": 382})
	for _, year := range []string{"2016/2020", "2021", "2022"} {
		// of the communes of the gazetteer, those of 2025: 13 CĐCS, all of them
		if got := p.ratio(t, "HN-SONTAY", "ORG.REG.COORD.PCT", "bloc", "commune", year); got != "13/13" {
			t.Errorf("rules registered in communes, %s: %s", year, got)
		}
	}
	for year, want := range map[string]int64{"2016": 412, "2020": 575} {
		p.parts(t, "HN-SONTAY", "INIT.N", "", year, map[string]int64{"": want})
	}
}

// signed counts what was signed by whom and with whom.
func (p *place) signed(t *testing.T) {
	p.parts(t, "HN", "AGREE.N", "partner", "2022", map[string]int64{"party": 32, "people": 1, "department": 2, "foreign": 1})
	p.parts(t, "HN", "AGREE.N", "kind", "2022", map[string]int64{"regulation": 32, "programme": 3, "memorandum": 1})
	p.parts(t, "HN", "AGREE.TEXT.N", "", "2022", map[string]int64{"": 4})
	p.parts(t, "HN-SONTAY", "AGREE.N", "partner", "2016/2020", map[string]int64{"people": 2})
	p.parts(t, "HN-BADINH", "AGREE.N", "partner", "2023", map[string]int64{"people": 1, "department": 1, "enterprise": 2, "other": 1})
	p.parts(t, "HCM-BINHTAN", "AGREE.N", "kind", "2023", map[string]int64{"welfare": 2, "regulation": 1})
	p.DB.Clock.Set("2025-06-30")
	defer p.DB.Clock.Set(reported)
	for _, unit := range []string{"HCM-BINHTAN", "HN-LONGBIEN"} {
		p.parts(t, unit, "AGREE.N", "partner", "2024", map[string]int64{"union": 1})
	}
	p.parts(t, "TLD", "AGREE.TEXT.N", "", "2024", map[string]int64{"": 1})
}

// parts compares the parts of a figure in a period; "" is the whole.
func (p *place) parts(t *testing.T, unit, code, by, period string, want map[string]int64) {
	t.Helper()
	ind, err := p.Ledger.Catalogue.Indicator(code)
	must(t, err)
	q := ledger.Query{Units: []string{p.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Tree: ledger.Then, Period: parsed(t, period), By: by}
	got := map[string]int64{}
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		figures, err := p.Ledger.Figures(p.System(), tx, q)
		for _, f := range figures {
			if f.Numerator != 0 && (f.Part != "") == (by != "") {
				got[f.Part] = f.Numerator
			}
		}
		return err
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s of %s in %s by %q (-want +got):\n%s", code, unit, period, by, diff)
	}
}

// ratio is one part of a percentage in a period.
func (p *place) ratio(t *testing.T, unit, code, by, part, period string) (out string) {
	ind, err := p.Ledger.Catalogue.Indicator(code)
	must(t, err)
	q := ledger.Query{Units: []string{p.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Tree: ledger.Then, Period: parsed(t, period), By: by, Part: part}
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		figures, err := p.Ledger.Figures(p.System(), tx, q)
		for _, f := range figures {
			if f.Part == part {
				out = fmt.Sprintf("%d/%d", f.Numerator, *f.Denominator)
			}
		}
		return err
	})
	return out
}

// pact is the card of the agreement whose title has some words, as somebody reads
// it today.
func (p *place) pact(t *testing.T, ctx context.Context, words string) agreement.Card {
	t.Helper()
	list, _, err := p.Agreement.List(ctx, agreement.Filter{Query: words, Limit: 2})
	must(t, err)
	if len(list) != 1 {
		t.Fatalf("%d agreements are called %q", len(list), words)
	}
	c, err := p.Agreement.Open(ctx, list[0].ID)
	must(t, err)
	return c
}

// as is an account of the demo.
func (p *place) as(t *testing.T, name string) context.Context {
	t.Helper()
	a, err := p.Auth.ActorByName(t.Context(), name)
	must(t, err)
	return auth.With(t.Context(), a)
}

// chain: one stage of Sơn Tây followed the other on one day, with the four
// fields of the article.
func (p *place) chain(t *testing.T) {
	c := p.pact(t, p.as(t, "sontay"), "UBND thị xã giai đoạn 2025")
	if c.SignedOn != "2020-10-29" || c.Before == nil || c.Before.From != "2016-01-01" || c.Before.To != "2020-12-31" || c.Phase != agreement.Running {
		t.Errorf("signed on %s, %s, after %+v", c.SignedOn, c.Phase, c.Before)
	}
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Heading)
		if len(f.Commitments) == 0 {
			t.Errorf("nobody promised anything of %q", f.Heading)
		}
	}
	if diff := cmp.Diff(theFour, strings.Join(fields, "; ")+"."); diff != "" {
		t.Errorf("the article's fields (-want +got):\n%s", diff)
	}
}

// theFour are the fields in the article's words (seeds/004).
const theFour = "Phối hợp tổ chức hiệu quả các phong trào thi đua trong CNVCLĐ, góp phần hoàn thành thắng lợi nhiệm vụ phát triển kinh tế - xã hội hàng năm và 5 năm (2020 - 2025); " +
	"Phối hợp chăm lo, bảo vệ quyền và lợi ích hợp pháp, chính đáng của người lao động, nâng cao phúc lợi xã hội góp phần đảm bảo công tác an sinh xã hội trên địa bàn; " +
	"Phối hợp tuyên truyền pháp luật và các chủ trương của Đảng, chính sách của Nhà nước, nâng cao ý thức công dân cho CNVCLĐ; " +
	"Phối hợp trong công tác thanh tra, kiểm tra việc thực hiện pháp luật lao động, BHXH, BHYT và các chế độ chính sách có liên quan đến quyền và lợi ích hợp pháp chính đáng của cán bộ, đoàn viên và CNVCLĐ."

// finalReview: the paper of 29/10/2020, as it was frozen, has its numbers from
// records; it closed the stage on the day the next one was signed.
func (p *place) finalReview(t *testing.T) {
	c := p.pact(t, p.as(t, "sontay"), "UBND thị xã giai đoạn 2016")
	if c.Phase != agreement.Closed || c.ClosedOn != "2020-10-29" || len(c.After) != 1 {
		t.Errorf("%s, reviewed on %q, followed by %d", c.Phase, c.ClosedOn, len(c.After))
	}
	reviews, err := p.Agreement.Reviews(p.as(t, "sontay"), c.ID)
	must(t, err)
	if len(reviews) != 1 || reviews[0].State != agreement.ReviewHeld || reviews[0].HeldOn != "2020-10-29" {
		t.Fatalf("reviews: %+v", reviews)
	}
	v, err := p.Report.Show(p.as(t, "sontay"), reviews[0].Report)
	must(t, err)
	paper, err := v.Report.Frozen()
	must(t, err)
	if paper.Day != "2020-10-29" || paper.Signer == "" || paper.Number != "01/BC-LĐLĐ" {
		t.Errorf("the paper %s of %s is signed by %q", paper.Number, paper.Day, paper.Signer)
	}
	text := plain(paper.Content)
	for _, says := range []string{
		"203 công đoàn cơ sở với 6.943 đoàn viên", "kết quả 2.528 sáng kiến, cam kết 2.500", "biểu dương “Công nhân giỏi Thủ đô” (hai bên): kết quả 12 ",
		"“Lao động sáng tạo Thủ đô” (hai bên): kết quả 14 ", "cấp thị xã (hai bên): kết quả 382 ", townRule + " (hai bên): kết quả 100%, cam kết 100%", "giai đoạn 2020 - 2025, tập trung vào 4 lĩnh vực",
		"19/20 lần cam kết đến hạn đã làm đúng hạn",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("%q is not in the paper:\n%s", says, text)
		}
	}
	frozen := map[string]string{}
	for _, f := range paper.Content.Figures {
		frozen[f.Indicator+f.Part+" "+f.Unit] = f.Numerator
	}
	want := map[string]string{
		"INIT.N HN-SONTAY": "2528", "AWARD.Ncapital_worker HN-SONTAY": "12", "AWARD.Ncapital_creative HN-SONTAY": "14", "AWARD.Ngood_creative_worker HN-SONTAY": "382",
		"ORG.REG.COORD.PCTcommune HN-SONTAY": "13",
		"ORG.CDCS.TOTAL HN-SONTAY":           "203", "ORG.DV.TOTAL HN-SONTAY": "6943",
	}
	if diff := cmp.Diff(want, frozen); diff != "" {
		t.Errorf("what was frozen (-want +got):\n%s", diff)
	}
}

// committees: one text with 30 committees of districts and two more.
func (p *place) committees(t *testing.T) {
	c := p.pact(t, p.as(t, "hn"), "cấp ủy")
	words := map[string]int{}
	for _, b := range c.Parties {
		if b.Side == agreement.B {
			for _, w := range []string{"Quận ủy", "Huyện ủy", "Thị ủy", "Đảng ủy"} {
				if strings.Contains(b.Name, w) {
					words[w]++
				}
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"Quận ủy": 12, "Huyện ủy": 17, "Thị ủy": 1, "Đảng ủy": 2}, words); diff != "" {
		t.Error(diff)
	}
	if seoul := p.pact(t, p.as(t, "hn"), "Seoul"); seoul.SignedOn != "2022-08-05" || !seoul.Visits || seoul.FirstHost != agreement.A || seoul.Parties[1].Country != "KR" || strings.Join(seoul.Langs, " ") != "vi en" {
		t.Errorf("with Seoul: %+v, %v", seoul.Agreement, seoul.Langs)
	}
}

// signers: who is called like somebody of the articles signs only what an
// article tells; nothing was told at a week's end.
func (p *place) signers(t *testing.T) {
	avoid, real := realNames(t), 0
	p.DB.Clock.Set(last)
	defer p.DB.Clock.Set(reported)
	list, _, err := p.Agreement.List(p.System(), agreement.Filter{Limit: 100})
	must(t, err)
	for _, l := range list {
		c, err := p.Agreement.Open(p.System(), l.ID)
		must(t, err)
		for _, b := range c.Parties {
			if avoid[search.Fold(b.Signer)] {
				if real++; c.Source == "" {
					t.Errorf("%s signs %q, which no article tells", b.Signer, c.Title)
				}
			}
		}
		for _, f := range c.Fields {
			for _, m := range f.Commitments {
				for _, d := range m.Duties {
					if w := d.DoneOn; w != "" && (w.Time().Weekday() == time.Saturday || w.Time().Weekday() == time.Sunday) {
						t.Errorf("%q of %q came out on %s %s", m.Text, c.Title, w.Time().Weekday(), w)
					}
				}
			}
		}
	}
	if real != 3 || len(list) != 17 {
		t.Errorf("%d signers of articles, %d agreements", real, len(list))
	}
}

// before2024: on the demo's first day nobody knows of what came later.
func (p *place) before2024(t *testing.T) {
	for name, ctx := range map[string]context.Context{"binhtan": p.as(t, "binhtan"), "longbien": p.as(t, "longbien"), "admin": p.as(t, "admin")} {
		list, _, err := p.Agreement.List(ctx, agreement.Filter{Limit: 100})
		must(t, err)
		for _, l := range list {
			if l.From >= "2024-01-01" || l.SignedOn > reported {
				t.Errorf("%s sees %q", name, l.Title)
			}
			c, err := p.Agreement.Open(ctx, l.ID)
			must(t, err)
			if c.EndedOn != "" || c.Unit != l.Unit || c.Keeper.FoundedOn > reported || l.UnitName != c.Keeper.Name {
				t.Errorf("%s knows of %q that it ends on %q, and who keeps it: %s, %s", name, l.Title, c.EndedOn, c.Keeper.Name, l.UnitName)
			}
			for _, b := range c.Parties {
				if b.From != "" || b.To != "" {
					t.Errorf("%s knows who goes on with %q: %s", name, l.Title, b.Name)
				}
			}
			for _, e := range c.Entries {
				if day.Of(time.UnixMicro(e.At)) > reported {
					t.Errorf("%s reads %q", name, e.Text)
				}
			}
		}
	}
	p.parts(t, "TLD", "AGREE.N", "", "2024", map[string]int64{})
	rows, _, err := p.Report.List(p.System(), report.Filter{Limit: 100})
	must(t, err)
	for _, r := range rows {
		if r.To > "2023-12-31" || (r.SignedAt != nil && day.Of(time.UnixMicro(*r.SignedAt)) > reported) {
			t.Errorf("a report of %s is there, %s", r.Period, r.State)
		}
	}
}

// toDo: Ba Đình has what is due in these days and what is late.
func (p *place) toDo(t *testing.T) {
	list, _, err := p.Agreement.List(p.as(t, "badinh"), agreement.Filter{Unit: p.UnitID("HN-BADINH"), Limit: 100})
	must(t, err)
	got, late := map[agreement.Phase]int{}, 0
	for _, l := range list {
		got[l.Phase]++
		late += l.Late
	}
	if diff := cmp.Diff(map[agreement.Phase]int{agreement.Running: 4, agreement.Ending: 1}, got); diff != "" || late != 2 {
		t.Errorf("%d late: %s", late, diff)
	}
	soon := 0
	for _, words := range []string{"UBND quận", "Phòng Giáo dục Ba Đình"} {
		for _, f := range p.pact(t, p.as(t, "badinh"), words).Fields {
			for _, m := range f.Commitments {
				for _, d := range m.Duties {
					if d.OutcomeOn(reported) == agreement.Open && d.Due >= reported && d.Due < reported.Add(14) {
						soon++
					}
				}
			}
		}
	}
	if soon != 2 {
		t.Error(fmt.Sprint(soon, " are due soon"))
	}
}
