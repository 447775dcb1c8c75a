package gameshow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func shipped(t *testing.T) ([]gameshow.Tune, []gameshow.BankQuestion) {
	t.Helper()
	tunes, err := gameshow.LoadTunes(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	bank, err := gameshow.LoadBank(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	return tunes, bank
}

func TestAReadyShowCanBePlayedWhateverItsSeed(t *testing.T) {
	tunes, bank := shipped(t)
	for seed := range uint64(200) {
		show := gameshow.Ready("Âm nhạc và công nhân", tunes, bank, seed)
		if err := show.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var sizes []string
		for _, r := range show.Rounds {
			sizes = append(sizes, fmt.Sprintf("%s %d", r.Kind, len(r.Questions)))
		}
		if diff := cmp.Diff([]string{"songs 5", "law 6", "songs 4"}, sizes); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		heard, topics := map[string]bool{}, map[string]bool{}
		for _, q := range show.Questions() {
			if q.Tune != "" && heard[q.Tune] {
				t.Errorf("seed %d plays %s twice", seed, q.Tune)
			}
			heard[q.Tune] = true
		}
		for _, q := range show.Rounds[1].Questions {
			i := slices.IndexFunc(bank, func(b gameshow.BankQuestion) bool { return b.Ask == q.Ask })
			if topics[bank[i].Topic] || bank[i].Verified == "" {
				t.Errorf("seed %d: topic %q again, or looked up by nobody", seed, bank[i].Topic)
			}
			topics[bank[i].Topic] = true
		}
	}
}

func TestTheSameSeedComposesTheSame(t *testing.T) {
	tunes, bank := shipped(t)
	if diff := cmp.Diff(gameshow.Ready("A", tunes, bank, 7), gameshow.Ready("A", tunes, bank, 7)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(gameshow.Ready("A", tunes, bank, 7), gameshow.Ready("A", tunes, bank, 8)) {
		t.Error("another seed composes the same")
	}
}

// With little to compose of, a show is shorter, and still in order.
func TestAReadyShowOfLittle(t *testing.T) {
	tunes, bank := shipped(t)
	for _, c := range []struct{ tunes, law int }{{0, 3}, {1, 0}, {2, 1}, {5, 0}, {6, 200}} {
		show := gameshow.Ready("A", tunes[:c.tunes], bank[:c.law], 1)
		if err := show.Check(); err != nil {
			t.Errorf("%d tunes, %d questions: %v", c.tunes, c.law, err)
		}
	}
	if show := gameshow.Ready("A", nil, nil, 1); len(show.Rounds) > 0 {
		t.Errorf("of nothing: %+v", show)
	}
}

func TestAQuestionOfATuneHasItsTitleOnceAndOnlyItIsRight(t *testing.T) {
	tunes, _ := shipped(t)
	places := map[int]int{}
	for seed := range uint64(100) {
		for _, tune := range tunes {
			q := gameshow.AskChoice(tune, tunes, seed)
			if err := q.Check(); err != nil {
				t.Fatalf("%s, seed %d: %v", tune.Title, seed, err)
			}
			right := slices.IndexFunc(q.Options, func(o gameshow.Option) bool { return o.Right })
			if q.Options[right].Text != tune.Title || len(q.Options) != 4 {
				t.Errorf("%s: %+v", tune.Title, q.Options)
			}
			places[right]++
			if err := gameshow.AskTitle(tune).Check(); err != nil {
				t.Errorf("%s: %v", tune.Title, err)
			}
		}
	}
	for place := range 4 {
		if n := places[place]; n < 200 || n > 450 { // of 1,300; by chance 325
			t.Errorf("the right one is %d times at place %d", n, place)
		}
	}
}

// A host who writes a moment as it is shown means the same note.
func TestMomentsOfTunesAreReadAsTheyAreWritten(t *testing.T) {
	tunes, _ := shipped(t)
	for _, tune := range tunes {
		for i := range len(tune.Notes) + 1 {
			shown := fmt.Sprintf("%.1f", tune.Begins(i))
			var typed float64
			if _, err := fmt.Sscan(shown, &typed); err != nil {
				t.Fatal(err)
			}
			if got := tune.NoteAt(typed); got != i {
				t.Errorf("%s: note %d at %s s is read as %d", tune.Title, i, shown, got)
			}
		}
		if tune.NoteAt(1e9) != len(tune.Notes) || tune.NoteAt(-1) != 0 {
			t.Errorf("%s: beyond its ends", tune.Title)
		}
	}
}

func TestVariedAsksOfAsManyTopicsAsThereAre(t *testing.T) {
	_, bank := shipped(t)
	few := slices.DeleteFunc(slices.Clone(bank), func(b gameshow.BankQuestion) bool { return b.Topic != "thai sản" && b.Topic != "tiền lương" })
	got := gameshow.Varied(few, 5, 3)
	topics := map[string]int{}
	for i, b := range got {
		topics[b.Topic]++
		if i > 0 && b.Difficulty < got[i-1].Difficulty {
			t.Error("an easier one comes later")
		}
	}
	if len(got) != 5 || len(topics) != 2 {
		t.Errorf("%v", topics)
	}
}

func TestArticlesOfBases(t *testing.T) {
	for basis, want := range map[string]string{
		"khoản 1 Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13": "Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13",
		"điểm a khoản 2 điều 35 Bộ luật Lao động":                    "Điều 35 Bộ luật Lao động",
		" Điều 2 Luật X":     "Điều 2 Luật X",
		"Hiến pháp năm 2013": "Hiến pháp năm 2013",
		"":                   "",
	} {
		if got := gameshow.ArticleOf(basis); got != want {
			t.Errorf("%q: %q, want %q", basis, got, want)
		}
	}
}

// Whatever is done with a show, no question is lost or doubled, and doing the
// same again changes nothing.
func TestHandsOnAShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var show gameshow.Show
		for i := range rapid.IntRange(1, 4).Draw(t, "rounds") {
			r := gameshow.Round{Kind: gameshow.Law, Title: "A"}
			for range rapid.IntRange(0, 4).Draw(t, "questions") {
				r.Questions = append(r.Questions, gameshow.Question{ID: rapid.SampledFrom([]string{"", "q1", "x"}).Draw(t, "id"), Ask: fmt.Sprint(i, len(r.Questions))})
			}
			show.Rounds = append(show.Rounds, r)
		}
		show.Identify()
		before := asked(show)
		if len(slices.Compact(slices.Clone(before))) != len(before) {
			t.Fatalf("one id twice: %v", before)
		}
		if len(before) == 0 {
			return
		}
		question := strings.Fields(rapid.SampledFrom(before).Draw(t, "question"))[0]
		round := rapid.SampledFrom(show.Rounds).Draw(t, "round").ID
		to := rapid.IntRange(-1, 6).Draw(t, "to")
		for range 2 {
			if err := show.MoveQuestion(question, round, to); err != nil {
				t.Fatal(err)
			}
			if err := show.MoveRound(round, to); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, asked(show)); diff != "" {
				t.Fatalf("moved (-before +after):\n%s", diff)
			}
		}
		once := fmt.Sprint(show)
		if show.MoveRound(round, to) != nil || fmt.Sprint(show) != once {
			t.Fatal("the same move moved it again")
		}
		for range 2 {
			if err := show.CopyQuestion(question, "copy"); err != nil || len(asked(show)) != len(before)+1 {
				t.Fatalf("copied: %v, %v", asked(show), err)
			}
		}
		show.DropQuestion("copy")
		show.DropQuestion("copy")
		if diff := cmp.Diff(before, asked(show)); diff != "" {
			t.Fatalf("dropped (-before +after):\n%s", diff)
		}
	})
}

// asked are the ids and words of a show's questions, sorted.
func asked(show gameshow.Show) (out []string) {
	for _, q := range show.Questions() {
		out = append(out, q.ID+" "+q.Ask)
	}
	slices.Sort(out)
	return out
}
