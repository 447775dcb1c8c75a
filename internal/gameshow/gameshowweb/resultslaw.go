package gameshowweb

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// resultBar is a part of a whole as a bar.
func resultBar(part, of int) ui.GoalView {
	share, _ := gameshow.Percent(part, of).Float64()
	return ui.GoalView{Percent: share, Share: true, Thin: true, Label: percentText(part, of)}
}

func resultArticleOf(ctx context.Context, a gameshow.ArticleResult) resultArticle {
	out := resultArticle{Name: a.Article, Count: partText(a.Right, a.Asked), Share: resultBar(a.Right, a.Asked), Percent: percentText(a.Right, a.Asked)}
	for _, q := range a.Questions {
		out.Questions = append(out.Questions, ui.Link{Text: say(ctx, "result.question", i18n.Args{"no": q + 1}), Href: "#" + questionID(q)})
	}
	return out
}

func partText(part, of int) string { return i18n.Number(int64(part)) + "/" + i18n.Number(int64(of)) }

func questionID(no int) string { return "q-" + strconv.Itoa(no+1) }

func resultQuestionOf(ctx context.Context, q gameshow.QuestionResult) resultQuestion {
	s := q.Spread
	out := resultQuestion{
		ID: questionID(q.No), Head: say(ctx, "result.question", i18n.Args{"no": q.No + 1}) + " · " + q.Round, Ask: q.Question.Ask,
		Percent: percentText(s.Right, s.Answers), Share: resultBar(s.Right, s.Answers), Why: q.Question.Why, Law: q.Question.Law,
		Count: say(ctx, "result.answered", i18n.Args{"right": s.Right, "answers": s.Answers, "could": q.Could}),
	}
	if q.Partly > 0 {
		out.Count += say(ctx, "result.partly", i18n.Args{"partly": q.Partly})
	}
	if s.Late > 0 {
		out.Count += say(ctx, "result.late", i18n.Args{"late": s.Late})
	}
	out.Options, out.Right = resultOptions(q), resultRight(q.Question)
	return out
}

// resultOptions are the answers that were offered, or else those most often typed.
func resultOptions(q gameshow.QuestionResult) (out []resultOption) {
	row := func(text string, n int, right bool) {
		out = append(out, resultOption{text, i18n.Number(int64(n)), right, resultBar(n, q.Spread.Answers)})
	}
	for i, o := range q.Question.Options {
		if q.Question.Kind != gameshow.Order {
			row(o.Text, q.Spread.Picks[i], o.Right)
		}
	}
	for _, said := range q.Said {
		row(said.Text, said.Count, said.Right)
	}
	return out
}

// resultRight is the right answer where it does not stand among those offered.
func resultRight(q gameshow.Question) string {
	switch q.Kind {
	case gameshow.Order:
		var in []string
		for _, o := range q.Options {
			in = append(in, o.Text)
		}
		return strings.Join(in, " → ")
	case gameshow.Number:
		return q.Exact
	case gameshow.Text:
		return strings.Join(q.Titles, " / ")
	}
	return ""
}

// fillNear are the answers a host may still take for right.
func fillNear(ctx context.Context, g gameshow.Results, v *resultsView) {
	if !g.MayHost {
		return
	}
	for _, q := range g.Live.Results() {
		for _, n := range g.Live.NearOnes(q.No) {
			v.Near = append(v.Near, resultNear{
				Question: strconv.Itoa(q.No), Text: n.Text, Said: say(ctx, "result.near.said", i18n.Args{"no": q.No + 1, "title": q.Question.Titles[0], "count": n.Count}),
				Label: say(ctx, "result.near.label", i18n.Args{"text": n.Text, "no": q.No + 1}),
			})
		}
	}
	v.NearNote, v.Accept = say(ctx, "result.near.note"), resultsAt(g.ID)+"/accept"
	if g.Posted != "" {
		v.NearNote = say(ctx, "result.near.posted")
	}
}
