package gameshowweb

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// pickView is a list to tick what a round shall have.
type pickView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Back        string
	Form        *web.Form
	Version     string
	Rows        []pickRow
	Found       string // how many there are
	Prev, Next  string
	Empty       [2]string

	// Of the bank.
	Round    string
	Filters  []ui.FieldView
	Query    ui.FieldView
	Narrow   bool // one of the filters is set
	Narrowed bool // or words are
	Clear    string

	// Of tunes.
	How   ui.FieldView
	Tunes bool
}

// pickRow is one thing to tick.
type pickRow struct {
	Value, Text, Answer, Note string
	Warn                      string
	Ticked, Had               bool // Had: the show has it already
}

// How many questions of law a page shows, and how many are picked at once by
// chance.
const shownLaw, randomLaw = 20, 5

// lawFilter is what of the bank a host wants to see.
type lawFilter struct {
	Topic, Law, Query string
	Difficulty        int
}

func filterOf(q url.Values) lawFilter {
	n, _ := strconv.Atoi(q.Get("difficulty")) // none is 0
	return lawFilter{Topic: q.Get("topic"), Law: q.Get("law"), Query: q.Get("q"), Difficulty: n}
}

// of are the questions that fit, in the order of the bank.
func (l lawFilter) of(bank []gameshow.BankQuestion) (out []gameshow.BankQuestion) {
	words := strings.Fields(search.Fold(l.Query))
	for _, b := range bank {
		if (l.Topic == "" || b.Topic == l.Topic) && (l.Law == "" || b.LawName == l.Law) && (l.Difficulty == 0 || b.Difficulty == l.Difficulty) && says(b, words) {
			out = append(out, b)
		}
	}
	return out
}

// says tells whether a question, its answers or its source have all the words,
// typed with or without marks.
func says(b gameshow.BankQuestion, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := b.Code + " " + b.Ask + " " + b.Law + " " + b.Topic
	for _, o := range b.Options {
		text += " " + o.Text
	}
	text = search.Fold(text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// lawRound is the round of an address of the bank.
func (p *Pages) lawRound(r *http.Request) (b built, round gameshow.Round, bank []gameshow.BankQuestion, err error) {
	r.SetPathValue("round", r.URL.Query().Get("round"))
	if b, round, err = p.ownedRound(r); err == nil {
		bank, err = p.Show.Usable(r.Context())
	}
	return b, round, bank, err
}

func (p *Pages) pickLaw(w http.ResponseWriter, r *http.Request) error {
	b, round, bank, err := p.lawRound(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(b.Version)})
	if err != nil {
		return err
	}
	return p.renderLaw(w, r, b, round, bank, f)
}

// addLaw puts copies of what was ticked into the round, or of some the program
// picks of different topics.
func (p *Pages) addLaw(w http.ResponseWriter, r *http.Request) error {
	b, round, bank, err := p.lawRound(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var questions []gameshow.Question
	for _, one := range pickedLaw(f, r, b.Data, bank) {
		questions = append(questions, one.Question)
	}
	err = p.addAll(r.Context(), b, round, f, questions)
	if f.Take(err) {
		slower(f, err, b)
		return p.renderLaw(w, r, b, round, bank, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(b.ID)+"#i-"+round.ID, say(r.Context(), "show.said.added", i18n.Args{"count": len(questions)}))
}

// pickedLaw are the questions that were ticked, or picked by chance among those
// that fit the filter and are not in the show.
func pickedLaw(f *web.Form, r *http.Request, show gameshow.Show, bank []gameshow.BankQuestion) []gameshow.BankQuestion {
	if f.Text("do") == "random" {
		fresh := slices.DeleteFunc(filterOf(r.URL.Query()).of(bank), func(b gameshow.BankQuestion) bool { return asks(show, b.Ask) })
		return gameshow.Varied(fresh, randomLaw, seedOf(f.Once()))
	}
	return slices.DeleteFunc(slices.Clone(bank), func(b gameshow.BankQuestion) bool { return !slices.Contains(f.Values["pick"], b.ID) })
}

// asks tells whether a show asks something already.
func asks(show gameshow.Show, what string) bool {
	return slices.ContainsFunc(show.Questions(), func(q gameshow.Question) bool { return q.Ask == what })
}

// addAll puts questions at the end of a round. Their ids come of the form's: what
// is sent twice is there once.
func (p *Pages) addAll(ctx context.Context, b built, round gameshow.Round, f *web.Form, questions []gameshow.Question) error {
	if i, _ := b.Data.Place(f.Once() + "-1"); i >= 0 {
		return nil // a double click
	}
	if len(questions) == 0 {
		return errs.At("pick", "gameshow.show.pick.none")
	}
	_, err := p.Show.EditShow(ctx, b.ID, version(f), func(s *gameshow.Show) error {
		for i, q := range questions {
			q.ID = f.Once() + "-" + strconv.Itoa(i+1)
			if err := s.PutQuestion(round.ID, q); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (p *Pages) renderLaw(w http.ResponseWriter, r *http.Request, b built, round gameshow.Round, bank []gameshow.BankQuestion, f *web.Form) error {
	ctx, q := r.Context(), r.URL.Query()
	v := p.pickView(ctx, b, round, f, say(ctx, "show.bank.title"))
	found := filterOf(q).of(bank)
	page, _ := strconv.Atoi(q.Get("page")) // none is the first
	page = min(max(page, 0), max(0, len(found)-1)/shownLaw)
	from := page * shownLaw
	for _, one := range found[from:min(from+shownLaw, len(found))] {
		v.Rows = append(v.Rows, lawRow(ctx, b.Data, f, one))
	}
	v.Found = say(ctx, "show.bank.found", i18n.Args{"count": len(found)})
	v.Round, v.Clear = round.ID, showHref(b.ID)+"/bank?round="+url.QueryEscape(round.ID)
	v.Narrow = q.Get("topic")+q.Get("law")+q.Get("difficulty") != ""
	v.Narrowed = v.Narrow || q.Get("q") != ""
	v.Empty = [2]string{say(ctx, "show.bank.empty"), say(ctx, "show.bank.empty_text")}
	at := func(page int) string {
		q.Set("page", strconv.Itoa(page))
		return showHref(b.ID) + "/bank?" + q.Encode()
	}
	if page > 0 {
		v.Prev = at(page - 1)
	}
	if from+shownLaw < len(found) {
		v.Next = at(page + 1)
	}
	lawFilters(ctx, r.URL.Query(), bank, &v)
	return p.render(w, r, f.Status(), v.Title, lawPage(v))
}

func (p *Pages) pickView(ctx context.Context, b built, round gameshow.Round, f *web.Form, title string) pickView {
	v := pickView{Title: title, Lead: say(ctx, "show.question.lead", i18n.Args{"round": round.Title}), Form: f, Version: f.Text("version"), Back: showHref(b.ID) + "#i-" + round.ID}
	v.Crumbs = p.crumbs(ctx, title, ui.Link{Text: b.Title, Href: showHref(b.ID)})
	return v
}

func lawRow(ctx context.Context, show gameshow.Show, f *web.Form, b gameshow.BankQuestion) pickRow {
	row := pickRow{Value: b.ID, Text: b.Ask, Note: b.Law, Ticked: slices.Contains(f.Values["pick"], b.ID), Had: asks(show, b.Ask)}
	var right []string
	for _, o := range b.Options {
		if o.Right {
			right = append(right, o.Text)
		}
	}
	row.Answer = say(ctx, "show.bank.answer", i18n.Args{"answer": strings.Join(right, "; ")})
	if b.Verified == "" {
		row.Warn = say(ctx, "show.bank.unverified")
	}
	return row
}

// lawFilters ask which questions are wanted.
func lawFilters(ctx context.Context, q url.Values, bank []gameshow.BankQuestion, v *pickView) {
	choose := func(name, label string, of func(gameshow.BankQuestion) string) ui.FieldView {
		return ui.FieldView{Name: name, Label: label, Type: "select", Value: q.Get(name), Placeholder: say(ctx, "show.bank.any"), Choices: choicesOf(bank, of)}
	}
	difficulty := choose("difficulty", say(ctx, "show.bank.difficulty"), func(gameshow.BankQuestion) string { return "" })
	difficulty.Choices = []ui.Choice{
		{Value: "1", Text: say(ctx, "show.bank.easy")}, {Value: "2", Text: say(ctx, "show.bank.middle")}, {Value: "3", Text: say(ctx, "show.bank.hard")},
	}
	v.Query = ui.FieldView{Name: "q", Label: say(ctx, "show.bank.query"), Type: "search", Value: q.Get("q")}
	v.Filters = []ui.FieldView{
		choose("topic", say(ctx, "show.bank.topic"), func(b gameshow.BankQuestion) string { return b.Topic }),
		choose("law", say(ctx, "show.bank.law"), func(b gameshow.BankQuestion) string { return b.LawName }),
		difficulty,
	}
}

// choicesOf are the different values of the questions of the bank, in the order
// of the alphabet without marks.
func choicesOf(bank []gameshow.BankQuestion, of func(gameshow.BankQuestion) string) (out []ui.Choice) {
	seen := map[string]bool{"": true}
	for _, b := range bank {
		if value := of(b); !seen[value] {
			seen[value] = true
			out = append(out, ui.Choice{Value: value, Text: i18n.Upper(value)})
		}
	}
	slices.SortFunc(out, func(a, b ui.Choice) int { return cmp.Compare(search.SortKey(a.Text), search.SortKey(b.Text)) })
	return out
}

// pickSongs lists the tunes to make a question of each that is ticked.
func (p *Pages) pickSongs(w http.ResponseWriter, r *http.Request) error {
	b, round, err := p.ownedRound(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(b.Version), "how": "choice"})
	if err != nil {
		return err
	}
	return p.renderSongs(w, r, b, round, f)
}

func (p *Pages) addSongs(w http.ResponseWriter, r *http.Request) error {
	b, round, err := p.ownedRound(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	questions := p.pickedSongs(f)
	err = p.addAll(r.Context(), b, round, f, questions)
	if f.Take(err) {
		slower(f, err, b)
		return p.renderSongs(w, r, b, round, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(b.ID)+"#i-"+round.ID, say(r.Context(), "show.said.added", i18n.Args{"count": len(questions)}))
}

func (p *Pages) pickedSongs(f *web.Form) (out []gameshow.Question) {
	for i, t := range p.Tunes {
		switch {
		case !slices.Contains(f.Values["pick"], t.ID):
		case f.Text("how") == "title":
			out = append(out, gameshow.AskTitle(t))
		default:
			out = append(out, gameshow.AskChoice(t, p.Tunes, seedOf(f.Once())+uint64(i)))
		}
	}
	return out
}

func (p *Pages) renderSongs(w http.ResponseWriter, r *http.Request, b built, round gameshow.Round, f *web.Form) error {
	ctx := r.Context()
	v := p.pickView(ctx, b, round, f, say(ctx, "show.songs.title"))
	for _, t := range p.Tunes {
		had := slices.ContainsFunc(b.Data.Questions(), func(q gameshow.Question) bool { return q.Tune == t.ID })
		v.Rows = append(v.Rows, pickRow{
			Value: t.ID, Text: t.Title, Note: t.Origin + " · " + say(ctx, "show.seconds", i18n.Args{"seconds": int(t.Seconds + 0.5)}),
			Ticked: slices.Contains(f.Values["pick"], t.ID), Had: had,
		})
	}
	v.How = f.Field(ui.FieldView{Name: "how", Label: say(ctx, "show.songs.how"), Choices: []ui.Choice{
		{Value: "choice", Text: say(ctx, "show.songs.choice")}, {Value: "title", Text: say(ctx, "show.songs.free")},
	}})
	v.Tunes = true
	v.Empty = [2]string{say(ctx, "show.songs.empty"), ""}
	return p.render(w, r, f.Status(), v.Title, songsPage(v))
}
