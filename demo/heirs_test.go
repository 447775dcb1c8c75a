package demo

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// heirs: who goes on from the districts of agreements once the acts of 2025 have
// ended them: nobody yet in July, unions of wards from October on.
func (p *place) heirs(t *testing.T) {
	type now struct {
		Phase  agreement.Phase
		Keeper string
		Bound  string // units
	}
	titles := []string{"Bình Tân Long Biên", "thị xã giai đoạn 2025", "Chương trình UBND quận giai đoạn", "Ba Đình Phòng Giáo dục", "cấp ủy", "Nhã Sa Tín"}
	got := map[day.Date][]now{}
	for _, on := range []day.Date{lastOld, endDay, beginDay} {
		p.DB.Clock.Set(on)
		for _, words := range titles {
			c := p.pact(t, p.System(), words)
			n := now{Phase: c.Phase, Keeper: c.Keeper.Name}
			for _, b := range c.Parties {
				if b.Unit != nil && b.On(on) {
					n.Bound += b.Name + ";"
				}
			}
			got[on] = append(got[on], n)
		}
	}
	const binhTan, longBien, sonTay, baDinh = "LĐLĐ quận Bình Tân", "LĐLĐ quận Long Biên", "LĐLĐ thị xã Sơn Tây", "LĐLĐ quận Ba Đình"
	const binhTanNow, longBienNow, sonTayNow = "Công đoàn phường Bình Tân", "Công đoàn phường Long Biên", "Công đoàn phường Sơn Tây"
	const city = "LĐLĐ TP Hà Nội"
	stay := now{agreement.Ended, baDinh, baDinh + ";"}
	want := map[day.Date][]now{
		lastOld: {
			{agreement.Running, binhTan, binhTan + ";" + longBien + ";"},
			{agreement.Running, sonTay, sonTay + ";"},
			{agreement.Running, baDinh, baDinh + ";"},
			{agreement.Running, baDinh, baDinh + ";"},
			{agreement.Running, city, city + ";"},
			{agreement.Running, binhTan, binhTan + ";"},
		},
		endDay: {
			{agreement.Running, binhTan, ""}, {agreement.Running, sonTay, ""}, stay, stay, {agreement.Ended, city, city + ";"}, {agreement.Running, binhTan, ""},
		},
		beginDay: {
			{agreement.Running, binhTanNow, binhTanNow + ";" + longBienNow + ";"},
			{agreement.Running, sonTayNow, sonTayNow + ";"},
			stay, stay,
			{agreement.Ended, city, city + ";"},
			{agreement.Running, binhTanNow, binhTanNow + ";"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	p.anew(t)
}

// anew: the programme of Ba Đình is to be signed anew, by the city until there is
// a union of the ward.
func (p *place) anew(t *testing.T) {
	got := map[day.Date]string{}
	for _, on := range []day.Date{endDay, beginDay} {
		p.DB.Clock.Set(on)
		c := p.pact(t, p.System(), "Chương trình UBND quận giai đoạn")
		testkit.Read(t, p.DB, func(tx *db.Tx) error {
			all, err := p.Agreement.RenewalsOf(p.System(), tx, c.ID)
			for _, n := range all {
				u, err := p.Org.UnitByID(p.System(), tx, n.Heir)
				must(t, err)
				got[on] += u.Name
			}
			return err
		})
	}
	if diff := cmp.Diff(map[day.Date]string{endDay: "LĐLĐ TP Hà Nội", beginDay: "Công đoàn phường Ba Đình"}, got); diff != "" {
		t.Errorf("who is to sign anew (-want +got):\n%s", diff)
	}
}
