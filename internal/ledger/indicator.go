package ledger

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
)

// IndicatorType says how facts become a figure (design.md §3).
type IndicatorType string

const (
	Flow     IndicatorType = "flow"     // what happened in the period
	Stock    IndicatorType = "stock"    // what there was on its last day
	Ratio    IndicatorType = "ratio"    // percentage of two stocks, two flows or of units
	Distinct IndicatorType = "distinct" // how many different units had something
	Units    IndicatorType = "units"    // basis of a ratio: so many of so many units
)

// Pick says that a figure is one of its facts instead of their sum.
type Pick string

const (
	Least    Pick = "least"
	Greatest Pick = "greatest"
)

// Indicator is a figure with a name.
type Indicator struct {
	Code   string
	Name   string
	Short  string // for narrow heads
	Unit   string
	Type   IndicatorType
	Basis  IndicatorType // of a ratio: what its two parts are; of distinct units: whether they had it in the period (flow) or on its last day (stock)
	Span   IndicatorType // of a ratio of units: the same for what is above, flow unless said
	Part   bool          // of a ratio: whoever counts above counts below as well, fact by fact
	Pick   Pick          // of a flow or stock: the least or greatest fact of one measure
	Better string        // "more" or "less"
	Of     string        // numerator: a sum of measures, "a + b{kind=base} - c"; of units: sums that must all be more than 0, "a & b + c"
	Per    string        // denominator, of a ratio; of units: those in which this stock is more than 0
	Group  string        // heading in lists of indicators
	By     map[string]map[string]string
	// PerBy are denominators of parts, of a ratio of units: the share of those of
	// a bloc is one of the units of that bloc. Without one a part is a share of all.
	PerBy map[string]map[string]string `toml:"per_by"`
	// Order of the values of By is the catalogue's.
	ByOrder map[string][]string `toml:"-"`

	whole       part
	denominator terms
	parts       map[string]map[string]part
}

// part is what counts above: a sum of facts or, where units are counted, sums
// that must all be more than 0 in a unit. The whole indicator has no name.
type part struct {
	name string
	all  []terms
	per  terms // denominator of its own; nil: the indicator's
}

// below is the denominator of a part.
func (i *Indicator) below(p part) terms {
	if p.per != nil {
		return p.per
	}
	return i.denominator
}

// sum is the numerator where facts are summed.
func (p part) sum() terms { return p.all[0] }

// has tells whether facts of a series count in the part.
func (p part) has(series int64) bool {
	return slices.ContainsFunc(p.all, func(t terms) bool { _, in := t[series]; return in })
}

// Dimensions an indicator can be asked by, sorted.
func (i *Indicator) Dimensions() []string { return slices.Sorted(maps.Keys(i.parts)) }

// Stocky tells whether the indicator is read on a day rather than over days.
func (i *Indicator) Stocky() bool { return i.spanType() == Stock }

// CountsUnits tells whether the indicator counts units, each once, in the tree
// of the last day.
func (i *Indicator) CountsUnits() bool {
	return i.Type == Distinct || (i.Type == Ratio && i.Basis == Units)
}

// Percent tells whether values are percentages: ratios, and per cents that were
// recorded as such.
func (i *Indicator) Percent() bool { return i.Type == Ratio || i.Unit == "%" }

// Adds tells whether figures of units that have nothing in common add up to
// that of all of them.
func (i *Indicator) Adds() bool { return i.Type != Ratio && i.Pick == "" }

// Grows tells whether the figure begins at 0 with its period and becomes more
// as it goes on.
func (i *Indicator) Grows() bool {
	return i.Pick == "" && (i.Type == Flow || (i.Type == Distinct && i.Basis == Flow))
}

// spanType tells which days of facts count above.
func (i *Indicator) spanType() IndicatorType {
	t := i.Type
	switch {
	case t == Distinct, t == Ratio && i.Basis != Units:
		t = i.Basis
	case t == Ratio:
		t = i.Span
	}
	if t == Stock {
		return Stock
	}
	return Flow
}

// asked lists the parts by a dimension, or the whole.
func (i *Indicator) asked(by string) ([]part, error) {
	if by == "" {
		return []part{i.whole}, nil
	}
	values := i.parts[by]
	if values == nil {
		return nil, errs.At("by", "ledger.by.unknown", errs.Args{"by": by, "code": i.Code})
	}
	var out []part
	for _, v := range i.ByOrder[by] {
		out = append(out, values[v])
	}
	return out, nil
}

// one is a part by its name; without a dimension it is the whole.
func (i *Indicator) one(by, value string) (part, error) {
	if _, err := i.asked(by); by == "" || err != nil {
		return i.whole, err
	}
	p, known := i.parts[by][value]
	if !known {
		return p, errs.At("value", "ledger.value.unknown", errs.Args{"value": value, "by": by, "code": i.Code})
	}
	return p, nil
}

func (c *Catalogue) linkIndicator(ind *Indicator) (err error) {
	if err := ind.check(); err != nil {
		return err
	}
	if ind.whole.all, err = c.parse(ind.Of); err != nil {
		return err
	}
	if ind.Per != "" {
		per, err := c.parse(ind.Per)
		if err != nil {
			return err
		}
		ind.denominator = per[0]
	}
	if err := c.linkParts(ind); err != nil {
		return err
	}
	if err := c.checkPart(ind, ind.whole); err != nil {
		return err
	}
	for dim, values := range ind.parts {
		for value, p := range values {
			if err := c.checkPart(ind, p); err != nil {
				return fmt.Errorf("by.%s.%s: %w", dim, value, err)
			}
		}
	}
	return nil
}

// check refuses what does not go together.
func (i *Indicator) check() error {
	basis := []IndicatorType{""}
	switch i.Type {
	case Ratio:
		basis = []IndicatorType{Flow, Stock, Units}
	case Distinct:
		basis = []IndicatorType{Flow, Stock}
	case Flow, Stock:
	default:
		return fmt.Errorf("%q is no type: flow, stock, ratio, distinct", i.Type)
	}
	units := i.CountsUnits()
	switch {
	case (i.Type == Ratio) != (i.Per != ""):
		return errors.New("a ratio has per, nothing else has")
	case !slices.Contains(basis, i.Basis):
		return fmt.Errorf("basis of a %s is not %q", i.Type, i.Basis)
	case i.Span != "" && (i.Basis != Units || (i.Span != Flow && i.Span != Stock)):
		return errors.New("span is flow or stock, of a ratio of units only")
	case i.Part && (i.Type != Ratio || units):
		return errors.New("part is of a ratio of facts only")
	case i.Pick != "" && ((i.Type != Flow && i.Type != Stock) || (i.Pick != Least && i.Pick != Greatest)):
		return errors.New("pick is least or greatest, of a flow or a stock only")
	case i.Pick != "" && strings.ContainsAny(i.Of, "+-&"):
		return errors.New("pick takes one measure")
	case strings.Contains(i.Per, "&"):
		return errors.New("per takes no &")
	case len(i.PerBy) > 0 && i.Basis != Units:
		return errors.New("per_by is of a ratio of units only")
	}
	return nil
}

// checkPart refuses what cannot be counted as the indicator says.
func (c *Catalogue) checkPart(ind *Indicator, p part) error {
	if len(p.all) > 1 && !ind.CountsUnits() {
		return errors.New("& is for counting units only")
	}
	for series := range ind.below(p) {
		if p.has(series) { // a source could not say which part it belongs to
			return errors.New("of and per share facts")
		}
	}
	if ind.Pick == "" {
		return nil
	}
	for series, factor := range p.sum() {
		if factor != 1 || c.levelled[series] {
			return errors.New("pick takes one measure as it is, not one of typed levels")
		}
	}
	return nil
}

// linkParts reads what an indicator can be asked by. The value "*" splits an
// expression by its measures' own dimension.
func (c *Catalogue) linkParts(ind *Indicator) error {
	ind.parts, ind.ByOrder = map[string]map[string]part{}, map[string][]string{}
	for dim, exprs := range ind.By {
		ind.parts[dim] = map[string]part{}
		for value, e := range exprs {
			if err := c.linkPart(ind, dim, value, e); err != nil {
				return fmt.Errorf("by.%s: %w", dim, err)
			}
		}
		slices.Sort(ind.ByOrder[dim])
	}
	return c.linkPer(ind)
}

// linkPer reads the denominators of parts; each is of a part there is.
func (c *Catalogue) linkPer(ind *Indicator) error {
	for dim, exprs := range ind.PerBy {
		for value, e := range exprs {
			values, of, err := []string{value}, map[string][]terms{}, error(nil)
			if value == "*" {
				values, of, err = c.expand(e, dim)
			} else {
				of[value], err = c.parse(e)
			}
			if err != nil {
				return fmt.Errorf("per_by.%s: %w", dim, err)
			}
			for _, v := range values {
				p, known := ind.parts[dim][v]
				if !known || len(of[v]) != 1 {
					return fmt.Errorf("per_by.%s: %q is no part, or has an &", dim, v)
				}
				p.per = of[v][0]
				ind.parts[dim][v] = p
			}
		}
	}
	return nil
}

func (c *Catalogue) linkPart(ind *Indicator, dim, value, expr string) (err error) {
	values, of := []string{value}, map[string][]terms{}
	if value == "*" {
		values, of, err = c.expand(expr, dim)
	} else {
		of[value], err = c.parse(expr)
	}
	for _, v := range values {
		ind.parts[dim][v] = part{name: v, all: of[v]}
		ind.ByOrder[dim] = append(ind.ByOrder[dim], v)
	}
	return err
}
