package gameshowweb

import (
	"bytes"
	"context"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/i18n"
)

const resultsMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// resultsXLSX answers with the results as a book: persons, teams, questions and
// articles of law.
func (p *Pages) resultsXLSX(w http.ResponseWriter, r *http.Request) error {
	g, err := p.finished(r)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := document.WriteBook(&file, resultBook(r.Context(), g)...); err != nil {
		return err
	}
	return attachResult(w, resultsMedia, "ket-qua-"+g.ID[:8]+".xlsx", &file)
}

func resultBook(ctx context.Context, g gameshow.Results) []document.Tab {
	tabs := []document.Tab{personTab(ctx, g), questionTab(ctx, g)}
	if teams := g.Live.Teams(); len(teams) > 0 {
		tabs = slices.Insert(tabs, 1, teamTab(ctx, g, teams))
	}
	if articles := g.Live.Articles(); len(articles) > 0 {
		tabs = append(tabs, articleTab(ctx, g, articles))
	}
	return tabs
}

// sheet begins a sheet; a rehearsal says so on each.
func resultSheet(ctx context.Context, g gameshow.Results, name string, columns ...document.Column) document.Sheet {
	s := document.Sheet{Name: name, Title: say(ctx, "result.of", i18n.Args{"title": g.Show.Title}), Subtitle: resultLead(g), Columns: columns}
	if g.Rehearsal {
		s.Notes = []string{say(ctx, "result.rehearsal")}
	}
	return s
}

func resultColumn(title string, kind document.Kind, width float64) document.Column {
	return document.Column{Title: title, Kind: kind, Width: width}
}

func numberCell(n int) document.Cell { return document.Cell{Number: big.NewRat(int64(n), 1)} }

func shareCell(part, of int) document.Cell { return document.Cell{Number: gameshow.Percent(part, of)} }

func textCell(s string) document.Cell { return document.Cell{Text: s} }

func personTab(ctx context.Context, g gameshow.Results) document.Tab {
	var rows [][]document.Cell
	for _, r := range g.Live.Persons() {
		mean := document.Cell{}
		if r.Answered > 0 {
			mean.Number = gameshow.Seconds(r.Mean)
		}
		rows = append(rows, []document.Cell{numberCell(r.Place), textCell(r.Name), textCell(r.Team), numberCell(r.Points), numberCell(r.Right), numberCell(r.Asked), numberCell(r.Answered), mean})
	}
	return document.Tab{Sheet: resultSheet(ctx, g, say(ctx, "result.players"),
		resultColumn(say(ctx, "result.place"), document.Integer, 8), resultColumn(say(ctx, "result.name"), document.Text, 28), resultColumn(teamWord(ctx, g.Show.Teams), document.Text, 44),
		resultColumn(say(ctx, "result.points"), document.Integer, 10), resultColumn(say(ctx, "result.col.right"), document.Integer, 10), resultColumn(say(ctx, "result.col.asked"), document.Integer, 12),
		resultColumn(say(ctx, "result.col.answered"), document.Integer, 12), resultColumn(say(ctx, "result.col.mean"), document.Integer, 18),
	), Rows: slices.Values(rows)}
}

func teamTab(ctx context.Context, g gameshow.Results, teams []gameshow.TeamStanding) document.Tab {
	var rows [][]document.Cell
	for _, t := range teams {
		rows = append(rows, []document.Cell{numberCell(t.Place), textCell(t.Team), {Number: big.NewRat(int64(t.Mean), 100)}, numberCell(t.Players), numberCell(t.Points)})
	}
	return document.Tab{Sheet: resultSheet(ctx, g, teamWord(ctx, g.Show.Teams),
		resultColumn(say(ctx, "result.place"), document.Integer, 8), resultColumn(teamWord(ctx, g.Show.Teams), document.Text, 50), resultColumn(say(ctx, "result.mean"), document.Integer, 22),
		resultColumn(say(ctx, "result.players"), document.Integer, 14), resultColumn(say(ctx, "result.col.sum"), document.Integer, 14),
	), Rows: slices.Values(rows)}
}

func questionTab(ctx context.Context, g gameshow.Results) document.Tab {
	var rows [][]document.Cell
	for _, q := range g.Live.Results() {
		s := q.Spread
		rows = append(rows, []document.Cell{
			numberCell(q.No + 1), textCell(q.Round), textCell(q.Question.Ask), textCell(resultRightWords(q.Question)), numberCell(q.Could), numberCell(s.Answers), numberCell(s.Right),
			shareCell(s.Right, s.Answers), textCell(spreadWords(q)), textCell(q.Question.Law),
		})
	}
	return document.Tab{Sheet: resultSheet(ctx, g, say(ctx, "result.questions"),
		resultColumn(say(ctx, "result.col.no"), document.Integer, 6), resultColumn(say(ctx, "result.col.round"), document.Text, 20), resultColumn(say(ctx, "result.col.ask"), document.Text, 50),
		resultColumn(say(ctx, "result.rightis"), document.Text, 30), resultColumn(say(ctx, "result.col.could"), document.Integer, 12), resultColumn(say(ctx, "result.col.answers"), document.Integer, 12),
		resultColumn(say(ctx, "result.col.right"), document.Integer, 10), resultColumn(say(ctx, "result.col.share"), document.Percent, 10), resultColumn(say(ctx, "result.col.spread"), document.Text, 50),
		resultColumn(say(ctx, "result.col.law"), document.Text, 50),
	), Rows: slices.Values(rows)}
}

// resultRightWords is the right answer in words, whatever the kind of question.
func resultRightWords(q gameshow.Question) string {
	if said := resultRight(q); said != "" {
		return said
	}
	var right []string
	for _, o := range q.Options {
		if o.Right {
			right = append(right, o.Text)
		}
	}
	return strings.Join(right, "; ")
}

// spreadWords is how a question was answered, in a line.
func spreadWords(q gameshow.QuestionResult) string {
	var said []string
	for _, o := range resultOptions(q) {
		said = append(said, o.Text+": "+o.Count)
	}
	return strings.Join(said, "; ")
}

func articleTab(ctx context.Context, g gameshow.Results, articles []gameshow.ArticleResult) document.Tab {
	var rows [][]document.Cell
	for _, a := range articles {
		var asked []string
		for _, q := range resultArticleOf(ctx, a).Questions {
			asked = append(asked, q.Text)
		}
		rows = append(rows, []document.Cell{textCell(a.Article), textCell(strings.Join(asked, ", ")), numberCell(a.Right), numberCell(a.Asked), shareCell(a.Right, a.Asked)})
	}
	return document.Tab{Sheet: resultSheet(ctx, g, say(ctx, "result.articles"),
		resultColumn(say(ctx, "result.article"), document.Text, 60), resultColumn(say(ctx, "result.questions"), document.Text, 20), resultColumn(say(ctx, "result.col.right"), document.Integer, 10),
		resultColumn(say(ctx, "result.col.turns"), document.Integer, 14), resultColumn(say(ctx, "result.col.share"), document.Percent, 10),
	), Rows: slices.Values(rows)}
}
