package gameshowweb

import (
	"context"
	"slices"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// soundFields ask what is heard in a round of songs, and what is seen.
func (p *Pages) soundFields(ctx context.Context, f *web.Form, a askedFor, v *questionFormView) {
	var sounds, pictures []ui.Choice
	for _, t := range p.Tunes {
		sounds = append(sounds, ui.Choice{Value: tuneValue + t.ID, Text: t.Title + " · " + t.Origin, Group: say(ctx, "show.sound.tunes")})
	}
	for _, m := range a.Media {
		if m.Kind == gameshow.PictureKind {
			pictures = append(pictures, ui.Choice{Value: m.ID, Text: m.Text})
		} else {
			sounds = append(sounds, ui.Choice{Value: clipValue + m.ID, Text: m.Text, Group: say(ctx, "show.sound.clips")})
		}
	}
	sounds = withLost(ctx, sounds, soundOf(a.Question))
	pictures = withLost(ctx, pictures, a.Question.Picture)
	if a.Round.Kind == gameshow.Songs || f.Text("sound") != "" {
		sound := f.Field(ui.FieldView{Name: "sound", Label: say(ctx, "show.field.sound"), Type: "select", Choices: sounds, Placeholder: say(ctx, "show.sound.none")})
		v.Sound, v.Compose = &sound, len(p.Tunes) > 0
	}
	if a.Round.Kind == gameshow.Pictures || f.Text("picture") != "" {
		picture := f.Field(ui.FieldView{Name: "picture", Label: say(ctx, "show.field.picture"), Type: "select", Choices: pictures, Placeholder: say(ctx, "show.picture.none")})
		if len(pictures) == 0 {
			picture.Help = say(ctx, "show.picture.help")
		}
		v.Picture = &picture
	}
	v.From = f.Field(ui.FieldView{Name: "from", Label: say(ctx, "show.field.from"), Type: "decimal", Suffix: say(ctx, "show.unit.seconds")})
	v.To = f.Field(ui.FieldView{Name: "to", Label: say(ctx, "show.field.to"), Type: "decimal", Suffix: say(ctx, "show.unit.seconds")})
}

// soundOf is what is heard with a question, as the field says it.
func soundOf(q gameshow.Question) string {
	switch {
	case q.Clip != "":
		return clipValue + q.Clip
	case q.Tune != "":
		return tuneValue + q.Tune
	}
	return ""
}

// withLost offers what a question has also when it is no more, so that nobody
// takes it out without seeing it.
func withLost(ctx context.Context, choices []ui.Choice, value string) []ui.Choice {
	if value == "" || slices.ContainsFunc(choices, func(c ui.Choice) bool { return c.Value == value }) {
		return choices
	}
	return append(choices, ui.Choice{Value: value, Text: say(ctx, "show.plays.lost")})
}

// answerFields ask how the question is answered and which answer is right.
func answerFields(ctx context.Context, f *web.Form, v *questionFormView) {
	kind := ui.FieldView{Name: "kind", Label: say(ctx, "show.field.kind")}
	for _, k := range gameshow.AskKinds() {
		kind.Choices = append(kind.Choices, ui.Choice{Value: string(k), Text: i18n.T(ctx, "gameshow.show.kind."+string(k))})
	}
	v.Kind = f.Field(kind)
	v.Ask = f.Field(ui.FieldView{Name: "ask", Label: say(ctx, "show.field.ask"), Type: "textarea", Rows: 2, Required: true, Max: 500})
	v.Options = f.Field(ui.FieldView{Name: "options"})
	v.Rows, v.More = optionRows(ctx, f)
	words := truthWords(ctx, f)
	v.Truth = f.Field(ui.FieldView{Name: "truth", Label: say(ctx, "show.field.truth"), Choices: []ui.Choice{{Value: "1", Text: words[0]}, {Value: "2", Text: words[1]}}})
	v.Numbers = []ui.FieldView{
		f.Field(ui.FieldView{Name: "exact", Label: say(ctx, "show.field.exact"), Type: "decimal", Max: 30}),
		f.Field(ui.FieldView{Name: "within", Label: say(ctx, "show.field.within"), Help: say(ctx, "show.within.help"), Type: "decimal", Optional: true, Max: 30}),
	}
	v.Titles = f.Field(ui.FieldView{Name: "titles", Label: say(ctx, "show.field.titles"), Help: say(ctx, "show.titles.help"), Type: "textarea", Rows: 3, Max: 2000})
}

// optionRows are the options: as many as are filled in or asked for, and the
// others hidden.
func optionRows(ctx context.Context, f *web.Form) (rows []optionRow, more bool) {
	shown := shownRowsOf(f)
	for i := range max(shown, mostOptions) {
		no := strconv.Itoa(i + 1)
		row := optionRow{
			FieldView: f.Field(ui.FieldView{Name: "option_" + no, Label: say(ctx, "show.field.option_no", i18n.Args{"no": no}), Max: 200}),
			No:        no, Right: slices.Contains(f.Values["right"], no), Hidden: i >= shown,
		}
		rows = append(rows, row)
	}
	return rows, shown < mostOptions
}

// shownRowsOf is how many options a form shows.
func shownRowsOf(f *web.Form) int {
	n, err := strconv.Atoi(f.Text("rows"))
	if err != nil {
		n = shownOptions
	}
	n = min(max(n, shownOptions), mostOptions)
	for i := maxTyped; i > n; i-- {
		if f.Text("option_"+strconv.Itoa(i)) != "" {
			return i
		}
	}
	return n
}

// worthFields ask for time and points, and where the answer stands.
func worthFields(ctx context.Context, f *web.Form, round gameshow.Round, v *questionFormView) {
	v.Worth = []ui.FieldView{
		f.Field(ui.FieldView{Name: "seconds", Label: say(ctx, "show.field.seconds"), Type: "number", Suffix: say(ctx, "show.unit.seconds"), Required: true}),
		f.Field(ui.FieldView{Name: "points", Label: say(ctx, "show.field.points"), Type: "number", Required: true}),
	}
	v.Source = []ui.FieldView{
		f.Field(ui.FieldView{Name: "law", Label: say(ctx, "show.field.law"), Help: say(ctx, "show.law.help"), Optional: true, Max: 300}),
		f.Field(ui.FieldView{Name: "article", Label: say(ctx, "show.field.article"), Help: say(ctx, "show.article.help"), Optional: true, Max: 300}),
		f.Field(ui.FieldView{Name: "why", Label: say(ctx, "show.field.why"), Help: say(ctx, "show.why.help"), Type: "textarea", Rows: 3, Optional: true, Max: 1000}),
	}
	v.SourceOpen = round.Kind == gameshow.Law
	for _, field := range v.Source {
		v.SourceOpen = v.SourceOpen || field.Value != "" || field.Error != ""
	}
}

// typedOptions are the options of a form without the rows left empty between
// them; the form is told their order anew, so that a refusal stands at the right
// one. One that is marked as right is none that was left empty.
func typedOptions(f *web.Form) (out []gameshow.Option) {
	for i := range maxTyped {
		no := strconv.Itoa(i + 1)
		o := gameshow.Option{Text: f.Text("option_" + no), Right: slices.Contains(f.Values["right"], no)}
		if o.Text != "" || o.Right {
			out = append(out, o)
		}
	}
	fillOptions(f, out)
	return out
}

// maxTyped is how many options are read of a form: more than there may be, so
// that too many are refused and not cut.
const maxTyped = 20
