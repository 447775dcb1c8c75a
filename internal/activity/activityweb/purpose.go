package activityweb

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// longestPurpose is how much of a commitment a choice shows, in characters.
const longestPurpose = 110

// purpose asks which commitment the work is done under; nil where there is none.
// kept is the one the record has, which may be offered no more.
func (p *Pages) purpose(ctx context.Context, f *web.Form, kept activity.Purpose) (*ui.FieldView, error) {
	on, err := i18n.ParseDate(f.Text("day"))
	if err != nil {
		on = string(p.Activity.Today()) // what is wrong with the day is told at the day
	}
	offer, err := p.Activity.Offered(ctx, unitOf(f), day.Date(on))
	if err != nil {
		return nil, err
	}
	if kept.ID != "" && !slices.ContainsFunc(offer, func(o activity.Purpose) bool { return o.ID == kept.ID }) {
		offer = append([]activity.Purpose{kept}, offer...)
	}
	if len(offer) == 0 && f.Text("purpose") == "" {
		return nil, nil
	}
	field := ui.FieldView{
		Name: "purpose", Label: i18n.T(ctx, "agreement.work.label"), Help: i18n.T(ctx, "agreement.work.help"), Type: "select", Optional: true,
		Placeholder: i18n.T(ctx, "agreement.work.none"),
	}
	for _, o := range offer {
		field.Choices = append(field.Choices, ui.Choice{Value: o.ID, Text: shortened(o.Text), Group: shortened(o.Group)})
	}
	field = f.Field(field)
	return &field, nil
}

// shortened keeps a choice on one line.
func shortened(text string) string {
	r := []rune(text)
	if len(r) <= longestPurpose {
		return text
	}
	return strings.TrimSpace(string(r[:longestPurpose])) + "…"
}
