package agreementweb

import (
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// dutyActs are the forms of how something came out.
func (p *Pages) dutyActs() []act {
	today := func(s subject) map[string]string {
		return map[string]string{"outcome": string(agreement.Done), "on": string(s.On), "shared": "1"}
	}
	return []act{
		{path: "/duties/{duty}/conclude", key: "conclude", upload: true, may: concludes, first: today, ask: askConclude, note: countNote, do: p.conclude},
		{path: "/duties/{duty}/reopen", key: "reopen", grave: true, may: reports, ask: askReason, do: p.reopen},
	}
}

// reports lets in who promised it, or keeps the agreement.
func reports(s subject) error {
	switch {
	case s.WithdrawnAt != nil:
		return errs.New(errs.Conflict, "agreement.withdrawn")
	case !s.MayReport[s.Commitment.ID]:
		return errs.New(errs.Denied, "error.denied")
	}
	return nil
}

func concludes(s subject) error {
	if err := reports(s); err != nil {
		return err
	}
	if s.Duty.Outcome != agreement.Open {
		return errs.New(errs.Conflict, "agreement.duty.over")
	}
	return nil
}

func askConclude(ctx context.Context, s subject) []group {
	outcome := ui.FieldView{Name: "outcome", Type: radios, Required: true}
	for _, o := range []agreement.Outcome{agreement.Done, agreement.Unmet, agreement.Waived} {
		outcome.Choices = append(outcome.Choices, ui.Choice{Value: string(o), Text: say(ctx, "page.outcome."+string(o))})
	}
	return append(plain(
		ctx, outcome, ui.FieldView{Name: "on", Type: "date", Required: true},
		ui.FieldView{Name: "text", Label: say(ctx, "form.field.result"), Help: say(ctx, "form.help.result"), Type: "textarea", Rows: 4, Max: 2000},
	), sharedGroup(ctx, s)...)
}

// sharedGroup asks whether partners outside the unions read it; nothing where
// there are none.
func sharedGroup(ctx context.Context, s subject) []group {
	for _, b := range s.Parties {
		if b.Unit == nil {
			return plain(ctx, ui.FieldView{Name: "shared", Type: "checkbox"})
		}
	}
	return []group{{Fields: []ui.FieldView{{Name: "shared", Type: "hidden"}}}}
}

func (p *Pages) conclude(ctx context.Context, s subject, f *web.Form) error {
	c := agreement.Coming{
		Outcome: agreement.Outcome(f.Text("outcome")), On: f.Day("on"), Text: f.Values.Get("text"), Files: f.Values["files"], Shared: f.Text("shared") != "",
	}
	if f.Text("on") == "" {
		f.Take(required("on"))
	}
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Agreement.Conclude(ctx, s.Duty.ID, versionOf(f), c)
	return err
}

func (p *Pages) reopen(ctx context.Context, s subject, f *web.Form) error {
	return p.Agreement.Reopen(ctx, s.Duty.ID, versionOf(f), f.Text("reason"))
}

// countNote says how much is counted so far, with the way to the figure.
func countNote(ctx context.Context, s subject) templ.Component {
	count, there := s.Counts[s.Duty.ID]
	if !there || !count.Asked {
		return nil
	}
	return countedNote(count, figureHref(s.Commitment, count))
}
