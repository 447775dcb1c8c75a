package practice

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// book brings the figures of a practice to what it says now: it was shared on a
// day, and on the day the first other unit took it over it has spread.
func (s *Service) book(ctx context.Context, tx *db.Tx, p Practice) error {
	var facts []ledger.Fact
	if p.WithdrawnAt == nil && p.SharedOn != "" {
		facts = append(facts, ledger.Fact{Measure: "practice.shared", Unit: p.Unit, Day: p.SharedOn, Quantity: 1})
		first, err := firstAdopted(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if first != "" {
			facts = append(facts, ledger.Fact{Measure: "practice.spread", Unit: p.Unit, Day: day.Max(first, p.SharedOn), Quantity: 1})
		}
	}
	return s.rebook(ctx, tx, ledger.Act{Kind: Source, ID: p.ID, Recorder: actor(ctx)}, facts)
}

// bookAdoption brings the figure of an adoption to what it says now.
func (s *Service) bookAdoption(ctx context.Context, tx *db.Tx, a Adoption) error {
	var facts []ledger.Fact
	if a.WithdrawnAt == nil {
		facts = append(facts, ledger.Fact{Measure: "practice.adopted", Unit: a.Unit, Day: a.Since, Quantity: 1})
	}
	return s.rebook(ctx, tx, ledger.Act{Kind: AdoptionSource, ID: a.ID, Recorder: actor(ctx)}, facts)
}

// rebook replaces what an act has booked, unless it is the same.
func (s *Service) rebook(ctx context.Context, tx *db.Tx, act ledger.Act, facts []ledger.Fact) error {
	same, err := s.ledger().Booked(ctx, tx, act, facts...)
	if err != nil || same {
		return err
	}
	return s.ledger().Replace(ctx, tx, act, facts...)
}

// Sources names practices behind figures, for whoever was allowed to learn the
// ids.
func (s *Service) Sources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return named(ctx, tx, `/* practice.Sources */ SELECT p.id, p.id, p.title FROM practice_practice p WHERE p.id IN (`+db.In(1, len(ids))+`)`, ids)
}

// AdoptionSources names the practices taken over that stand behind figures.
func (s *Service) AdoptionSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return named(ctx, tx, `/* practice.AdoptionSources */ SELECT a.id, p.id, p.title
		FROM practice_adoption a JOIN practice_practice p ON p.id = a.practice WHERE a.id IN (`+db.In(1, len(ids))+`)`, ids)
}

func named(ctx context.Context, tx *db.Tx, query string, ids []string) (map[string]ledger.SourceName, error) {
	out := make(map[string]ledger.SourceName, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	return out, tx.Each(ctx, query, db.Anys(ids), func(scan func(...any) error) error {
		var id, practice, title string
		err := scan(&id, &practice, &title)
		out[id] = ledger.SourceName{Title: title, URL: Href(practice)}
		return err
	})
}

// Href is the page of a practice.
func Href(id string) string { return "/practices/" + id }

// InUse tells whether a unit has written or taken over a practice, so that its
// founding cannot be withdrawn.
func (s *Service) InUse(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* practice.InUse */ SELECT EXISTS (SELECT 1 FROM practice_practice WHERE unit = $1 AND withdrawn_at IS NULL)
		OR EXISTS (SELECT 1 FROM practice_adoption WHERE unit = $1 AND withdrawn_at IS NULL)`, unit)
	return yes, err
}

// UsedFiles lists which of some files hang on a practice.
func (s *Service) UsedFiles(ctx context.Context, tx *db.Tx, ids []string) (out []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.Select(ctx, &out, `/* practice.UsedFiles */ SELECT DISTINCT blob FROM practice_file WHERE blob IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	return out, err
}
