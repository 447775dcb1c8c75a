package demo

import (
	"fmt"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// exchanges is what seeds/000, 002 and 003 tell of visits: before the end of 2023
// only the first delegation from Seoul is known.
func (p *place) exchanges(t *testing.T) {
	p.turns(t, "2022 held A, 2023 open B, 2024 ahead A, 2025 ahead B, 2026 ahead A")
	p.visits(t, "hn", "Đoàn đại biểu cấp cao Liên hiệp Công đoàn thành phố Seoul thăm Hà Nội năm 2022")
	p.visits(t, "binhtan")
	p.parts(t, "HN", "VISIT.N", "role", "2022/2024", map[string]int64{"host": 1})
	p.library(t, 1)
	p.DB.Clock.Set("2025-06-30")
	defer p.DB.Clock.Set(reported)
	p.turns(t, "2022 held A, 2023 missed B, 2024 held A, 2025 open B, 2026 ahead A")
	p.parts(t, "HN", "VISIT.N", "role", "2024", map[string]int64{"host": 1, "guest": 2})
	p.parts(t, "HCM-BINHTAN", "VISIT.N", "role", "2024", map[string]int64{"host": 2})
	p.parts(t, "HN-LONGBIEN", "VISIT.N", "role", "2024", map[string]int64{"guest": 1})
	p.library(t, 6)
	p.parts(t, "HCM-BINHTAN", "PRACTICE.SHARED", "", "2024", map[string]int64{"": 4})
	p.parts(t, "HN", "PRACTICE.ADOPTED", "", "2024", map[string]int64{"": 3})
	p.talks(t)
	p.worked(t)
}

// worked: records of work stand under the promises they kept.
func (p *place) worked(t *testing.T) {
	got := map[string]int{}
	for _, words := range []string{"Bình Tân Long Biên", "thị xã giai đoạn 2016"} {
		for _, f := range p.pact(t, p.System(), words).Fields {
			for _, m := range f.Commitments {
				if m.Work > 0 {
					got[m.Text] = m.Work
				}
			}
		}
	}
	if diff := cmp.Diff(map[string]int{oneOne: 5, bargainers: 1, goodWorkers: 10, townRule: 13}, got); diff != "" {
		t.Errorf("records under promises (-want +got):\n%s", diff)
	}
}

// turns compares how the sides of the memorandum with Seoul take turns.
func (p *place) turns(t *testing.T, want string) {
	t.Helper()
	c := p.pact(t, p.as(t, "hn"), "Seoul")
	got := ""
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		v, err := p.Agreement.Visiting(p.as(t, "hn"), tx, c.Agreement)
		for _, turn := range v.Turns {
			got += fmt.Sprintf(", %d %s %s", turn.Year, turn.State, turn.Host)
		}
		return err
	})
	if diff := cmp.Diff(", "+want, got); diff != "" {
		t.Error(diff)
	}
}

// visits compares the titles of those somebody sees, the newest first.
func (p *place) visits(t *testing.T, account string, want ...string) {
	t.Helper()
	list, _, err := p.Agreement.Visits(p.as(t, account), agreement.VisitFilter{Limit: 100})
	must(t, err)
	var got []string
	for _, l := range list {
		got = append(got, l.Title)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", account, diff)
	}
}

// library counts the models anybody sees.
func (p *place) library(t *testing.T, want int) {
	t.Helper()
	list, _, err := p.Practice.List(p.as(t, "longbien"), practice.Filter{Limit: 100})
	must(t, err)
	if len(list) != want {
		t.Errorf("%d good models, want %d", len(list), want)
	}
}

// talks: what was asked on the two days in TP Hồ Chí Minh was answered, with
// models of the library whose results are counted.
func (p *place) talks(t *testing.T) {
	list, _, err := p.Agreement.Visits(p.as(t, "binhtan"), agreement.VisitFilter{Limit: 100})
	must(t, err)
	got := map[string][3]int{}
	for _, l := range list {
		c, err := p.Agreement.OpenVisit(p.as(t, "binhtan"), l.ID)
		must(t, err)
		n := [3]int{len(c.Topics)}
		for _, topic := range c.Topics {
			n[1] += len(topic.Answers)
			for _, a := range topic.Answers {
				n[2] += len(a.Practices)
			}
		}
		got[string(l.HeldFrom)] = n
	}
	if diff := cmp.Diff(map[string][3]int{"2024-03-28": {4, 7, 4}, "2024-04-05": {4, 4, 4}}, got); diff != "" {
		t.Errorf("topics, answers, models (-want +got):\n%s", diff)
	}
}
