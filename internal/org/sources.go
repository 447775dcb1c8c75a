package org

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
)

// ActSources names the acts behind facts.
func (s *Service) ActSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return sourceNames(ctx, tx, ids, `/* org.ActSources */
		SELECT a.id, CASE
			WHEN a.kind = 'dissolution' THEN 'Kết thúc hoạt động ' || u.name
			WHEN a.effective_on = '' THEN 'Số đầu kỳ: ' || u.name
			ELSE 'Thành lập ' || u.name END || CASE WHEN a.decision_no = '' THEN '' ELSE ', ' || a.decision_no END, u.code
		FROM org_act a JOIN org_unit u ON u.id = a.unit WHERE a.id IN `)
}

// HeadcountSources names the head counts behind facts.
func (s *Service) HeadcountSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return sourceNames(ctx, tx, ids, `/* org.HeadcountSources */
		SELECT h.id, 'Số lao động: ' || u.name, u.code
		FROM org_headcount h JOIN org_unit u ON u.id = h.unit WHERE h.id IN `)
}

func sourceNames(ctx context.Context, tx *db.Tx, ids []string, query string) (map[string]ledger.SourceName, error) {
	out := map[string]ledger.SourceName{}
	err := tx.Each(ctx, query+`(`+db.In(1, len(ids))+`)`, db.Anys(ids), func(scan func(...any) error) error {
		var id, title, code string
		err := scan(&id, &title, &code)
		out[id] = ledger.SourceName{Title: title, URL: "/units/" + code}
		return err
	})
	return out, err
}

// Codes gives the code of each unit, for whoever was allowed to learn the ids.
func (s *Service) Codes(ctx context.Context, tx *db.Tx, ids map[string]bool) (map[string]string, error) {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	out := map[string]string{}
	for len(list) > 0 {
		n := min(500, len(list))
		err := tx.Each(ctx, `/* org.Codes */ SELECT id, code FROM org_unit WHERE id IN (`+db.In(1, n)+`)`, db.Anys(list[:n]),
			func(scan func(...any) error) error {
				var id, code string
				err := scan(&id, &code)
				out[id] = code
				return err
			})
		if err != nil {
			return nil, err
		}
		list = list[n:]
	}
	return out, nil
}
