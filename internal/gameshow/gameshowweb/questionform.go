package gameshowweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// newQuestion stands in an address for the question that is not yet.
const newQuestion = "new"

// How many options a form has room for, and how many it shows at least.
const mostOptions, shownOptions = 8, 4

// questionFormView is the form of a question. Fields of all kinds are in it; those
// that do not fit are hidden, so that a change of kind keeps what was typed.
type questionFormView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Draft, Back string
	Form        *web.Form
	Version     string
	New         bool
	Stored      string // of one that somebody else has changed: what is kept now
	Sound       *ui.FieldView
	From, To    ui.FieldView
	Compose     bool // a question can be composed of the tune
	Picture     *ui.FieldView
	Kind        ui.FieldView
	Ask         ui.FieldView
	Options     ui.FieldView // what is wrong with them all
	Rows        []optionRow
	More        bool // there is room for another option
	Truth       ui.FieldView
	Numbers     []ui.FieldView
	Titles      ui.FieldView
	Worth       []ui.FieldView
	Source      []ui.FieldView
	SourceOpen  bool
}

// optionRow is one option of the form.
type optionRow struct {
	ui.FieldView
	No     string
	Right  bool
	Hidden bool
}

// asked is the question an address names, in its round.
type askedFor struct {
	built
	Round    gameshow.Round
	Question gameshow.Question
	New      bool
	Gone     bool // somebody else has deleted it
}

// questionOf reads the question of an address for somebody who may change it.
func (p *Pages) questionOf(r *http.Request) (a askedFor, err error) {
	if a.built, a.Round, err = p.ownedRound(r); err != nil {
		return a, err
	}
	id := r.PathValue("question")
	if a.New = id == newQuestion; a.New {
		a.Question = beginning(a.Round.Kind)
		return a, nil
	}
	i, j := a.Data.Place(id)
	if a.Gone = i < 0; a.Gone {
		return a, nil
	}
	a.Round, a.Question = a.Data.Rounds[i], a.Data.Rounds[i].Questions[j]
	return a, nil
}

// beginning is what a new question begins with.
func beginning(k gameshow.RoundKind) gameshow.Question {
	q := gameshow.Question{Kind: gameshow.One, Seconds: 20, Points: 1000}
	if k == gameshow.Songs {
		q.Seconds = 30
	}
	return q
}

func (p *Pages) questionForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.questionOf(r)
	if err == nil && a.Gone {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	if f.Note == "" { // else what was typed before has come back
		p.fillForm(f, a.Question)
		f.Values.Set("version", strconv.Itoa(a.Version))
	}
	return p.renderQuestion(w, r, a, f)
}

// setQuestion keeps a question; or it composes one, or changes how the form
// looks, and gives it back.
func (p *Pages) setQuestion(w http.ResponseWriter, r *http.Request) error {
	a, err := p.questionOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if p.reshaped(f, a.Question) {
		turn, _ := strconv.Atoi(f.Text("turn")) // none is 0
		f.Values.Set("turn", strconv.Itoa(turn+1))
		return p.renderQuestion(w, r, a, f)
	}
	q, err := p.readQuestion(r.Context(), a, f)
	if err == nil {
		_, err = p.Show.EditShow(r.Context(), a.ID, version(f), func(s *gameshow.Show) error { return s.PutQuestion(a.Round.ID, q) })
	}
	if q.Kind == gameshow.Yes && err != nil {
		err = errs.Renamed(err, "options", "truth")
	}
	if f.Take(err) {
		slower(f, err, a.built)
		if i, _ := a.Data.Place(q.ID); a.New && i >= 0 { // who came back to the form of one that is kept writes another
			f.Values.Del("once")
		}
		return p.renderQuestion(w, r, a, f)
	}
	if err != nil {
		return err
	}
	said := say(r.Context(), "show.said.question")
	if f.Text("do") == "next" {
		return p.Site.Done(w, r, questionHref(a.ID, a.Round.ID, newQuestion), said)
	}
	return p.Site.Done(w, r, showHref(a.ID)+"#i-"+q.ID, said)
}

// reshaped does what the buttons of a form say that is not kept yet: fit it to
// another kind, one more option, a question composed of the tune.
func (p *Pages) reshaped(f *web.Form, old gameshow.Question) bool {
	switch f.Text("do") {
	case "kind":
	case "more":
		f.Values.Set("rows", strconv.Itoa(shownRowsOf(f)+1))
	case "choice", "title":
		t, _, ok := p.tuneIn(f)
		if !ok {
			f.Take(errs.At("sound", "gameshow.show.notune"))
			return true
		}
		q := gameshow.AskTitle(t)
		if f.Text("do") == "choice" {
			q = gameshow.AskChoice(t, p.Tunes, seedOf(f.Once()))
		}
		q.From, q.To = p.span(f, t, q)
		q.Law, q.Article, q.Picture = old.Law, old.Article, f.Text("picture")
		p.fillForm(f, q)
	default:
		return false
	}
	return true
}

// span is what of a tune a composed question plays: what the form says, if it can
// be read, else the beginning.
func (p *Pages) span(f *web.Form, t gameshow.Tune, q gameshow.Question) (from, to int) {
	var faults errs.List
	from, to = readSpan(f, t, &faults)
	if len(faults) > 0 || (from == 0 && f.Text("to") == "") {
		return q.From, q.To
	}
	return from, to
}

// fillForm says a question in the fields of its form. Of other kinds' fields what
// was typed stays.
func (p *Pages) fillForm(f *web.Form, q gameshow.Question) {
	set := f.Values.Set
	set("kind", string(q.Kind))
	set("ask", q.Ask)
	set("seconds", strconv.Itoa(q.Seconds))
	set("points", strconv.Itoa(q.Points))
	set("law", q.Law)
	set("article", q.Article)
	set("why", q.Why)
	set("picture", q.Picture)
	p.fillSound(f, q)
	switch q.Kind {
	case gameshow.Number:
		set("exact", q.Exact)
		set("within", q.Within)
	case gameshow.Text:
		set("titles", strings.Join(q.Titles, "\n"))
	case gameshow.Yes:
		fillTruth(f, q)
	default:
		fillOptions(f, q.Options)
	}
}

func (p *Pages) fillSound(f *web.Form, q gameshow.Question) {
	for _, name := range []string{"from", "to"} {
		f.Values.Del(name)
	}
	f.Values.Set("sound", soundOf(q))
	if t, from, to, ok := tuneOf(p.Tunes, q); ok {
		f.Values.Set("from", seconds(t.Begins(from)))
		f.Values.Set("to", seconds(t.Begins(to)))
	}
}

// fillTruth keeps the words of the two answers, which somebody may have written
// in another way.
func fillTruth(f *web.Form, q gameshow.Question) {
	for i, o := range q.Options {
		f.Values.Set(truthName(i), o.Text)
		if o.Right {
			f.Values.Set("truth", strconv.Itoa(i+1))
		}
	}
}

func truthName(i int) string { return "truth_" + strconv.Itoa(i+1) }

// truthWords are the two answers to a question of true or false.
func truthWords(ctx context.Context, f *web.Form) [2]string {
	out := [2]string{say(ctx, "show.truth.true"), say(ctx, "show.truth.false")}
	for i := range out {
		if typed := f.Text(truthName(i)); typed != "" {
			out[i] = typed
		}
	}
	return out
}

func fillOptions(f *web.Form, options []gameshow.Option) {
	for name := range f.Values {
		if strings.HasPrefix(name, "option_") {
			f.Values.Del(name)
		}
	}
	f.Values.Del("right")
	for i, o := range options {
		no := strconv.Itoa(i + 1)
		f.Values.Set("option_"+no, o.Text)
		if o.Right {
			f.Values.Add("right", no)
		}
	}
}

// renderQuestion answers with the form of a question.
func (p *Pages) renderQuestion(w http.ResponseWriter, r *http.Request, a askedFor, f *web.Form) error {
	ctx := r.Context()
	v := questionFormView{
		Title: say(ctx, "show.question.title"), Lead: say(ctx, "show.question.lead", i18n.Args{"round": a.Round.Title}), Draft: "show-" + a.ID + "-" + r.PathValue("question") + f.Text("turn"),
		Back: showHref(a.ID) + "#i-" + a.Round.ID, Form: f, New: a.New, Version: f.Text("version"),
	}
	if a.New {
		v.Title = say(ctx, "show.question.new")
	}
	v.Crumbs = p.crumbs(ctx, v.Title, ui.Link{Text: a.Title, Href: showHref(a.ID)})
	if f.Status() == http.StatusConflict {
		v.Stored = storedNow(ctx, a)
	}
	p.soundFields(ctx, f, a, &v)
	answerFields(ctx, f, &v)
	worthFields(ctx, f, a.Round, &v)
	return p.render(w, r, f.Status(), v.Title, questionPage(v))
}

// storedNow tells whoever was slower what is kept of the question by now.
func storedNow(ctx context.Context, a askedFor) string {
	switch {
	case a.New:
		return ""
	case a.Gone:
		return say(ctx, "show.stored.gone")
	}
	return say(ctx, "show.stored.now", i18n.Args{"ask": short(a.Question.Ask)})
}

// Values of the field that says what is heard.
const tuneValue, clipValue = "tune:", "clip:"
