package demo

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/agreement"
)

// fate is what the cities want for an agreement of a federation they end, and
// which union of a ward goes on once there is one.
type fate struct {
	agreement.Fate
	heir string // its name
}

// fates are those the acts of 2025 name, by the agreements' keys; of all others
// what is usual happens. Who stands opposite has ended as well where an agreement
// was with an office of the district.
var fates = map[string]fate{
	"town2020":        {agreement.Succeed, "Công đoàn phường Sơn Tây"},
	"longbien":        {agreement.Succeed, ""},
	"welfare1":        {agreement.Succeed, "Công đoàn phường Bình Tân"},
	"badinh":          {agreement.Renew, "Công đoàn phường Ba Đình"},
	"schoolsbadinh":   {agreement.Stop, ""},
	"schoolsphuxuyen": {agreement.Stop, ""},
	"schoolsCG":       {agreement.Stop, ""},
}

// sisters go on from the two districts that have signed with each other.
var sisters = map[string]string{binhTan: "Công đoàn phường Bình Tân", longBien: "Công đoàn phường Long Biên"}

// choosing keeps with the draft of an act what is to become of agreements.
func (b *builder) choosing(ctx context.Context, reorg string) error {
	seen, err := b.Agreement.Foresee(ctx, reorg)
	if err != nil {
		return err
	}
	var out []agreement.Choice
	for _, t := range seen.All {
		key := b.keyOf(t.Agreement.ID)
		f, named := fates[key]
		if !named {
			continue
		}
		if key == "longbien" {
			f.heir = sisters[t.Unit.Code]
		}
		c := agreement.Choice{Agreement: t.Agreement.ID, Unit: t.Unit.ID, Fate: f.Fate}
		if i := slices.IndexFunc(t.Offer, func(h agreement.Heir) bool { return strings.EqualFold(h.Name, f.heir) }); i >= 0 {
			c.Heirs = t.Offer[i].Code
		}
		out = append(out, c)
	}
	return b.Agreement.Choose(ctx, reorg, out)
}

// keyOf is the key of an agreement.
func (b *builder) keyOf(id string) string {
	for key, k := range b.kept {
		if k.id == id {
			return key
		}
	}
	return ""
}
