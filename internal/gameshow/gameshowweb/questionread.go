package gameshowweb

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// readQuestion is the question a form says. What can be read is judged by the
// show it is put into.
func (p *Pages) readQuestion(ctx context.Context, a askedFor, f *web.Form) (q gameshow.Question, err error) {
	q = gameshow.Question{
		ID: a.Question.ID, Kind: gameshow.AskKind(f.Text("kind")), Ask: f.Text("ask"), Seconds: int(f.Number("seconds")), Points: int(f.Number("points")),
		Law: f.Text("law"), Article: f.Text("article"), Why: f.Text("why"), Picture: f.Text("picture"),
	}
	if a.New || a.Gone {
		q.ID = f.Once()
	}
	if q.Article == "" {
		q.Article = gameshow.ArticleOf(q.Law)
	}
	readAnswer(ctx, f, &q)
	var faults errs.List
	p.readSound(f, a, &q, &faults)
	if q.Picture != "" && !has(a.Media, q.Picture) && q.Picture != a.Question.Picture {
		faults.Add(errs.At("picture", "error.choice"))
	}
	if err := f.Err(); err != nil {
		return q, err
	}
	if err := q.Check(); err != nil {
		faults = append(faults, errs.All(err)...)
	}
	return q, faults.Err()
}

// readAnswer reads what is right, in the fields that fit the kind.
func readAnswer(ctx context.Context, f *web.Form, q *gameshow.Question) {
	typed := typedOptions(f) // also of other kinds: nothing that was typed is lost
	switch q.Kind {
	case gameshow.One, gameshow.Many:
		q.Options = typed
	case gameshow.Order:
		for _, o := range typed {
			q.Options = append(q.Options, gameshow.Option{Text: o.Text})
		}
	case gameshow.Yes:
		for i, text := range truthWords(ctx, f) {
			q.Options = append(q.Options, gameshow.Option{Text: text, Right: f.Text("truth") == strconv.Itoa(i+1)})
		}
	case gameshow.Number:
		q.Exact, q.Within = f.Text("exact"), f.Text("within")
	case gameshow.Text:
		for line := range strings.Lines(f.Values.Get("titles")) {
			if line = strings.TrimSpace(line); line != "" {
				q.Titles = append(q.Titles, line)
			}
		}
	}
}

// readSound reads what is heard: a tune and which part of it, or a clip.
func (p *Pages) readSound(f *web.Form, a askedFor, q *gameshow.Question, faults *errs.List) {
	sound := f.Text("sound")
	clip, isClip := strings.CutPrefix(sound, clipValue)
	switch t, id, ok := p.tuneIn(f); {
	case sound == "":
	case ok:
		q.Tune = t.ID
		q.From, q.To = readSpan(f, t, faults)
	case isClip && (has(a.Media, clip) || clip == a.Question.Clip):
		q.Clip = clip
	case id != "" && id == a.Question.Tune: // one that is no more
		q.Tune, q.From, q.To = a.Question.Tune, a.Question.From, a.Question.To
	default:
		faults.Add(errs.At("sound", "error.choice"))
	}
}

// tuneIn is the tune a form names.
func (p *Pages) tuneIn(f *web.Form) (t gameshow.Tune, id string, ok bool) {
	id, is := strings.CutPrefix(f.Text("sound"), tuneValue)
	if !is {
		return t, "", false
	}
	i := slices.IndexFunc(p.Tunes, func(t gameshow.Tune) bool { return t.ID == id })
	if i < 0 {
		return t, id, false
	}
	return p.Tunes[i], id, true
}

// readSpan reads from when to when a tune is heard, as its notes.
func readSpan(f *web.Form, t gameshow.Tune, faults *errs.List) (from, to int) {
	begin, ok := readSeconds(f, "from", 0)
	if !ok {
		faults.Add(errs.At("from", "gameshow.number"))
	}
	end, ok := readSeconds(f, "to", t.Seconds)
	if !ok {
		faults.Add(errs.At("to", "gameshow.number"))
	}
	from, to = t.NoteAt(begin), t.NoteAt(end)
	if len(*faults) == 0 && from >= to {
		faults.Add(errs.At("to", "gameshow.show.span", errs.Args{"seconds": seconds(t.Seconds)}))
	}
	return from, t.ToEnd(to)
}

// readSeconds reads a moment of a tune; empty is usual.
func readSeconds(f *web.Form, name string, usual float64) (float64, bool) {
	typed := f.Text(name)
	if typed == "" {
		return usual, true
	}
	s, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	return s, err == nil && s >= 0 && !math.IsInf(s, 0) && !math.IsNaN(s)
}

func has(media []mediaChoice, id string) bool {
	return slices.ContainsFunc(media, func(m mediaChoice) bool { return m.ID == id })
}
