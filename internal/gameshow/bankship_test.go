package gameshow_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// versions are those of the questions that come with the program.
func (k *bankKit) versions() map[string]int {
	k.t.Helper()
	out := map[string]int{}
	all, _, err := k.Bank(k.System(), gameshow.BankFilter{Unit: gameshow.FromProgram, Size: 1000})
	if err != nil {
		k.t.Fatal(err)
	}
	for _, q := range all {
		out[q.Code] = q.Version
	}
	return out
}

func (k *bankKit) ship(all ...gameshow.BankQuestion) {
	k.t.Helper()
	if err := k.ShipBank(k.System(), all); err != nil {
		k.t.Fatal(err)
	}
}

func TestEachStartBringsTheProgramsQuestions(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		one, two, three := ofProgram("S-1"), ofProgram("S-2"), ofProgram("S-3")
		k := newBank(t, d, one, two)
		k.ship(one, two)
		if diff := cmp.Diff(map[string]int{"S-1": 1, "S-2": 1}, k.versions()); diff != "" {
			t.Errorf("a second start (-want +got):\n%s", diff)
		}
		two.Why = "Sửa lời giải thích."
		k.ship(one, two, three)
		if diff := cmp.Diff(map[string]int{"S-1": 1, "S-2": 2, "S-3": 1}, k.versions()); diff != "" {
			t.Errorf("one was rewritten and one added (-want +got):\n%s", diff)
		}
		k.ship(one)
		if diff := cmp.Diff(map[string]int{"S-1": 1}, k.versions()); diff != "" {
			t.Errorf("two were taken out (-want +got):\n%s", diff)
		}
		k.ship(one, two)
		if got := k.versions(); got["S-2"] < 3 || len(got) != 2 {
			t.Errorf("one came back: %v", got)
		}
	})
}

func TestTwoNodesStartAtOnce(t *testing.T) {
	testkit.EachSource(t, func(t *testing.T, source string) {
		bank, err := gameshow.LoadBank(catalogue.FS)
		if err != nil {
			t.Fatal(err)
		}
		k := newBank(t, testkit.Open(t, source))
		var wait sync.WaitGroup
		for range 2 {
			node := &gameshow.Service{DB: testkit.Open(t, source), Org: k.Service.Org}
			wait.Go(func() {
				if err := node.ShipBank(auth.With(t.Context(), auth.System()), bank); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for code, version := range k.versions() {
			if version != 1 {
				t.Errorf("%s was written %d times", code, version)
			}
		}
		page, err := k.BankPage(k.System(), gameshow.BankFilter{})
		want := map[gameshow.BankState]int{gameshow.BankRead: 206, gameshow.BankSecondary: 6}
		if diff := cmp.Diff(want, page.States); diff != "" || page.Total != 212 || err != nil {
			t.Errorf("%d questions, %v:\n%s", page.Total, err, diff)
		}
	})
}

// The questions that come with the program are offered on the days their laws
// hold: of a day in 2023 those of three laws, today's all.
func TestTheProgramsQuestionsHoldWithTheirLaws(t *testing.T) {
	bank, err := gameshow.LoadBank(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	k := newBank(t, testkit.SQLite(t), bank...)
	if got := len(k.usable(k.officer("BT"))); got != 118+24+14 {
		t.Errorf("on 25/12/2023 %d may be used", got)
	}
	k.on("2026-06-01")
	if got := len(k.usable(k.officer("BT"))); got != 212 {
		t.Errorf("on 1/6/2026 %d may be used", got)
	}
}

func TestAFilterAndItsNumbers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		other := ofProgram("KHAC-7")
		other.LawName, other.Topic, other.Difficulty, other.Ask = "Luật Công đoàn 50/2024/QH15", "quyền gia nhập", 1, "Ai được gia nhập công đoàn?"
		k := newBank(t, d, ofProgram("S-1"), other)
		k.write("BT", "Nghỉ hằng tuần?")
		bt := k.officer("BT")
		for name, tc := range map[string]struct {
			filter gameshow.BankFilter
			want   []string
		}{
			"words without marks":     {gameshow.BankFilter{Text: "gia nhap CONG"}, []string{other.Ask}},
			"words of an option":      {gameshow.BankFilter{Text: "300 nghi"}, []string{"Nghỉ hằng tuần?"}},
			"a code":                  {gameshow.BankFilter{Text: "khac-7"}, []string{other.Ask}},
			"the middle of a word":    {gameshow.BankFilter{Text: "hap"}, nil},
			"signs of a pattern":      {gameshow.BankFilter{Text: "%_"}, []string{other.Ask, "Câu của phần mềm S-1?", "Nghỉ hằng tuần?"}},
			"a law":                   {gameshow.BankFilter{Law: other.LawName}, []string{other.Ask}},
			"a topic and a state":     {gameshow.BankFilter{Topic: "tiền lương", State: gameshow.BankDraft}, []string{"Nghỉ hằng tuần?"}},
			"how difficult":           {gameshow.BankFilter{Difficulty: 1}, []string{other.Ask}},
			"of the program":          {gameshow.BankFilter{Unit: gameshow.FromProgram}, []string{other.Ask, "Câu của phần mềm S-1?"}},
			"of a unit":               {gameshow.BankFilter{Unit: k.UnitID("BT")}, []string{"Nghỉ hằng tuần?"}},
			"of a unit with none":     {gameshow.BankFilter{Unit: k.UnitID("Q1")}, nil},
			"before any law was made": {gameshow.BankFilter{ValidOn: "1999-01-01"}, nil},
		} {
			if diff := cmp.Diff(tc.want, k.asks(bt, tc.filter)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		page, err := k.BankPage(bt, gameshow.BankFilter{State: gameshow.BankRead, Law: other.LawName})
		got := []any{page.Total, page.States, page.Laws, page.Topics, page.Units}
		want := []any{
			1,
			map[gameshow.BankState]int{gameshow.BankRead: 1},
			map[string]int{other.LawName: 1, "Bộ luật Lao động 45/2019/QH14": 1},
			map[string]int{other.Topic: 1},
			map[string]int{gameshow.FromProgram: 1},
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func TestPagesOfTheBankFollowOneAnother(t *testing.T) {
	d := testkit.SQLite(t)
	var all []gameshow.BankQuestion
	for i := range 7 {
		all = append(all, ofProgram(fmt.Sprintf("S-%d", i)))
		all[i].ArticleNo = fmt.Sprint(100 - i*15) // 100, 85, …, 10: a number, not text
	}
	k := newBank(t, d, all...)
	var articles []string
	for page := 1; page <= 3; page++ {
		qs, total, err := k.Bank(k.officer("BT"), gameshow.BankFilter{Page: page, Size: 3})
		if err != nil || total != 7 {
			t.Fatalf("%d in all, %v", total, err)
		}
		for _, q := range qs {
			articles = append(articles, q.ArticleNo)
		}
	}
	if got := strings.Join(articles, " "); got != "10 25 40 55 70 85 100" {
		t.Errorf("articles %s", got)
	}
}

// A page of the bank is read in its order, however many questions there are:
// nothing is sorted.
func TestAPageOfTheBankIsReadInItsOrder(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		k.write("BT", "Câu mẫu?")
		testkit.Write(t, d, func(tx *db.Tx) error {
			for i := range 5000 {
				if _, err := tx.Exec(t.Context(), `INSERT INTO gameshow_bank (id, code, unit, copied, data, law, article, clause, topic, difficulty, valid_from, valid_to,
						state, source, checked, reviewer, reviewed_on, writer, written_at, asked, folded, sort_key, print, version, recorder, recorded_at)
					SELECT $1, $1, unit, copied, data, law, article, clause, topic, difficulty, valid_from, valid_to, state, source, checked, reviewer, reviewed_on,
						writer, written_at, $1, folded, $1, print, version, recorder, recorded_at FROM gameshow_bank WHERE code = 'CH-0001'`, fmt.Sprintf("q%05d", i)); err != nil {
					return err
				}
			}
			_, err := tx.Exec(t.Context(), "ANALYZE")
			return err
		})
		for name, filter := range map[string]gameshow.BankFilter{"all": {}, "one law": {Law: law("").LawName}} {
			if plan := k.plan(d, filter); !strings.Contains(plan, "gameshow_bank_sort") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") {
				t.Errorf("%s:\n%s", name, plan)
			}
		}
	})
}

func (k *bankKit) plan(d *db.DB, f gameshow.BankFilter) (plan string) {
	k.t.Helper()
	ctx := k.officer("BT")
	testkit.Read(k.t, d, func(tx *db.Tx) error {
		query, args := k.BankQuery(ctx, tx, f)
		explain, row := "EXPLAIN QUERY PLAN ", []any{new(int), new(int), new(int)}
		if d.Dialect == db.Postgres {
			explain, row = "EXPLAIN ", nil
		}
		return tx.Each(ctx, explain+query, args, func(scan func(...any) error) error {
			var line string
			err := scan(append(row, &line)...)
			plan += line + "\n"
			return err
		})
	})
	return plan
}
