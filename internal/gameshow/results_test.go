package gameshow

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told is what an evening has come to, by hand: An has all three right, Bình one
// of two, Chi was near once, late once and then silent.
func TestResultsAreThoseOfAPencil(t *testing.T) {
	s := replay(t, append(played(), Event{No: 17, Kind: Over}))
	if diff := cmp.Diff(Tally{Players: 3, Reached: 3, Teams: 2, Questions: 3, Answers: 6, Right: 4}, s.Tally()); diff != "" {
		t.Errorf("tally (-want +got):\n%s", diff)
	}
	var persons []string
	for _, p := range s.Persons() {
		persons = append(persons, fmt.Sprintf("%d %s %d/%d, %d answers of %d ms", p.Place, p.Name, p.Right, p.Asked, p.Answered, p.Mean/1000))
	}
	want := []string{"1 An 3/3, 3 answers of 8333 ms", "2 Bình 1/2, 2 answers of 5500 ms", "3 Chi 0/3, 1 answers of 10000 ms"}
	if diff := cmp.Diff(want, persons); diff != "" {
		t.Errorf("persons (-want +got):\n%s", diff)
	}
	law := s.Articles()
	if diff := cmp.Diff([]ArticleResult{{Gap{"Điều 6 Luật ATVSLĐ", 3, 2}, []int{1}}}, law); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(law, Teach(law)); diff != "" { // 2 of 3 are 66 %
		t.Errorf("to teach (-want +got):\n%s", diff)
	}
}

func TestAQuestionTellsWhatWasTyped(t *testing.T) {
	log := append(played(), Event{No: 17, Kind: Over})
	s := replay(t, log)
	first := s.Results()[0]
	want := []Saying{{"beo dat may troi", 1, true}, {"mây trôi", 1, false}}
	if diff := cmp.Diff(want, first.Said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if first.Could != 2 || first.Spread.Answers != 2 || first.Spread.Right != 1 || first.Round != "Nhạc" {
		t.Errorf("the first question: %+v", first)
	}
	s = replay(t, append(log, Event{No: 18, Kind: Accepted, Question: 0, Text: "mây trôi"}))
	if said := s.Results()[0].Said[1]; !said.Right {
		t.Errorf("a near answer that was taken after the end: %+v", said)
	}
	if got := s.Tally().Right; got != 5 {
		t.Errorf("%d right answers", got)
	}
	if got := s.Tally().Reached; got != 3 {
		t.Errorf("%d were reached", got)
	}
}

// A game that nobody played has results too, of nothing.
func TestAnEmptyGameHasResults(t *testing.T) {
	s := replay(t, []Event{{No: 1, Kind: Over}})
	if diff := cmp.Diff(Tally{}, s.Tally()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(s.Persons())+len(s.Results())+len(s.Articles()) != 0 {
		t.Error("an empty game tells of something")
	}
}

func TestWhoWasSentOutIsInNoResult(t *testing.T) {
	log := append(played(), Event{No: 17, Kind: Removed, Player: "b"}, Event{No: 18, Kind: Over})
	s := replay(t, log)
	if diff := cmp.Diff(Tally{Players: 2, Reached: 2, Teams: 2, Questions: 3, Answers: 4, Right: 3}, s.Tally()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, said := range s.Results()[2].Said {
		if said.Text == "Lý ngựa ô" {
			t.Error("what they typed is told")
		}
	}
}

func TestTeachNamesAtMostThreeAndOnlyTheUnknown(t *testing.T) {
	article := func(name string, right int) ArticleResult { return ArticleResult{Gap: Gap{name, 100, right}} }
	for name, x := range map[string]struct {
		all  []ArticleResult
		want int
	}{
		"all known":    {[]ArticleResult{article("a", 70), article("b", 100)}, 0},
		"one unknown":  {[]ArticleResult{article("a", 69), article("b", 70)}, 1},
		"many unknown": {[]ArticleResult{article("a", 0), article("b", 1), article("c", 2), article("d", 3)}, 3},
		"nobody asked": {[]ArticleResult{{}}, 0},
	} {
		if got := Teach(x.all); len(got) != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPlacesInWords(t *testing.T) {
	for place, want := range map[int]string{1: "thứ nhất", 2: "thứ nhì", 4: "thứ tư", 5: "thứ 5", 21: "thứ 21"} {
		if got := ordinal(place); got != want {
			t.Errorf("%d: %s", place, got)
		}
	}
	if got := MeanPoints(75630); got != "756,3" {
		t.Errorf("%s", got)
	}
}
