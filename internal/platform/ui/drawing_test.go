package ui

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestGoalDrawing(t *testing.T) {
	for name, g := range map[string]GoalView{
		"goal-met.html":   {Percent: 115, State: OK, Label: "115% kế hoạch"},
		"goal-thin.html":  {Percent: 79.94, State: Low, Label: "79,9% kế hoạch", Thin: true},
		"goal-share.html": {Percent: 39.96, State: Low, Label: "39,96%", Share: true},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, render(t, Goal(g))) })
	}
}

func TestGoalWidth(t *testing.T) {
	for name, c := range map[string]struct {
		g    GoalView
		want string
	}{
		"the goal is at 80 %":          {GoalView{Percent: 100}, "80%"},
		"far past stops at the end":    {GoalView{Percent: 900}, "100%"},
		"below nothing is nothing":     {GoalView{Percent: -5}, "0%"},
		"not a number is nothing":      {GoalView{Percent: math.NaN()}, "0%"},
		"without end stops at the end": {GoalView{Percent: math.Inf(1)}, "100%"},
		"a share fills its track":      {GoalView{Percent: 50, Share: true}, "50%"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.g.width(); got != c.want {
				t.Errorf("width %s, want %s", got, c.want)
			}
		})
	}
}

func TestBarsDrawing(t *testing.T) {
	noLine := sampleBars(false, 0, 0, 0)
	noLine.Line = nil
	for name, b := range map[string]BarsView{
		"bars-year.html":     sampleBars(true, 62, 85, 118, 104, 176, 143, 97, 131, 168, 154, 149, 129),
		"bars-negative.html": sampleBars(false, 12, 0, -34, 150, 0, 88, 97, -120, 40, 54, 149, 129),
		"bars-zero.html":     noLine,
		"bars-none.html":     {Label: "Chưa có số"},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, render(t, Bars(b))) })
	}
}

func TestScale(t *testing.T) {
	for name, c := range map[string]struct{ lo, hi, from, to, step int64 }{
		"nothing":       {0, 0, 0, 1, 1},
		"one":           {0, 1, 0, 1, 1},
		"twenty":        {0, 20, 0, 20, 5},
		"a year":        {0, 176, 0, 200, 50},
		"below zero":    {-120, 150, -200, 200, 100},
		"only below":    {-7, 0, -8, 0, 2},
		"a great sum":   {0, 1e15, 0, 1e15, 5e14},
		"just past one": {0, 1001, 0, 1500, 500},
	} {
		t.Run(name, func(t *testing.T) {
			from, to, step := scale(c.lo, c.hi)
			if diff := cmp.Diff([]int64{c.from, c.to, c.step}, []int64{from, to, step}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever the numbers, the drawing has few lines and nothing stands outside it.
func TestBarsStayInTheDrawing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-1e15, 1e15), 0, 12).Draw(r, "values")
		p := sampleBars(false, values...).layout(t.Context(), 320, 210, 11)
		if n := len(p.Ticks); n < 2 || n > 7 {
			r.Fatalf("%d lines", n)
		}
		for _, c := range p.Cols {
			if c.X < 0 || c.X+c.W > p.W+0.01 || c.TextY < 0 || c.TextY > p.H || strings.Contains(c.Path, "NaN") {
				r.Fatalf("outside: %+v", c)
			}
		}
	})
}

func TestAxisNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		v, hi int64
		want  string
	}{
		"zero":                  {0, 2e9, "0"},
		"people":                {1500, 2000, "1.500"},
		"thousands":             {150_000, 200_000, "150 nghìn"},
		"millions, half":        {2_500_000, 10_000_000, "2,5 triệu"},
		"billions":              {20e9, 20e9, "20 tỷ"},
		"half a billion below":  {-500_000_000, 1e9, "−0,5 tỷ"},
		"a large sum of đồng":   {1e15, 1e15, "1.000.000 tỷ"},
		"small beside millions": {500_000, 2_000_000, "0,5 triệu"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := short(t.Context(), c.v, c.hi); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
