package agreement

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
)

// Sources names agreements behind figures, for whoever was allowed to learn the
// ids.
func (s *Service) Sources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return named(ctx, tx, `/* agreement.Sources */ SELECT a.id, a.id, a.title FROM agreement_agreement a WHERE a.id IN (`+db.In(1, len(ids))+`)`, ids)
}

// DutySources names the commitments behind figures.
func (s *Service) DutySources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return named(ctx, tx, `/* agreement.DutySources */ SELECT d.id, d.agreement, c.text FROM agreement_duty d
		JOIN agreement_commitment c ON c.id = d.commitment WHERE d.id IN (`+db.In(1, len(ids))+`)`, ids)
}

func named(ctx context.Context, tx *db.Tx, query string, ids []string) (map[string]ledger.SourceName, error) {
	out := make(map[string]ledger.SourceName, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	return out, tx.Each(ctx, query, db.Anys(ids), func(scan func(...any) error) error {
		var id, agreement, title string
		err := scan(&id, &agreement, &title)
		out[id] = ledger.SourceName{Title: title, URL: Href(agreement)}
		return err
	})
}

// Href is the page of an agreement.
func Href(id string) string { return "/agreements/" + id }

// InUse tells whether a unit has signed something or visited somebody, so that its founding cannot
// be withdrawn.
func (s *Service) InUse(ctx context.Context, tx *db.Tx, unit string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.InUse */ SELECT EXISTS (
		SELECT 1 FROM agreement_party p JOIN agreement_agreement a ON a.id = p.agreement WHERE p.unit = $1 AND a.withdrawn_at IS NULL)
		OR EXISTS (SELECT 1 FROM agreement_visit_side g JOIN agreement_visit v ON v.id = g.visit WHERE g.unit = $1 AND v.withdrawn_at IS NULL)`, unit)
	return yes, err
}
