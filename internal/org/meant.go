package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Apart stands between a unit's code and its name where lists offer both.
const Apart = " · "

// Meant finds the one unit the actor may read that a text means: its code, its
// code and name, its whole name, or words of which only its name has all. Refusals are Invalid.
func (s *Service) Meant(ctx context.Context, text string) (u Unit, err error) {
	defer errs.Wrap(&err, "org.Meant")
	if text = strings.TrimSpace(text); text == "" {
		return u, errs.New(errs.Invalid, "error.required")
	}
	code, _, _ := strings.Cut(text, Apart)
	if u, err = s.Open(ctx, code); err == nil || !errs.Is(err, errs.NotFound) {
		return u, err
	}
	found, err := s.Search(ctx, text, 6)
	if err != nil {
		return u, err
	}
	found = slices.DeleteFunc(found, Unit.Withdrawn)
	exact := slices.DeleteFunc(slices.Clone(found), func(f Unit) bool { return search.Fold(f.Name) != search.Fold(text) })
	switch {
	case len(exact) == 1:
		return exact[0], nil
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return u, errs.New(errs.Invalid, "error.unit.unknown", errs.Args{"code": text})
	}
	return u, errs.New(errs.Invalid, "org.reorg.which", errs.Args{"text": text, "units": listed(found)})
}

func listed(units []Unit) string {
	var out []string
	for _, u := range units {
		out = append(out, u.Name+" ("+u.Code+")")
	}
	return strings.Join(out, "; ")
}
