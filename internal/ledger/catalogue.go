package ledger

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"

	"github.com/BurntSushi/toml"
)

// Catalogue is the measures and indicators the program knows, read from
// catalogue/*.toml: rules are data (design.md §1.8).
type Catalogue struct {
	Measures   []Measure
	Indicators []Indicator
	byMeasure  map[string]*Measure
	byCode     map[string]*Indicator
	levelled   map[int64]bool
}

// Measure is something that can be counted by facts.
type Measure struct {
	Code     string
	Name     string
	Unit     string      // người, đồng, đơn vị
	Levelled bool        // a stock whose level may be typed
	Dims     []Dimension // rolled dimensions; each fact has a value for each
}

// Dimension is one closed list of values a measure is split by.
type Dimension struct {
	Name   string
	Values []string
}

// IndicatorType says how facts become a figure (design.md §3).
type IndicatorType string

const (
	Flow  IndicatorType = "flow"  // what happened in the period
	Stock IndicatorType = "stock" // what there was on its last day
	Ratio IndicatorType = "ratio" // percentage of two stocks or two flows
)

// Indicator is a figure with a name.
type Indicator struct {
	Code   string
	Name   string
	Short  string // for narrow heads
	Unit   string
	Type   IndicatorType
	Basis  IndicatorType // of a ratio: whether its two parts are flows or stocks
	Part   bool          // of a ratio: whoever counts above counts below as well, fact by fact
	Better string        // "more" or "less"
	Of     string        // numerator: a sum of measures, "a + b{kind=base} - c"
	Per    string        // denominator, of a ratio
	Group  string        // heading in lists of indicators
	By     map[string]map[string]string
	// Order of the values of By is the catalogue's.
	ByOrder map[string][]string `toml:"-"`

	numerator, denominator terms
	parts                  map[string]map[string]terms
}

// Dimensions an indicator can be asked by, sorted.
func (i *Indicator) Dimensions() []string {
	out := make([]string, 0, len(i.parts))
	for d := range i.parts {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

// Stocky tells whether the indicator is read on a day rather than over days.
func (i *Indicator) Stocky() bool { return i.Type == Stock || (i.Type == Ratio && i.Basis == Stock) }

// LoadCatalogue reads measures.toml and indicators.toml and refuses whatever
// refers to something that is not there.
func LoadCatalogue(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{byMeasure: map[string]*Measure{}, byCode: map[string]*Indicator{}, levelled: map[int64]bool{}}
	for file, into := range map[string]any{
		"measures.toml":   &struct{ Measure *[]Measure }{&c.Measures},
		"indicators.toml": &struct{ Indicator *[]Indicator }{&c.Indicators},
	} {
		md, err := toml.DecodeFS(fsys, file, into)
		if err != nil {
			return nil, fmt.Errorf("catalogue: %s: %w", file, err)
		}
		if extra := md.Undecoded(); len(extra) > 0 {
			return nil, fmt.Errorf("catalogue: %s: unknown key %s", file, extra[0])
		}
	}
	return c, c.link()
}

func (c *Catalogue) link() error {
	for i := range c.Measures {
		m := &c.Measures[i]
		c.byMeasure[m.Code] = m
		for _, key := range m.keys(nil) {
			c.levelled[seriesID(key)] = m.Levelled
		}
	}
	for i := range c.Indicators {
		if err := c.linkIndicator(&c.Indicators[i]); err != nil {
			return fmt.Errorf("catalogue: indicator %s: %w", c.Indicators[i].Code, err)
		}
	}
	return nil
}

func (c *Catalogue) linkIndicator(ind *Indicator) (err error) {
	c.byCode[ind.Code] = ind
	if ind.numerator, err = c.parse(ind.Of); err != nil {
		return err
	}
	if ind.Per != "" {
		if ind.denominator, err = c.parse(ind.Per); err != nil {
			return err
		}
	}
	if (ind.Type == Ratio) != (ind.Per != "") {
		return fmt.Errorf("a ratio has per, nothing else has")
	}
	for s := range ind.numerator {
		if _, both := ind.denominator[s]; both { // a source could not say which part it belongs to
			return fmt.Errorf("of and per share facts")
		}
	}
	return c.linkParts(ind)
}

// linkParts reads what an indicator can be asked by. The value "*" takes all
// values of the measure's own dimension.
func (c *Catalogue) linkParts(ind *Indicator) error {
	ind.parts, ind.ByOrder = map[string]map[string]terms{}, map[string][]string{}
	for dim, exprs := range ind.By {
		if e, all := exprs["*"]; all {
			exprs = c.expand(e, dim)
		}
		ind.parts[dim] = map[string]terms{}
		for value, e := range exprs {
			t, err := c.parse(e)
			if err != nil {
				return err
			}
			ind.parts[dim][value] = t
			ind.ByOrder[dim] = append(ind.ByOrder[dim], value)
		}
		slices.Sort(ind.ByOrder[dim])
	}
	return nil
}

func (c *Catalogue) expand(measure, dim string) map[string]string {
	out := map[string]string{}
	if m := c.byMeasure[measure]; m != nil {
		for _, v := range m.dim(dim).Values {
			out[v] = fmt.Sprintf("%s{%s=%s}", measure, dim, v)
		}
	}
	return out
}

// Indicator finds an indicator; an unknown code is Invalid at "indicator".
func (c *Catalogue) Indicator(code string) (*Indicator, error) {
	if ind := c.byCode[code]; ind != nil {
		return ind, nil
	}
	return nil, errs.At("indicator", "ledger.indicator.unknown", errs.Args{"code": code})
}

// HasMeasure tells whether the catalogue knows a measure.
func (c *Catalogue) HasMeasure(code string) bool { return c.byMeasure[code] != nil }

// MeasureDims lists the names of a measure's dimensions.
func (c *Catalogue) MeasureDims(code string) []string {
	var out []string
	if m := c.byMeasure[code]; m != nil {
		for _, d := range m.Dims {
			out = append(out, d.Name)
		}
	}
	return out
}

func (c *Catalogue) measure(code string) (*Measure, error) {
	if m := c.byMeasure[code]; m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("ledger: no measure %q in the catalogue", code)
}

// series names the counter a fact moves.
func (c *Catalogue) series(f Fact) (*Measure, int64, error) {
	m, err := c.measure(f.Measure)
	if err != nil {
		return nil, 0, err
	}
	key, err := m.key(f.Dims)
	return m, seriesID(key), err
}

func (m *Measure) dim(name string) Dimension {
	for _, d := range m.Dims {
		if d.Name == name {
			return d
		}
	}
	return Dimension{}
}

// key is a measure with a value for each dimension: "unit.alive{kind=base,sector=}".
func (m *Measure) key(dims map[string]string) (string, error) {
	if len(m.Dims) == 0 {
		return m.Code, nil
	}
	var pairs []string
	for _, d := range m.Dims {
		v := dims[d.Name]
		if !slices.Contains(d.Values, v) {
			return "", fmt.Errorf("ledger: measure %s: %s=%q is not in the catalogue", m.Code, d.Name, v)
		}
		pairs = append(pairs, d.Name+"="+v)
	}
	return m.Code + "{" + strings.Join(pairs, ",") + "}", nil
}

// keys lists all series of a measure that a filter lets through.
func (m *Measure) keys(filter map[string]string) []string {
	keys := []string{""}
	for _, d := range m.Dims {
		var next []string
		for _, k := range keys {
			for _, v := range d.Values {
				if want, set := filter[d.Name]; !set || want == v {
					next = append(next, k+","+d.Name+"="+v)
				}
			}
		}
		keys = next
	}
	for i, k := range keys {
		keys[i] = m.Code
		if k != "" {
			keys[i] = m.Code + "{" + k[1:] + "}"
		}
	}
	return keys
}

// seriesID is the number of a series: a hash of its key, so that it is the
// same on every node and needs no sequence. LoadCatalogue's tests prove that
// no two keys of the catalogue meet.
func seriesID(key string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key)) // a hash never fails
	return int64(h.Sum64() >> 1)
}

// terms is a linear expression: the factor of each series.
type terms map[int64]int64

var termForm = regexp.MustCompile(`^([+-]?)\s*([a-z0-9_.]+)(?:\{([^}]*)\})?$`)

// parse reads "a + b{kind=base} - c".
func (c *Catalogue) parse(expr string) (terms, error) {
	out := terms{}
	spaced := strings.NewReplacer(" + ", "\n+", " - ", "\n-").Replace(expr)
	for part := range strings.SplitSeq(spaced, "\n") {
		m := termForm.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, fmt.Errorf("cannot read %q", part)
		}
		measure := c.byMeasure[m[2]]
		if measure == nil {
			return nil, fmt.Errorf("no measure %q", m[2])
		}
		factor := int64(1)
		if m[1] == "-" {
			factor = -1
		}
		keys := measure.keys(filterOf(m[3]))
		if len(keys) == 0 {
			return nil, fmt.Errorf("nothing of %s is {%s}", m[2], m[3])
		}
		for _, k := range keys {
			out[seriesID(k)] += factor
		}
	}
	return out, nil
}

func filterOf(s string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(s, ",") {
		if k, v, ok := strings.Cut(strings.TrimSpace(pair), "="); ok {
			out[k] = v
		}
	}
	return out
}

// sum adds up measured series by their factors.
func (t terms) sum(values map[int64]int64) (total int64, err error) {
	for s, f := range t {
		if total, err = plusTimes(total, f, values[s]); err != nil {
			return 0, err
		}
	}
	return total, nil
}

// plusTimes adds factor × n, and refuses to wrap around.
func plusTimes(total, factor, n int64) (int64, error) {
	c := factor * n
	if n != 0 && (c/n != factor || (factor == -1 && c == n)) {
		return 0, errs.New(errs.Invalid, "error.range")
	}
	return plus(total, c)
}

// plus adds, and refuses to wrap around.
func plus(a, b int64) (int64, error) {
	c := a + b
	if (c > a) != (b > 0) && b != 0 {
		return 0, errs.New(errs.Invalid, "error.range")
	}
	return c, nil
}
