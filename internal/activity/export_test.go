package activity

import (
	"context"

	"donghanh/internal/platform/db"
)

// HotQuery is a query whose plan is tested.
type HotQuery struct {
	Text string
	Args []any
}

// HotQueries are those of the lists for the context's actor.
func (s *Service) HotQueries(ctx context.Context, tx *db.Tx, filters map[string]Filter) (map[string]HotQuery, error) {
	out := map[string]HotQuery{}
	for name, f := range filters {
		q, err := s.listed(ctx, tx, f)
		if err != nil {
			return nil, err
		}
		ids, args := q.newest(PageSize + 1)
		out[name] = HotQuery{linesText(ids), args}
	}
	q := &query{conds: []string{openWork}}
	if err := s.scoped(ctx, tx, q, ""); err != nil {
		return nil, err
	}
	text, args := openText(q, PageSize+1)
	out["open work"] = HotQuery{text, args}
	return out, nil
}
