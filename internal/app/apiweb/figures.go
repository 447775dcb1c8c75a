package apiweb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
)

// Figure is a figure as the contract says it; numbers are decimal text.
type Figure struct {
	Indicator   string            `json:"indicator"`
	Unit        string            `json:"unit"`
	Period      string            `json:"period"`
	Tree        string            `json:"tree" enum:"then,today"`
	By          map[string]string `json:"by" nullable:"true"`
	Numerator   *string           `json:"numerator"`
	Denominator *string           `json:"denominator"`
	Value       *string           `json:"value"`
	Text        string            `json:"text"`
	Reason      *string           `json:"reason"`
	Successors  []string          `json:"successors" doc:"Khi không có giá trị vì đơn vị không ở trong cây được hỏi hoặc không hoạt động ngày nào trong kỳ: mã đơn vị tiếp nhận"`
	Target      *Target           `json:"target"`
	Achievement *Achievement      `json:"achievement"`
}

// Target is what the figure was to be.
type Target struct {
	Value      string `json:"value"`
	Comparison string `json:"comparison"`
	Met        bool   `json:"met"`
}

// Achievement is how much of the target is reached, in per cent.
type Achievement struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

type figuresIn struct {
	Unit      string `query:"unit" required:"true" doc:"Mã đơn vị"`
	Period    string `query:"period" required:"true" doc:"2023 · 2023-H1 · 2023-9M · 2023-Q2 · 2023-05 · 2023-01/2023-09 · 2016/2020 · 2023-05-01/2024-04-30"`
	Indicator string `query:"indicator" required:"true" doc:"Mã chỉ tiêu, cách nhau bằng dấu phẩy"`
	Tree      string `query:"tree" doc:"then: cây lúc đó (mặc định); today: cây hiện nay"`
	By        string `query:"by" doc:"Tách theo: sex, sector, kind…"`
}

type figuresOut struct {
	Body struct {
		Figures []Figure `json:"figures"`
	}
}

func (a *API) figures(ctx context.Context, in *figuresIn) (*figuresOut, error) {
	var out figuresOut
	out.Body.Figures = []Figure{}
	return &out, a.DB.Read(ctx, func(tx *db.Tx) error {
		q, code, err := a.query(ctx, tx, in.Unit, in.Period, in.Tree, strings.Split(in.Indicator, ","))
		if err != nil {
			return err
		}
		q.By = in.By
		figures, err := a.Target.Figures(ctx, tx, q)
		if err != nil {
			return err
		}
		heirs, err := a.heirs(ctx, tx, figures)
		for _, f := range figures {
			said := say(ctx, f, code)
			if gone(f) {
				said.Successors = heirs
			}
			out.Body.Figures = append(out.Body.Figures, said)
		}
		return err
	})
}

// gone tells that there is no figure because there is no unit.
func gone(f target.Figure) bool { return f.Reason == ledger.NotAlive || f.Reason == ledger.NotInTree }

// heirs are who goes on with the unit that is asked, where it has no figure.
func (a *API) heirs(ctx context.Context, tx *db.Tx, figures []target.Figure) ([]string, error) {
	if len(figures) == 0 || !slices.ContainsFunc(figures, gone) {
		return nil, nil
	}
	units, err := a.Org.Successors(ctx, tx, figures[0].Unit, tx.Today())
	return org.CodesOf(units), err
}

// query reads the words of a question. An unknown unit is not found; unknown
// indicators, periods and trees are invalid.
func (a *API) query(ctx context.Context, tx *db.Tx, unit, period, tree string, codes []string) (q ledger.Query, code string, err error) {
	u, err := a.Org.Find(ctx, tx, unit)
	if err != nil {
		return q, "", err
	}
	var faults errs.List
	q.Units = []string{u.ID}
	if q.Period, err = ledger.ParsePeriod(period); err != nil {
		faults.Add(errs.Of(err))
	}
	if q.Tree, err = ledger.ParseTree(tree); err != nil {
		faults.Add(errs.Of(err))
	}
	for _, c := range codes {
		ind, err := a.Org.Ledger.Catalogue.Indicator(strings.TrimSpace(c))
		if err != nil {
			faults.Add(errs.Of(err))
			continue
		}
		q.Indicators = append(q.Indicators, ind)
	}
	return q, u.Code, faults.Err()
}

func say(ctx context.Context, f target.Figure, code string) Figure {
	out := Figure{
		Indicator: f.Indicator.Code, Unit: code, Period: f.Period.Text, Tree: string(f.Tree), Successors: []string{},
		Text: ledger.Text(f.Figure),
	}
	if f.Part != "" || f.Dim != "" {
		out.By = map[string]string{f.Dim: f.Part}
	}
	if f.Reason != "" {
		why := i18n.T(ctx, "ledger.reason."+string(f.Reason))
		out.Reason = &why
	}
	if f.Reason == "" || f.Reason == ledger.NoDenominator {
		n := strconv.FormatInt(f.Numerator, 10)
		out.Numerator = &n
	}
	if f.Denominator != nil {
		d := strconv.FormatInt(*f.Denominator, 10)
		out.Denominator = &d
	}
	if f.Value != nil {
		v := f.Value.FloatString(6) // percent points
		if f.Indicator.Type != ledger.Ratio {
			v = f.Value.Num().String()
		}
		out.Value = &v
	}
	sayTarget(&out, f)
	return out
}

func sayTarget(out *Figure, f target.Figure) {
	if f.Target == nil {
		return
	}
	out.Target = &Target{Value: f.Target.Amount, Comparison: string(f.Target.Comparison), Met: f.Value != nil && f.Target.Met(f.Value)}
	if f.Achievement != nil {
		out.Achievement = &Achievement{f.Achievement.Value.FloatString(6), f.Achievement.Text}
	}
}

type sourcesIn struct {
	Unit      string `query:"unit" required:"true"`
	Period    string `query:"period" required:"true"`
	Indicator string `query:"indicator" required:"true"`
	Tree      string `query:"tree"`
	By        string `query:"by" doc:"Tách theo: sex, sector, kind…; cùng value: chỉ bản ghi của một phần"`
	Value     string `query:"value" doc:"Phần được hỏi của by, như female"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" doc:"100 nếu không nói, nhiều nhất 1.000"`
}

// Source is one record behind a figure.
type Source struct {
	ID       string `json:"id"`
	Part     string `json:"part" enum:"numerator,denominator"`
	Unit     string `json:"unit"`
	Day      string `json:"day"`
	Quantity string `json:"quantity"`
	Title    string `json:"title"`
	URL      string `json:"url"`
}

type sourcesOut struct {
	Body struct {
		Sources []Source `json:"sources"`
		Total   int64    `json:"total"`
		Next    *string  `json:"next"`
	}
}

func (a *API) sources(ctx context.Context, in *sourcesIn) (*sourcesOut, error) {
	var out sourcesOut
	out.Body.Sources = []Source{}
	limit, err := pageSize(in.Limit)
	if err != nil {
		return nil, err
	}
	return &out, a.DB.Read(ctx, func(tx *db.Tx) error {
		q, _, err := a.query(ctx, tx, in.Unit, in.Period, in.Tree, []string{in.Indicator})
		if err != nil {
			return err
		}
		q.By, q.Part = in.By, in.Value
		page, err := a.Org.Ledger.Sources(ctx, tx, q, in.Cursor, limit)
		if err != nil {
			return err
		}
		out.Body.Total = page.Total
		out.Body.Next = orNull(page.Next)
		out.Body.Sources, err = a.sayOf(ctx, tx, page.Sources)
		return err
	})
}

func pageSize(n int) (int, error) {
	switch {
	case n == 0:
		return 100, nil
	case n < 0 || n > ledger.MaxPage:
		return 0, errs.At("limit", "error.number.range", errs.Args{"min": 1, "max": ledger.MaxPage})
	}
	return n, nil
}

func (a *API) sayOf(ctx context.Context, tx *db.Tx, list []ledger.Source) ([]Source, error) {
	named, err := a.Names.Name(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, s := range list {
		ids[s.Unit] = true
	}
	codes, err := a.Org.Codes(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := []Source{}
	for _, s := range list {
		out = append(out, Source{
			ID: s.ID, Part: s.Part, Unit: codes[s.Unit], Day: string(s.Day), Quantity: strconv.FormatInt(s.Quantity, 10),
			Title: named[s.ID].Title, URL: named[s.ID].URL,
		})
	}
	return out, nil
}
