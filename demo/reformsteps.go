package demo

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/places"
)

// resettle puts CĐCS founded in the new order where they belong in it: directly
// under the city until there are unions of wards.
func (w *world) resettle(g *places.Gazetteer) {
	count := map[string]int{}
	for _, f := range slices.Concat(w.capital, w.others) {
		for i := f.standing; i < len(f.units); i++ {
			u := &f.units[i]
			if u.FoundedOn < endDay {
				continue
			}
			u.Ward, u.Parent, u.Signer = now(g, u.Ward), f.Parent, w.leaderOf(f.Parent)
			if u.FoundedOn >= beginDay {
				u.Parent = wardUnion(f.Parent, u.Ward)
			}
			u.Code = codeOf(u.Parent, count[u.Parent])
			count[u.Parent]++
		}
	}
}

// leaderOf is the name of the chair of a city.
func (w *world) leaderOf(city string) string {
	return w.accountOf(strings.ToLower(city) + "-chair").display
}

// reformSteps write each act down some days before it is signed.
func (b *builder) reformSteps() (out []step) {
	for _, r := range b.acts {
		end, begin := r.end(b.leaderOf(r.city)), r.begin(b.leaderOf(r.city))
		out = append(out, b.actSteps(r, end, "Kết thúc công đoàn cấp huyện")...)
		out = append(out, b.actSteps(r, begin, "Thành lập công đoàn xã, phường")...)
		out = append(out, step{beginDay, "Chỉ định chủ tịch công đoàn xã, phường", func(ctx context.Context) error { return b.appoint(ctx, r) }})
	}
	return out
}

func (b *builder) actSteps(r reform, p org.Plan, what string) []step {
	return []step{
		{p.DecidedOn.Add(-1), "Dự thảo: " + what, func(ctx context.Context) error {
			if _, err := b.Org.SaveDraft(b.as(ctx, r.by), p, 0); err != nil {
				return err
			}
			return b.choosing(b.as(ctx, r.by), p.ID)
		}},
		{p.DecidedOn, what, func(ctx context.Context) error {
			_, err := b.Org.SignDraft(b.as(ctx, r.by), p.ID, 0)
			return err
		}},
	}
}

// appoint gives each union of a ward the chair the city appoints.
func (b *builder) appoint(ctx context.Context, r reform) error {
	for i, c := range r.communes {
		o := org.Officer{Committee: "executive", Post: "chair", Name: r.chairs[i], From: beginDay}
		if err := b.Org.AddOfficer(b.as(ctx, r.by), wardUnion(r.city, c.Code), o); err != nil {
			return err
		}
	}
	return nil
}
