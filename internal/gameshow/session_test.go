package gameshow

import (
	"fmt"
	"slices"
	"testing"

	"donghanh/internal/platform/errs"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// evening is a show of a song, a question of law and another song.
func evening() Show {
	song := func(titles ...string) Question {
		return Question{Kind: Text, Ask: "Bài gì?", Titles: titles, Seconds: 20, Points: 1000}
	}
	law := Question{Kind: One, Ask: "Ai?", Options: options(false, true), Seconds: 10, Points: 800, Article: "Điều 6 Luật ATVSLĐ"}
	return Show{Scoring: BySpeed, Streaks: true, Rounds: []Round{
		{Kind: Songs, Title: "Nhạc", Questions: []Question{song("Bèo dạt mây trôi")}}, {Kind: Law, Title: "Luật", Questions: []Question{law}}, {Kind: Songs, Title: "Nhạc nữa", Questions: []Question{song("Lý con sáo")}},
	}}
}

const second = 1_000_000

// played is an evening of three: An answers all rightly, Bình comes for the
// second question, Chi answers nearly, twice and late.
func played() []Event {
	words := func(s string) *Answer { return &Answer{Text: s} }
	return []Event{
		{No: 1, Kind: Joined, Player: "a", Name: "An", Team: "CĐCS Một"},
		{No: 2, Kind: Joined, Player: "c", Name: "Chi", Team: "CĐCS Hai"},
		{No: 3, Kind: Asked, Question: 0},
		{No: 4, Kind: Answered, Player: "a", Question: 0, Answer: words("beo dat may troi"), Took: 5 * second},
		{No: 5, Kind: Answered, Player: "c", Question: 0, Answer: words("mây trôi"), Took: 10 * second},
		{No: 6, Kind: Shut, Question: 0},
		{No: 7, Kind: Joined, Player: "b", Name: "Bình", Team: "CĐCS Hai", Question: 1},
		{No: 8, Kind: Asked, Question: 1},
		{No: 9, Kind: Answered, Player: "a", Question: 1, Answer: &Answer{Picks: []int{1}}, Took: 0},
		{No: 10, Kind: Answered, Player: "b", Question: 1, Answer: &Answer{Picks: []int{1}}, Took: 10 * second},
		{No: 11, Kind: Shut, Question: 1},
		{No: 12, Kind: Answered, Player: "c", Question: 1, Answer: &Answer{Picks: []int{1}}, Took: 9 * second, Late: true},
		{No: 13, Kind: Asked, Question: 2},
		{No: 14, Kind: Answered, Player: "a", Question: 2, Answer: words("Lý con sáo"), Took: 20 * second},
		{No: 15, Kind: Answered, Player: "b", Question: 2, Answer: words("Lý ngựa ô"), Took: second},
		{No: 16, Kind: Shut, Question: 2},
	}
}

func replay(t testing.TB, log []Event) *Session {
	t.Helper()
	s, err := Replay(evening(), log)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The scores are those anybody comes to with a pencil:
//
//	An:   1000 − ¼·500 = 875 · 800 + 10 % = 880 · 500 + 20 % = 600 → 2355
//	Bình: 400 · 0 → 400
//	Chi:  0 · late 0 · none 0 → 0; with "mây trôi" taken for right 750
func TestScoresAreThoseOfAPencil(t *testing.T) {
	s := replay(t, played())
	want := []string{"1 An 2355 3/3", "2 Bình 400 1/2", "3 Chi 0 0/3"}
	if diff := cmp.Diff(want, told(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	near := s.NearOnes(0)
	if len(near) != 1 || near[0].Text != "mây trôi" || near[0].Count != 1 {
		t.Errorf("near answers: %+v", near)
	}
	if err := s.Apply(Event{No: 17, Kind: Accepted, Question: 0, Text: "MÂY TRÔI"}); err != nil {
		t.Fatal(err)
	}
	want = []string{"1 An 2355 3/3", "2 Chi 750 1/3", "3 Bình 400 1/2"}
	if diff := cmp.Diff(want, told(s)); diff != "" {
		t.Errorf("when the host takes a near one (-want +got):\n%s", diff)
	}
	teams := s.Teams()
	if teams[0].Team != "CĐCS Một" || teams[0].Mean != 78500 || teams[1].Mean != 23000 { // 2355/3 · 1150/5
		t.Errorf("teams: %+v", teams)
	}
	if diff := cmp.Diff([]Gap{{"Điều 6 Luật ATVSLĐ", 3, 2}}, s.Gaps()); diff != "" {
		t.Errorf("what the hall did not know (-want +got):\n%s", diff)
	}
	if sp := s.SpreadOf(1); sp.Answers != 2 || sp.Right != 2 || sp.Late != 1 || !slices.Equal(sp.Picks, []int{0, 2}) {
		t.Errorf("spread: %+v", sp)
	}
}

// What the host puts on the screens stays there until the next question, and
// changes no score.
func TestAViewStaysUntilTheNextQuestion(t *testing.T) {
	log := played()[:6]
	s := replay(t, append(log, Event{No: 7, Kind: Showed, Text: "board"}))
	if s.View != BoardView || s.No != 7 {
		t.Errorf("view %q, event %d", s.View, s.No)
	}
	if diff := cmp.Diff(told(replay(t, log)), told(s)); diff != "" {
		t.Errorf("it changed scores:\n%s", diff)
	}
	if err := s.Apply(Event{No: 8, Kind: Asked, Question: 1}); err != nil || s.View != ByTurns {
		t.Errorf("after the next question: %q, %v", s.View, err)
	}
}

func told(s *Session) (out []string) {
	for _, st := range s.Standings() {
		out = append(out, fmt.Sprintf("%d %s %d %d/%d", st.Place, st.Name, st.Points, st.Right, st.Asked))
	}
	return out
}

func TestWhatCannotHappenChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		after int // events of the evening
		e     Event
		kind  errs.Kind
	}{
		"a second answer":                    {4, Event{Kind: Answered, Player: "a", Question: 0, Answer: &Answer{Text: "Cò lả"}}, errs.Conflict},
		"an answer to what was not asked":    {4, Event{Kind: Answered, Player: "c", Question: 2, Answer: &Answer{Text: "Cò lả"}}, errs.Conflict},
		"an answer of nobody":                {4, Event{Kind: Answered, Player: "x", Question: 0, Answer: &Answer{}}, errs.NotFound},
		"an answer to what was before them":  {8, Event{Kind: Answered, Player: "b", Question: 0, Answer: &Answer{Text: "beo dat may troi"}}, errs.Denied},
		"two questions at once":              {3, Event{Kind: Asked, Question: 1}, errs.Conflict},
		"a question again":                   {6, Event{Kind: Asked, Question: 0}, errs.Conflict},
		"more questions than there are":      {16, Event{Kind: Asked, Question: 3}, errs.Conflict},
		"a player twice":                     {2, Event{Kind: Joined, Player: "a", Name: "An"}, errs.Conflict},
		"a choice taken for a near title":    {11, Event{Kind: Accepted, Question: 1, Text: "A"}, errs.Conflict},
		"the board while a question is open": {3, Event{Kind: Showed, Text: "board"}, errs.Conflict},
		"a view there is not":                {6, Event{Kind: Showed, Text: "dance"}, errs.Conflict},
		"something nobody knows":             {2, Event{Kind: "dance"}, errs.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			s, before := replay(t, played()[:c.after]), replay(t, played()[:c.after])
			if err := s.Apply(c.e); !errs.Is(err, c.kind) {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(told(before), told(s)); diff != "" || s.Stage != before.Stage || s.Question != before.Question {
				t.Errorf("it changed something:\n%s", diff)
			}
		})
	}
}

// However the answers to a question come in, the scores are the same, and the
// log gives them again.
func TestTheOrderOfAnswersMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		players := rapid.IntRange(1, 12).Draw(t, "players")
		var log, mixed []Event
		for p := range players {
			log = append(log, Event{Kind: Joined, Player: fmt.Sprint(p), Name: fmt.Sprint("Người ", p), Team: fmt.Sprint(p % 3)})
		}
		mixed = slices.Clone(log)
		for q := range evening().Questions() {
			var answers []Event
			for p := range players {
				if rapid.Bool().Draw(t, "answers") {
					a := &Answer{Picks: []int{rapid.IntRange(0, 1).Draw(t, "pick")}, Text: rapid.SampledFrom([]string{"beo dat may troi", "lý con sáo", "mây trôi", "?"}).Draw(t, "text")}
					answers = append(answers, Event{Kind: Answered, Player: fmt.Sprint(p), Question: q, Answer: a, Took: rapid.Int64Range(0, 25*second).Draw(t, "took")})
				}
			}
			other := rapid.Permutation(answers).Draw(t, "order")
			log = append(append(append(log, Event{Kind: Asked, Question: q}), answers...), Event{Kind: Shut, Question: q})
			mixed = append(append(append(mixed, Event{Kind: Asked, Question: q}), other...), Event{Kind: Shut, Question: q})
		}
		a, err := Replay(evening(), log)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Replay(evening(), mixed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a.Standings(), b.Standings()); diff != "" {
			t.Fatalf("(-one +other):\n%s", diff)
		}
	})
}
