package ui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// BarsView is a small chart of a series, usually the twelve months of a year.
type BarsView struct {
	Label    string // what is drawn, for ears: "Đoàn viên kết nạp mới theo tháng, năm 2023"
	Unit     string // of the values: "đoàn viên"
	Bars     []Bar
	Line     *int64 // the value each bar needs to reach the goal in time
	LineText string // "Mức cần để về đích: 125 người/tháng"
	Wide     bool   // has the page's whole width (from 768 px up; below, the narrow drawing)
}

// Bar is one value of the series.
type Bar struct {
	Label string // "Tháng 5"
	Short string // under the bar: "5"
	Value int64
	Text  string // the value as people write it; "" writes Value
	Href  string // to the records behind it
}

// plot is a chart laid out: every number is already where it is drawn.
type plot struct {
	W, H          float64
	Left, Right   float64 // ends of the horizontal lines
	Ticks         []tick
	Cols          []col
	Line          *float64
	Size          string // of the values' letters
	TopY, BottomY float64
}

type tick struct {
	Y    float64
	Text string
	Zero bool
}

type col struct {
	X, Mid, W float64 // slot: left edge, middle, width
	Path      string  // "" where there is nothing to draw
	Class     string
	Text      string // beside the bar's end; "" where it would not fit
	TextY     float64
	Bar       Bar
	Aria      string
}

const (
	topRoom    = 20.0 // above the highest bar, for its value
	bottomRoom = 26.0 // for the short names
	pinRoom    = 9.0
)

// layout places everything on a drawing of w by h; the same input always gives the same drawing.
func (b BarsView) layout(ctx context.Context, w, h, letter float64) plot {
	lo, hi, step := scale(b.span())
	p := plot{W: w, H: h, Right: w - pinRoom, TopY: topRoom, BottomY: h - bottomRoom, Size: px(letter)}
	y := func(v int64) float64 {
		return p.TopY + float64(hi-v)/float64(hi-lo)*(p.BottomY-p.TopY)
	}
	for v := lo; v <= hi; v += step {
		text := short(ctx, v, hi)
		p.Left = max(p.Left, textWidth(text, 12)+8)
		p.Ticks = append(p.Ticks, tick{Y: y(v), Text: text, Zero: v == 0})
	}
	if b.Line != nil {
		at := y(*b.Line)
		p.Line = &at
	}
	p.Cols = b.cols(ctx, p, letter, y)
	return p
}

// span is the lowest and the highest value that must be on the drawing; zero always is.
func (b BarsView) span() (lo, hi int64) {
	for _, bar := range b.Bars {
		lo, hi = min(lo, bar.Value), max(hi, bar.Value)
	}
	if b.Line != nil {
		lo, hi = min(lo, *b.Line), max(hi, *b.Line)
	}
	return lo, hi
}

// scale rounds a span outward to at most about five even steps of 1, 2 or 5 times a power of ten.
func scale(lo, hi int64) (from, to, step int64) {
	raw := max((hi-lo+3)/4, 1)
	for step = 1; step*10 <= raw; step *= 10 {
	}
	for _, m := range []int64{1, 2, 5, 10} {
		if step*m >= raw {
			step *= m
			break
		}
	}
	from, to = -(-lo+step-1)/step*step, (hi+step-1)/step*step
	if from == to {
		to = step
	}
	return from, to, step
}

func (b BarsView) cols(ctx context.Context, p plot, letter float64, y func(int64) float64) []col {
	cols := make([]col, 0, len(b.Bars))
	slot := (p.Right - p.Left) / float64(max(len(b.Bars), 1))
	_, best := b.span()
	for i, bar := range b.Bars {
		bar.Text = first(bar.Text, count(ctx, bar.Value))
		c := col{X: p.Left + slot*float64(i), W: slot, Bar: bar, Text: bar.Text, Class: b.class(bar.Value, best)}
		c.Mid = c.X + slot/2
		c.Aria = strings.TrimSpace(bar.Label + ": " + bar.Text + " " + b.Unit)
		end := y(bar.Value)
		c.Path, c.TextY = column(c.Mid, slot*0.62, y(0), end), end-6
		if bar.Value < 0 {
			c.TextY = end + letter + 1
		}
		cols = append(cols, c)
	}
	if len(cols) > 0 {
		thin(cols, letter)
	}
	return cols
}

// class tells a bar below the needed line from one that reaches it, and the highest from both.
func (b BarsView) class(v, best int64) string {
	switch {
	case v > 0 && v == best:
		return "b-max"
	case b.Line != nil && v < *b.Line:
		return "b-lo"
	}
	return "b-hi"
}

// column is a bar from the zero line to its end, round at the end; nothing for a value of zero.
func column(mid, w, zero, end float64) string {
	if math.Abs(zero-end) < 0.01 {
		return ""
	}
	r, x := min(4, math.Abs(zero-end), w/2), mid-w/2
	d := r // towards zero from the end
	if end > zero {
		d = -r
	}
	return fmt.Sprintf("M%s %sV%sq0 %s %s %sh%sq%s 0 %s %sV%sz", px(x), px(zero), px(end+d), px(-d), px(r), px(-d),
		px(w-2*r), px(r), px(r), px(d), px(zero))
}

// thin takes away the values that would run into one another: the highest and the last are kept first, then
// the others from the left.
func thin(cols []col, letter float64) {
	best := 0
	for i, c := range cols {
		if c.Bar.Value > cols[best].Bar.Value {
			best = i
		}
	}
	var kept []int
	keep := func(i int) bool {
		for _, k := range kept {
			room := (textWidth(cols[i].Text, letter) + textWidth(cols[k].Text, letter)) / 2
			if i != k && math.Abs(cols[i].Mid-cols[k].Mid) < room+1 {
				return false
			}
		}
		kept = append(kept, i)
		return true
	}
	for _, i := range append([]int{best, len(cols) - 1}, numbers(len(cols))...) {
		if !slices.Contains(kept, i) && !keep(i) {
			cols[i].Text = ""
		}
	}
}

// textWidth is about how wide a number is, in the same unit as its letters' height.
func textWidth(s string, letter float64) float64 {
	w := 0.0
	for _, r := range s {
		if r == '.' || r == ',' || r == ' ' {
			w += 0.3
		} else {
			w += 0.6
		}
	}
	return w * letter
}

// short writes a tick of an axis that ends at hi: "1.500", "2,5 triệu", "20 tỷ".
func short(ctx context.Context, v, hi int64) string {
	for _, u := range []struct {
		from, size int64
		key        string
	}{{1e9, 1e9, "ui.billion"}, {1e6, 1e6, "ui.million"}, {1e5, 1e3, "ui.thousand"}} {
		if hi < u.from || v == 0 {
			continue
		}
		whole, rest := max(v, -v)/u.size, max(v, -v)%u.size
		text := count(ctx, whole)
		if rest != 0 {
			text += word(ctx, "ui.decimal") + strings.TrimRight(fmt.Sprintf("%09d", rest*(1e9/u.size)), "0")
		}
		if v < 0 {
			text = "−" + text
		}
		return text + " " + word(ctx, u.key)
	}
	return count(ctx, v)
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
