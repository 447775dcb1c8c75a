package gameshow

import (
	"testing"

	"donghanh/internal/platform/errs"

	"pgregory.net/rapid"
)

func options(right ...bool) (out []Option) {
	for i, r := range right {
		out = append(out, Option{Text: string(rune('A' + i)), Right: r})
	}
	return out
}

func TestAnswersAreMarked(t *testing.T) {
	one := Question{Kind: One, Options: options(false, true, false)}
	many := Question{Kind: Many, Options: options(true, true, false, false)}
	order := Question{Kind: Order, Options: options(false, false, false, false, false)}
	number := Question{Kind: Number, Exact: "1929"}
	narrow := Question{Kind: Number, Exact: "0,5", Within: "0,2"}
	text := Question{Kind: Text, Titles: []string{"Cò lả", "Con cò"}}
	for name, c := range map[string]struct {
		q    Question
		a    Answer
		want int
	}{
		"the right one":              {one, Answer{Picks: []int{1}}, 1000},
		"a wrong one":                {one, Answer{Picks: []int{0}}, 0},
		"two of one":                 {one, Answer{Picks: []int{0, 1}}, 0},
		"one that is not offered":    {one, Answer{Picks: []int{7}}, 0},
		"less than none":             {one, Answer{Picks: []int{-1}}, 0},
		"nothing":                    {one, Answer{}, 0},
		"all right ones":             {many, Answer{Picks: []int{0, 1}}, 1000},
		"one of two right ones":      {many, Answer{Picks: []int{1}}, 500},
		"one right, one wrong":       {many, Answer{Picks: []int{1, 2}}, 0},
		"everything":                 {many, Answer{Picks: []int{0, 1, 2, 3}}, 0},
		"the same one many times":    {many, Answer{Picks: []int{1, 1, 1}}, 500},
		"in order":                   {order, Answer{Picks: []int{0, 1, 2, 3, 4}}, 1000},
		"the last two exchanged":     {order, Answer{Picks: []int{0, 1, 2, 4, 3}}, 500},
		"backwards":                  {order, Answer{Picks: []int{4, 3, 2, 1, 0}}, 0},
		"one missing":                {order, Answer{Picks: []int{0, 1, 2, 3}}, 0},
		"one twice":                  {order, Answer{Picks: []int{0, 1, 2, 3, 3}}, 0},
		"the number":                 {number, Answer{Text: "1929"}, 1000},
		"not far from the number":    {number, Answer{Text: "1736,1"}, 900},
		"twice the number":           {number, Answer{Text: "3858"}, 0},
		"no number":                  {number, Answer{Text: "năm 1929"}, 0},
		"a number by exponent":       {number, Answer{Text: "1e999999999"}, 0},
		"half of what it may be off": {narrow, Answer{Text: "0,6"}, 500},
		"a title":                    {text, Answer{Text: "co la"}, 1000},
		"another name":               {text, Answer{Text: "Con cò"}, 1000},
		"another title":              {text, Answer{Text: "Trống cơm"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NewMarker(c.q).Mark(c.a).Share; got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// Whatever is sent, the mark lies between nothing and everything.
func TestNoAnswerIsWorthMoreThanAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "options")
		q := Question{Kind: rapid.SampledFrom(AskKinds()).Draw(t, "kind"), Exact: "12", Titles: []string{"Cò lả"}}
		for i := range n {
			q.Options = append(q.Options, Option{string(rune('A' + i)), rapid.Bool().Draw(t, "right")})
		}
		a := Answer{Picks: rapid.SliceOf(rapid.IntRange(-2, 9)).Draw(t, "picks"), Text: rapid.String().Draw(t, "text")}
		m := NewMarker(q).Mark(a)
		if m.Share < 0 || m.Share > whole {
			t.Fatalf("%d", m.Share)
		}
		took := rapid.Int64Range(0, 400_000_000).Draw(t, "took")
		q.Points, q.Seconds = rapid.IntRange(1, maxPoints).Draw(t, "points"), rapid.IntRange(minSeconds, maxTime).Draw(t, "seconds")
		if p := Points(BySpeed, q, m.Share, took); p < 0 || p > q.Points {
			t.Fatalf("%d of %d points", p, q.Points)
		}
	})
}

func TestPointsCanBeDoneByHand(t *testing.T) {
	q := Question{Points: 1000, Seconds: 20}
	for name, c := range map[string]struct {
		scoring Scoring
		share   int
		took    int64
		want    int
	}{
		"at once":                     {BySpeed, 1000, 0, 1000},
		"after a quarter of the time": {BySpeed, 1000, 5_000_000, 875},
		"at the last moment":          {BySpeed, 1000, 20_000_000, 500},
		"half right, after half":      {BySpeed, 500, 10_000_000, 375},
		"wrong":                       {BySpeed, 0, 0, 0},
		"by accuracy, late":           {ByAccuracy, 1000, 19_000_000, 1000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Points(c.scoring, q, c.share, c.took); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	if got := []int{Streak(1000, 0), Streak(1000, 1), Streak(1000, 5), Streak(1000, 50)}; got[0] != 0 || got[1] != 100 || got[2] != 500 || got[3] != 500 {
		t.Errorf("streaks add %v", got)
	}
}

// A player who lies about the way gains the cap and no more (ClassQuiz: 999 ms).
func TestTimeCannotBeBought(t *testing.T) {
	for name, c := range map[string]struct{ shortest, want int64 }{
		"a hall":             {20_000, 10_000},
		"a slow link":        {800_000, MaxCredit},
		"a liar":             {60_000_000, MaxCredit},
		"a clock that jumps": {-5, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Credit(c.shortest); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	if got := Took(1_000_000, 6_000_000, 1<<40); got != 5_000_000-MaxCredit {
		t.Errorf("a credit beyond the cap: %d", got)
	}
	if got := Took(6_000_000, 1_000_000, 0); got != 0 {
		t.Errorf("an answer before the question: %d", got)
	}
}

func TestAQuestionThatCannotBeAskedIsRefused(t *testing.T) {
	good := Question{Kind: One, Ask: "Tuổi nghỉ hưu?", Options: options(true, false), Seconds: 20, Points: 1000}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*Question)
		field  string
	}{
		"no words":                {func(q *Question) { q.Ask = " " }, "ask"},
		"no right answer":         {func(q *Question) { q.Options = options(false, false) }, "options"},
		"two right of one":        {func(q *Question) { q.Options = options(true, true) }, "options"},
		"one option":              {func(q *Question) { q.Options = options(true) }, "options"},
		"three of true and false": {func(q *Question) { q.Kind, q.Options = Yes, options(true, false, false) }, "options"},
		"two options alike":       {func(q *Question) { q.Options[1].Text = "a " }, "option_2"},
		"an empty option":         {func(q *Question) { q.Options[1].Text = "" }, "option_2"},
		"no time":                 {func(q *Question) { q.Seconds = 0 }, "seconds"},
		"no points":               {func(q *Question) { q.Points = 0 }, "points"},
		"a number that is none":   {func(q *Question) { q.Kind, q.Exact = Number, "nhiều" }, "exact"},
		"a title of signs only":   {func(q *Question) { q.Kind, q.Titles = Text, []string{"!!!"} }, "titles"},
		"a kind nobody knows":     {func(q *Question) { q.Kind = "song" }, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			q := good
			q.Options = append([]Option(nil), good.Options...)
			c.change(&q)
			if err := q.Check(); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != c.field {
				t.Errorf("got %v, want a fault at %s", err, c.field)
			}
		})
	}
}
