package ui

import (
	"strings"
	"testing"
)

func TestFieldTellsItsErrorAtTheInput(t *testing.T) {
	html := render(t, Field(FieldView{Name: "amount", Label: "Số tiền", Type: "number", Value: "abc", Help: "tối đa", Error: "không phải số", Required: true}))
	for _, want := range []string{
		`for="f-amount"`, `id="f-amount"`, `aria-describedby="f-amount-hp f-amount-er"`, `aria-invalid="true"`, `aria-required="true"`,
		`inputmode="numeric"`, `value="abc"`, `class="inp num text-right text-lg bad"`, `id="f-amount-er"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if summary := render(t, ErrorSummary([]FieldError{{Field: "amount", Text: "x"}})); !strings.Contains(summary, `href="#f-amount"`) {
		t.Errorf("the summary does not lead to the field: %s", summary)
	}
}

func TestDatesAreShownAsPeopleWriteThem(t *testing.T) {
	for name, c := range map[string]struct{ value, want string }{
		"ISO":         {"2023-12-25", "25/12/2023"},
		"as written":  {"25/12/2023", "25/12/2023"},
		"wrong stays": {"31/02/2023", "31/02/2023"},
		"empty":       {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (FieldView{Type: "date", Value: c.value}).shown(); got != c.want {
				t.Errorf("shown %q, want %q", got, c.want)
			}
		})
	}
}

func TestSelectOffersAnEmptyChoiceUntilOneIsMade(t *testing.T) {
	f := FieldView{Name: "kind", Type: "select", Choices: []Choice{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}}
	if html := render(t, Field(f)); !strings.Contains(html, `<option value="">Chọn…</option>`) {
		t.Errorf("nothing chosen, no empty choice: %s", html)
	}
	f.Value = "b"
	if html := render(t, Field(f)); strings.Contains(html, "Chọn…") || !strings.Contains(html, `<option value="b" selected>`) {
		t.Errorf("b was chosen: %s", html)
	}
}

func TestNoErrorsNoSummary(t *testing.T) {
	if html := render(t, ErrorSummary(nil)); html != "" {
		t.Errorf("rendered %q", html)
	}
}
