package ledger

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/rules"
)

// Catalogue is the measures and indicators the program knows, read from
// catalogue/*.toml: rules are data (design.md §1.8).
type Catalogue struct {
	Measures   []Measure
	Indicators []Indicator
	byMeasure  map[string]*Measure
	byCode     map[string]*Indicator
	levelled   map[int64]bool
	names      []dimensionNames
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

// LoadCatalogue reads measures.toml, indicators.toml and, where there is one,
// dimensions.toml. It refuses whatever refers to something that is not there,
// and says in which line.
func LoadCatalogue(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{byMeasure: map[string]*Measure{}, byCode: map[string]*Indicator{}, levelled: map[int64]bool{}}
	if err := rules.Decode(fsys, "measures.toml", &struct{ Measure *[]Measure }{&c.Measures}); err != nil {
		return nil, err
	}
	if err := rules.Decode(fsys, "indicators.toml", &struct{ Indicator *[]Indicator }{&c.Indicators}); err != nil {
		return nil, err
	}
	if err := c.loadNames(fsys); err != nil {
		return nil, err
	}
	if err := c.linkMeasures(); err != nil {
		return nil, rules.Fault(fsys, "measures.toml", err)
	}
	if err := c.linkIndicators(); err != nil {
		return nil, rules.Fault(fsys, "indicators.toml", err)
	}
	return c, nil
}

func (c *Catalogue) linkMeasures() error {
	for i := range c.Measures {
		m := &c.Measures[i]
		if c.byMeasure[m.Code] != nil {
			return fmt.Errorf("measure %s: the code is that of another", m.Code)
		}
		c.byMeasure[m.Code] = m
		for _, key := range m.keys(nil) {
			c.levelled[seriesID(key)] = m.Levelled
		}
	}
	return nil
}

func (c *Catalogue) linkIndicators() error {
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		if c.byCode[ind.Code] != nil {
			return fmt.Errorf("indicator %s: the code is that of another", ind.Code)
		}
		c.byCode[ind.Code] = ind
		if err := c.linkIndicator(ind); err != nil {
			return fmt.Errorf("indicator %s: %w", ind.Code, err)
		}
	}
	return nil
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
