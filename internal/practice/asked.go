package practice

import (
	"regexp"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
)

// fromTo is two years or days with a dash between them.
var fromTo = regexp.MustCompile(`^([0-9/]+) ?[-–] ?([0-9/]+)$`)

// Typed is a figure as a form has it: names, as people read them.
type Typed struct{ Indicator, Period, Part string }

// FromTyped reads a figure: an indicator by name or code, a period as people
// write it, a part by its name. What is unknown stays as typed, to be refused at
// its field.
func (s *Service) FromTyped(t Typed) Asked {
	a := Asked{Indicator: s.indicatorCalled(t.Indicator), Period: periodOf(t.Period)}
	if t.Part = strings.TrimSpace(t.Part); t.Part == "" {
		return a
	}
	a.Dim, a.Part = "?", t.Part
	ind, err := s.catalogue().Indicator(a.Indicator)
	if err != nil {
		return a
	}
	wanted := search.Fold(t.Part)
	for _, dim := range ind.Dimensions() {
		for _, part := range ind.ByOrder[dim] {
			if name := search.Fold(s.partName(dim, part)); name == wanted || strings.HasSuffix(name, " "+wanted) {
				return Asked{Indicator: a.Indicator, Period: a.Period, Dim: dim, Part: part}
			}
		}
	}
	return a
}

// Typed is FromTyped the other way round.
func (s *Service) Typed(a Asked) (t Typed) {
	t = Typed{Indicator: a.Indicator, Period: a.Period}
	if ind, err := s.catalogue().Indicator(a.Indicator); err == nil {
		t.Indicator = IndicatorText(ind)
	}
	if t.Part = a.Part; a.Dim != "" && a.Dim != "?" {
		t.Part = s.partName(a.Dim, a.Part)
	}
	return t
}

// IndicatorText is an indicator by its name and code, so that two are told apart.
func IndicatorText(ind *ledger.Indicator) string { return ind.Name + " (" + ind.Code + ")" }

// Indicators are all that a practice can show, in the catalogue's order.
func (s *Service) Indicators() []ledger.Indicator { return s.catalogue().Indicators }

func (s *Service) partName(dim, part string) string {
	return s.catalogue().DimLabel(dim) + ": " + s.catalogue().ValueLabel(dim, part)
}

// indicatorCalled is the code of an indicator by its code, alone or in brackets
// behind the name, or by its whole name; what is none stays as it is.
func (s *Service) indicatorCalled(typed string) string {
	typed = strings.TrimSpace(typed)
	if _, code, ok := strings.Cut(typed, "("); ok && strings.HasSuffix(code, ")") {
		for _, ind := range s.catalogue().Indicators {
			if strings.HasSuffix(typed, "("+ind.Code+")") {
				return ind.Code
			}
		}
	}
	for _, ind := range s.catalogue().Indicators {
		if strings.EqualFold(ind.Code, typed) || search.Fold(ind.Name) == search.Fold(typed) {
			return ind.Code
		}
	}
	return typed
}

// periodOf reads a period as people write it: "2020 - 2023" is a stage, two days
// with a dash between them are those days. The rest is as ledger.ParsePeriod
// reads it.
func periodOf(typed string) string {
	typed = strings.Join(strings.Fields(typed), " ")
	m := fromTo.FindStringSubmatch(typed)
	if m == nil {
		return typed
	}
	if len(m[1]) == 4 && len(m[2]) == 4 {
		return m[1] + "/" + m[2]
	}
	from, errFrom := i18n.ParseDate(m[1])
	to, errTo := i18n.ParseDate(m[2])
	if errFrom != nil || errTo != nil {
		return typed
	}
	return from + "/" + to
}
