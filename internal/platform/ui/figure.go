package ui

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// GoalView is how far something stands on the way to its goal.
type GoalView struct {
	Percent float64 // of the goal, exact; drawn from 0 to 125 (a Share: from 0 to 100)
	State   State
	Label   string // what it says, for ears: "115% kế hoạch"
	Thin    bool   // for table rows
	Share   bool   // a share of a whole, without a goal: no pin, grey
}

// FigureTile is one figure: large value, what it stands against, and the way to its sources.
type FigureTile struct {
	Label, Value string
	Of           string // "/ 20 đơn vị"
	Href         string // to the records behind it; "" where nobody counted it
	Goal         *GoalView
	Note         string // under the bar; "" repeats the goal's label with its sign
}

// width is the part of the track that is filled.
func (g GoalView) width() string {
	top := 125.0
	if g.Share {
		top = 100
	}
	p := min(max(g.Percent, 0), top)
	if math.IsNaN(p) {
		p = 0
	}
	return px(p/top*100) + "%"
}

func (g GoalView) state() State {
	if g.Share {
		return None
	}
	return g.State
}

// goalSize are the drawing's measures in pixels: track top and height, line top and height, pin centre and radius.
type goalSize struct{ y, h, ly, lh, cy, r string }

func (g GoalView) size() goalSize {
	if g.Thin {
		return goalSize{y: "5", h: "6", ly: "3", lh: "10", cy: "2.5", r: "3"}
	}
	return goalSize{y: "8", h: "8", ly: "5", lh: "14", cy: "4", r: "4.25"}
}

// long says that the value needs smaller letters to stay on one line of a phone.
func (f FigureTile) long() bool { return utf8.RuneCountInString(f.Value) > 11 }

// aria is what a reader of the tile's link hears.
func (f FigureTile) aria() string {
	s := f.Label + ": " + f.Value
	if f.Of != "" {
		s += " " + f.Of
	}
	return s
}

// px writes a length with at most two decimals, none where they are zero.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
