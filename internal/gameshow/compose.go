package gameshow

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"donghanh/internal/platform/search"
)

// What the program composes by itself: a question of a tune, questions of law of
// different topics, a whole show. The same seed composes the same.

// Words of composed questions. They are content of a show, which its host may
// change, and in the language of those who play.
const (
	askChoice  = "Bạn đang nghe bài nào?"
	askTitle   = "Gõ tên bài bạn đang nghe"
	songsTitle = "Nghe nhạc đoán tên"
	lawTitle   = "Hỏi nhanh về pháp luật"
	titleTitle = "Nghe nhạc, gõ tên bài"
)

// Times of composed questions, in seconds: to choose, to type, and how much of a
// tune is heard.
const chooseSeconds, typeSeconds, heardSeconds = 20, 30, 15

// offered is how many titles a composed question offers.
const offered = 4

// random are numbers that come the same from the same seed.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6d75736963)) }

// NoteAt is the note that begins nearest to a moment, in seconds from the tune's
// beginning; the number of notes is its end.
func (t Tune) NoteAt(seconds float64) int {
	best, at, off := 0, 0.0, math.Inf(1)
	for i := range len(t.Notes) + 1 {
		if d := math.Abs(at - seconds); d < off {
			best, off = i, d
		}
		if i < len(t.Notes) {
			at += t.lasts(t.Notes[i])
		}
	}
	return best
}

// ToEnd is a place before which a tune stops as a question keeps it: its end is 0.
func (t Tune) ToEnd(note int) int {
	if note >= len(t.Notes) {
		return 0
	}
	return note
}

// listen is what both questions of a tune have: its beginning is heard.
func (t Tune) listen() Question {
	return Question{Points: usualPoints, Tune: t.ID, To: t.ToEnd(t.NoteAt(heardSeconds)), Why: fmt.Sprintf("%s: %s.", t.Title, t.Origin)}
}

// AskTitle asks for the title of a tune in free words; its other names count.
func AskTitle(t Tune) Question {
	q := t.listen()
	q.Kind, q.Ask, q.Seconds = Text, askTitle, typeSeconds
	q.Titles = append([]string{t.Title}, t.Aliases...)
	return q
}

// AskChoice asks which of some titles a tune has; the wrong ones are titles of
// other tunes.
func AskChoice(t Tune, tunes []Tune, seed uint64) Question {
	q := t.listen()
	q.Kind, q.Ask, q.Seconds = One, askChoice, chooseSeconds
	q.Options = []Option{{t.Title, true}}
	r := random(seed)
	for _, i := range r.Perm(len(tunes)) {
		if len(q.Options) < offered && !q.offers(tunes[i]) {
			q.Options = append(q.Options, Option{Text: tunes[i].Title})
		}
	}
	r.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
	return q
}

// offers tells whether one of the options is a name of a tune already.
func (q Question) offers(t Tune) bool {
	for _, name := range append([]string{t.Title}, t.Aliases...) {
		if slices.ContainsFunc(q.Options, func(o Option) bool { return search.Fold(o.Text) == search.Fold(name) }) {
			return true
		}
	}
	return false
}

// Varied picks questions of law that somebody has looked up, of as many topics
// as there are, the easy ones first.
func Varied(bank []BankQuestion, n int, seed uint64) (out []BankQuestion) {
	var again []BankQuestion // of topics that were had
	had := map[string]bool{}
	for _, i := range random(seed).Perm(len(bank)) {
		switch b := bank[i]; {
		case b.Verified == "":
		case had[b.Topic]:
			again = append(again, b)
		default:
			had[b.Topic] = true
			out = append(out, b)
		}
	}
	out = append(out, again...)
	out = out[:min(n, len(out))]
	slices.SortStableFunc(out, func(a, b BankQuestion) int { return cmp.Compare(a.Difficulty, b.Difficulty) })
	return out
}

// Sizes of the rounds of a ready show.
const readySongs, readyLaw, readyTitles = 5, 6, 4

// Ready is a whole show that can be played at once: a round of songs to choose
// from, one of law, one of songs to name. Where there are few tunes or questions
// it is shorter.
func Ready(title string, tunes []Tune, bank []BankQuestion, seed uint64) Show {
	show := Show{Title: title, Scoring: BySpeed, Streaks: true}
	songs := Round{Kind: Songs, Title: songsTitle}
	titles := Round{Kind: Songs, Title: titleTitle}
	order := random(seed).Perm(len(tunes))
	few := min(readySongs, len(order))
	if len(tunes) > 1 { // a choice wants two titles
		for _, i := range order[:few] {
			songs.Questions = append(songs.Questions, AskChoice(tunes[i], tunes, seed+uint64(i)))
		}
		order = order[few:]
	}
	for _, i := range order[:min(readyTitles, len(order))] {
		titles.Questions = append(titles.Questions, AskTitle(tunes[i]))
	}
	law := Round{Kind: Law, Title: lawTitle}
	for _, b := range Varied(bank, readyLaw, seed) {
		law.Questions = append(law.Questions, b.Question)
	}
	for _, r := range []Round{songs, law, titles} {
		if len(r.Questions) > 0 {
			show.Rounds = append(show.Rounds, r)
		}
	}
	show.Identify()
	return show
}

// ArticleOf is the article a basis in law names, without clause and point:
// "Điều 6 Luật …" of "điểm a khoản 1 Điều 6 Luật …"; all of it where it names none.
func ArticleOf(basis string) string {
	for _, word := range []string{"Điều ", "điều "} {
		if _, rest, found := strings.Cut(basis, word); found {
			return "Điều " + strings.TrimSpace(rest)
		}
	}
	return strings.TrimSpace(basis)
}
