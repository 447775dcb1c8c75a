package homeweb

import (
	"context"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
	"donghanh/internal/target/targetweb"
)

// targetTasks are targets that are behind the time gone, and those that are
// missing or not shared out.
func (t todo) targetTasks(ctx context.Context) (out []task) {
	if !t.figures {
		return nil
	}
	for _, f := range t.outlook.Own {
		if f.Late() {
			out = append(out, t.lateTarget(ctx, t.unit.Code, f.Indicator.Name, f))
		}
	}
	for _, r := range t.outlook.Late[:min(listedLate, len(t.outlook.Late))] {
		f := r.Figures[0]
		x := t.lateTarget(ctx, r.Unit.Code, r.Unit.Name+": "+f.Indicator.Name, f)
		x.below = true
		out = append(out, x)
	}
	out = append(out, t.giving(ctx)...)
	for i := range out {
		out[i].kind, out[i].day = ofTargets, t.period.To
	}
	return out
}

// lateTarget is a target behind its pace: "đã qua 98% thời gian, mới đạt 60%".
func (t todo) lateTarget(ctx context.Context, unit, title string, f target.Figure) task {
	text := targetweb.Gap(ctx, f)
	switch {
	case f.Achievement == nil:
	case f.Indicator.Type == ledger.Flow:
		gone := strconv.Itoa(int(t.period.Gone(t.today())*100)) + "%"
		text = word(ctx, "task.pace", i18n.Args{"gone": gone, "percent": f.Achievement.Text, "gap": text})
	default:
		text = word(ctx, "task.reached", i18n.Args{"percent": f.Achievement.Text, "gap": text})
	}
	title = word(ctx, "task.of", i18n.Args{"title": title, "value": ledger.Text(f.Figure), "target": targetweb.TargetText(ctx, f.Target, f.Indicator)})
	return task{
		State: targetweb.State(f), Tag: targetweb.State(f).Word(ctx), Title: title, Text: i18n.Upper(text) + ".",
		Href: targetweb.FigureHref(f.Indicator.Code, unit, t.period, ledger.Then), Do: word(ctx, "task.open"), rank: behind,
	}
}

// rest is what units that ended have left of a target, to be handed down.
func (t todo) rest(ctx context.Context, r target.Rest) task {
	args := i18n.Args{"indicator": r.Indicator.Name, "rest": i18n.Number(r.Open) + " " + r.Indicator.Unit, "units": r.Units}
	return task{
		Icon: "flag", Tag: word(ctx, "task.rest.tag"), Title: word(ctx, "task.rest.title", args), Text: word(ctx, "task.rest.text", args),
		Href: target.RestHref(t.unit.Code, r.Indicator.Code, target.PeriodText(t.period)), Do: word(ctx, "task.rest.do"), rank: idle,
	}
}

// giving are targets that are missing: of the unit itself, or below it.
func (t todo) giving(ctx context.Context) (out []task) {
	if len(t.outlook.Own) == 0 && t.above() {
		out = append(out, task{
			Icon: "flag", Tag: word(ctx, "task.nogoal.tag"), Title: word(ctx, "task.nogoal.title", i18n.Args{"year": t.period.Text}),
			Text: word(ctx, "task.nogoal.text"), Href: "/targets", Do: word(ctx, "task.open"), rank: idle,
		})
	}
	if !t.mayGive {
		return out
	}
	for _, r := range t.outlook.Rests {
		if r.Open > 0 {
			out = append(out, t.rest(ctx, r))
		}
	}
	for _, f := range t.outlook.Undistributed() {
		if f.Indicator.Code == founded && !t.outlook.Above {
			continue // base unions found no unions
		}
		out = append(out, task{
			Icon: "tree", Tag: word(ctx, "task.share.tag"), Title: f.Indicator.Name + ": " + targetweb.TargetText(ctx, f.Target, f.Indicator),
			Text: word(ctx, "task.share.text", i18n.Args{"count": t.outlook.Below}), Do: word(ctx, "task.share.do"),
			Href: "/targets/distribute?unit=" + t.unit.Code + "&indicator=" + f.Indicator.Code + "&period=" + t.period.Text, rank: idle,
		})
	}
	return out
}
