package demo

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
)

// model is a good model of the library: written down, then shared with all.
type model struct {
	practice.Writing
	key, by string
	on      day.Date
}

// taking is a model taken over by another, and how it went.
type taking struct {
	practice.Taking
	key, model, by string
	told           day.Date
	outcome        string
	figures        []practice.Asked
}

// modelSteps are the library's days.
func (b *builder) modelSteps() (out []step) {
	for _, m := range append(southModels(), ownModels()...) {
		out = append(out, step{m.on, "Mô hình: " + m.Title, func(ctx context.Context) error { return b.sharing(ctx, m) }})
	}
	for _, t := range takings() {
		out = append(out, step{t.Since, "Áp dụng mô hình", func(ctx context.Context) error { return b.taking(ctx, t) }})
		if t.told != "" {
			out = append(out, step{t.told, "Kết quả áp dụng mô hình", func(ctx context.Context) error { return b.telling(ctx, t) }})
		}
	}
	return out
}

// sharing writes a model down and shares it with everybody.
func (b *builder) sharing(ctx context.Context, m model) error {
	ctx = b.as(ctx, m.by)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		p, err := b.Practice.BeginIn(ctx, tx, m.Writing)
		if err != nil {
			return err
		}
		b.models[m.key] = p.ID
		_, err = b.Practice.ShareIn(ctx, tx, p.ID, p.Version, practice.Everyone, m.on)
		return err
	})
}

func (b *builder) taking(ctx context.Context, t taking) error {
	t.Practice = b.models[t.model]
	a, err := b.Practice.Adopt(b.as(ctx, t.by), t.Taking)
	b.takings[t.key] = a.ID
	return err
}

func (b *builder) telling(ctx context.Context, t taking) error {
	ctx = b.as(ctx, t.by)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		list, err := b.Practice.AdoptionsByID(ctx, tx, []string{b.takings[t.key]})
		if err != nil {
			return err
		}
		told := practice.Telling{State: practice.Works, Since: t.Since, Changed: t.Changed, Outcome: t.outcome, Figures: t.figures, On: t.told}
		_, err = b.Practice.ReportIn(ctx, tx, list[0].ID, list[0].Version, told)
		return err
	})
}

// takings are what Long Biên and Ba Đình took over; made up.
func takings() []taking {
	asked := func(indicator, period string) []practice.Asked {
		return []practice.Asked{{Indicator: indicator, Period: period}}
	}
	return []taking{
		{
			key: "lboneone", model: "oneone", by: "longbien", Taking: practice.Taking{Unit: longBien, Since: "2024-06-18", Changed: "Mỗi CĐCS nhận một người, mức một triệu đồng mỗi tháng."},
			told: "2024-12-25", outcome: "Năm CĐCS tham gia; người được chăm lo yên tâm điều trị, CĐCS chủ động được nguồn.", figures: asked("WEL.11.SPONSOR", "2024"),
		},
		{
			key: "lbshow", model: "show", by: "longbien", Taking: practice.Taking{Unit: longBien, Since: "2024-09-04", Changed: "Thêm câu hỏi về nếp sống văn minh đô thị."},
			told: "2024-12-25", outcome: "Một chương trình dịp tháng 9, công nhân hưởng ứng; năm sau tổ chức theo cụm.",
		},
		{key: "bdpoints", model: "points", by: "badinh", Taking: practice.Taking{Unit: baDinh, Since: "2024-08-06", Changed: "Đặt điểm phúc lợi tại chợ, cửa hàng gần các CĐCS nhỏ."}},
	}
}
