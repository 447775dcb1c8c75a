package gameshow

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/quick"
)

// pair is an answer and what a fair host would say of it.
type pair struct {
	title, answer string
	aliases       []string
	want          Verdict
}

func pairs(t testing.TB) (out []pair) {
	t.Helper()
	f, err := os.Open("testdata/match.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the head
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		if len(c) != 4 {
			t.Fatalf("%q has %d columns", lines.Text(), len(c))
		}
		var aliases []string
		if c[1] != "" {
			aliases = strings.Split(c[1], ";")
		}
		out = append(out, pair{title: c[0], aliases: aliases, answer: c[2], want: Verdict(c[3])})
	}
	return out
}

// Each answer is judged as a fair host would; how often that is so is printed.
func TestAnswersAreJudgedAsAHostWould(t *testing.T) {
	var given, right, both int
	all := pairs(t)
	if len(all) < 120 {
		t.Fatalf("only %d pairs", len(all))
	}
	for _, p := range all {
		m := NewTitle(p.title, p.aliases...).Judge(p.answer)
		if m.Verdict == Right {
			given++
		}
		if p.want == Right {
			right++
		}
		if m.Verdict == Right && p.want == Right {
			both++
		}
		if m.Verdict != p.want {
			t.Errorf("%q for %q: %s (%.2f), want %s", p.answer, p.title, m.Verdict, m.Likeness, p.want)
		}
	}
	t.Logf("%d pairs: precision %d/%d = %.3f, recall %d/%d = %.3f", len(all), both, given, float64(both)/float64(given), both, right, float64(both)/float64(right))
}

// A title is right for itself, whatever it is, and with its marks.
func TestATitleIsItsOwnAnswer(t *testing.T) {
	if err := quick.Check(func(s string) bool {
		title := NewTitle(s)
		return len(title.forms) == 0 || title.Judge(s).Verdict == Right && title.Judge(s).Marked
	}, nil); err != nil {
		t.Error(err)
	}
}

func FuzzJudge(f *testing.F) {
	for _, p := range pairs(f) {
		f.Add(p.title, p.answer)
	}
	f.Add("\xff\xfe", "(((((")
	f.Add(strings.Repeat("a ", 10_000), strings.Repeat("ngh", 10_000))
	f.Fuzz(func(t *testing.T, title, answer string) {
		m := NewTitle(title).Judge(answer)
		if m.Likeness < 0 || m.Likeness > 1 || (m.Verdict != Right && m.Verdict != Near && m.Verdict != Wrong) {
			t.Errorf("%+v", m)
		}
	})
}

// A hall of 10,000 answers at once (issue: 50 ms).
func BenchmarkJudge10000(b *testing.B) {
	title := NewTitle("Người ơi người ở đừng về", "Người ở đừng về")
	var answers []string
	for i := range 10_000 {
		answers = append(answers, fmt.Sprintf("nguoi oi nguoi o dung v%c %d", 'a'+rune(i%26), i))
	}
	for b.Loop() {
		for _, a := range answers {
			title.Judge(a)
		}
	}
}
