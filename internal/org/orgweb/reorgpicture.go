package orgweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// mostEnds is how many units a drawing has on one side; more are a list only.
const mostEnds = 40

// pictureView is who goes where by a reorganisation: a drawing, and the same as
// a list.
type pictureView struct {
	org.ReorgCard
	Crumbs  []ui.Link
	Old     []oldView
	Drawing *drawingView // nil: too much for one
	Largest int64
}

// oldView is an old superior and where what it had goes.
type oldView struct {
	Unit    org.Unit
	Size    org.Size
	Ends    bool
	Streams []org.Stream
}

func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Org.OpenReorg(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	streams, err := p.Org.Streams(ctx, c.Reorg.ID)
	if err != nil {
		return err
	}
	for i, s := range streams {
		if s.From.Code == "" { // it had no superior yet on the last day
			streams[i].From.Name = i18n.T(ctx, "org.reorg.picture_new", i18n.Args{"day": c.Reorg.EffectiveOn})
		}
	}
	title := i18n.T(ctx, "org.reorg.picture")
	v := pictureView{ReorgCard: c, Crumbs: reorgCrumbs(ctx, c, title), Drawing: drawFlows(streams)}
	ends := map[string]bool{}
	for _, l := range c.Lines {
		ends[l.Unit] = ends[l.Unit] || l.Op == org.OpEnd
	}
	for _, s := range streams {
		if n := len(v.Old); n == 0 || v.Old[n-1].Unit.Code != s.From.Code {
			v.Old = append(v.Old, oldView{Unit: s.From, Ends: ends[s.From.Code]})
		}
		o := &v.Old[len(v.Old)-1]
		o.Size.Unions += s.Unions
		o.Size.Members += s.Members
		o.Streams = append(o.Streams, s)
		v.Largest = max(v.Largest, weight(s))
	}
	return p.render(w, r, http.StatusOK, title, picturePage(v))
}

// weight is how broad a stream is drawn: by members, or by unions where there
// are none yet.
func weight(s org.Stream) int64 { return max(s.Members, s.Unions, 1) }

func sizeText(ctx context.Context, s org.Size) string {
	if s.Unions == 0 {
		return i18n.T(ctx, "org.reorg.size_people", i18n.Args{"members": s.Members})
	}
	return i18n.T(ctx, "org.reorg.size", i18n.Args{"unions": s.Unions, "members": s.Members})
}

// drawingView is the drawing: old superiors on the left, new ones on the right,
// and bands between them as broad as they have members.
type drawingView struct {
	Height      float64
	Left, Right []endView
	Bands       []bandView
}

// endView is a unit on one side of the drawing.
type endView struct {
	Name      string
	Y, H, Mid float64
}

// bandView is a stream as a path.
//
// Shade tells the bands of neighbouring old superiors apart.
type bandView struct {
	Path, Title string
	Shade       int
}

// Measures of the drawing, in its own units.
const (
	flowWidth = 900.0
	flowSide  = 270.0 // left of which names stand, and right
	flowGap   = 26.0  // between two units
	flowTall  = 420.0 // all bands together
)

// drawFlows lays the streams out; nil where they are none or too many to be read.
func drawFlows(streams []org.Stream) *drawingView {
	left, right := ends(streams, func(s org.Stream) org.Unit { return s.From }), ends(streams, func(s org.Stream) org.Unit { return s.To })
	if len(streams) == 0 || len(left.order) > mostEnds || len(right.order) > mostEnds {
		return nil
	}
	v := &drawingView{}
	sides := max(len(left.order), len(right.order))
	v.Height = flowTall + float64(sides+1)*flowGap
	scale := flowTall / float64(left.total)
	left.lay(scale, v.Height)
	right.lay(scale, v.Height)
	for _, s := range streams {
		h := scale * float64(weight(s))
		y0, y1 := left.take(s.From.Code, h), right.take(s.To.Code, h)
		v.Bands = append(v.Bands, bandView{Path: band(y0, y1, h), Title: s.From.Name + " → " + s.To.Name, Shade: left.at[s.From.Code] % 3})
	}
	v.Left, v.Right = left.views(), right.views()
	return v
}

// side is one side of the drawing while it is laid out.
type side struct {
	order []org.Unit
	at    map[string]int // by code
	sum   []int64
	total int64
	y, h  []float64
	next  []float64 // where the next band of a unit begins
}

// ends are the units on one side, in the order of the streams.
func ends(streams []org.Stream, of func(org.Stream) org.Unit) *side {
	s := &side{at: map[string]int{}}
	for _, x := range streams {
		u := of(x)
		i, known := s.at[u.Code]
		if !known {
			i = len(s.order)
			s.at[u.Code], s.order, s.sum = i, append(s.order, u), append(s.sum, 0)
		}
		s.sum[i] += weight(x)
		s.total += weight(x)
	}
	return s
}

// lay puts the units below each other, in the middle of the height.
func (s *side) lay(scale, height float64) {
	used := flowTall + float64(len(s.order)-1)*flowGap
	y := (height - used) / 2
	for _, n := range s.sum {
		h := scale * float64(n)
		s.y, s.h, s.next = append(s.y, y), append(s.h, h), append(s.next, y)
		y += h + flowGap
	}
}

func (s *side) take(code string, h float64) float64 {
	i := s.at[code]
	y := s.next[i]
	s.next[i] += h
	return y
}

func (s *side) views() (out []endView) {
	for i, u := range s.order {
		out = append(out, endView{Name: u.Name, Y: s.y[i], H: max(s.h[i], 1), Mid: s.y[i] + s.h[i]/2})
	}
	return out
}

// band is the path between two ends of one height.
func band(y0, y1, h float64) string {
	x0, x1 := flowSide+8, flowWidth-flowSide-8
	mid := (x0 + x1) / 2
	return "M" + pt(x0, y0) + "C" + pt(mid, y0) + " " + pt(mid, y1) + " " + pt(x1, y1) +
		"L" + pt(x1, y1+h) + "C" + pt(mid, y1+h) + " " + pt(mid, y0+h) + " " + pt(x0, y0+h) + "Z"
}

func pt(x, y float64) string { return px(x) + " " + px(y) }

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// shortName fits beside the drawing; the list below has it whole.
func shortName(name string) string {
	const most = 34
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

func opacity(b bandView) string {
	if b.Shade == 2 {
		return "0.25"
	}
	return "0.5"
}
