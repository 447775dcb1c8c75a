package ledger

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"donghanh/internal/platform/errs"
)

// terms is a linear expression: the factor of each series.
type terms map[int64]int64

// term is one measure of an expression as it is written.
type term struct {
	factor  int64
	measure *Measure
	filter  map[string]string
}

var termForm = regexp.MustCompile(`^([+-]?)\s*([a-z0-9_.]+)(?:\{([^}]*)\})?$`)

// parse reads "a + b{kind=base} - c & d": sums that must all be more than 0.
func (c *Catalogue) parse(expr string) (out []terms, err error) {
	sums, err := c.read(expr)
	if err != nil {
		return nil, err
	}
	return series(sums), nil
}

// read splits an expression at its "&", each sum into its measures.
func (c *Catalogue) read(expr string) (out [][]term, err error) {
	for sum := range strings.SplitSeq(expr, " & ") {
		var list []term
		spaced := strings.NewReplacer(" + ", "\n+", " - ", "\n-").Replace(sum)
		for part := range strings.SplitSeq(spaced, "\n") {
			t, err := c.term(strings.TrimSpace(part))
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
		out = append(out, list)
	}
	return out, nil
}

func (c *Catalogue) term(text string) (t term, err error) {
	m := termForm.FindStringSubmatch(text)
	if m == nil {
		return t, fmt.Errorf("cannot read %q", text)
	}
	t = term{1, c.byMeasure[m[2]], filterOf(m[3])}
	if t.measure == nil {
		return t, fmt.Errorf("no measure %q", m[2])
	}
	if m[1] == "-" {
		t.factor = -1
	}
	for dim := range t.filter {
		if t.measure.dim(dim).Name == "" {
			return t, fmt.Errorf("%s has no dimension %s", m[2], dim)
		}
	}
	if len(t.measure.keys(t.filter)) == 0 {
		return t, fmt.Errorf("nothing of %s is {%s}", m[2], m[3])
	}
	return t, nil
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

func series(sums [][]term) (out []terms) {
	for _, list := range sums {
		t := terms{}
		for _, one := range list {
			for _, k := range one.measure.keys(one.filter) {
				t[seriesID(k)] += one.factor
			}
		}
		out = append(out, t)
	}
	return out
}

// expand splits an expression by a dimension that all its measures have: for
// each value, what of them has it.
func (c *Catalogue) expand(expr, dim string) (values []string, out map[string][]terms, err error) {
	sums, err := c.read(expr)
	if err != nil {
		return nil, nil, err
	}
	for _, list := range sums {
		for _, t := range list {
			if t.measure.dim(dim).Name == "" {
				return nil, nil, fmt.Errorf("%s has no dimension %s to split by", t.measure.Code, dim)
			}
			for _, v := range t.measure.dim(dim).Values {
				if !slices.Contains(values, v) {
					values = append(values, v)
				}
			}
		}
	}
	out = map[string][]terms{}
	for _, v := range values {
		out[v] = series(only(sums, dim, v))
	}
	values = slices.DeleteFunc(values, func(v string) bool { return len(keysOf(out[v]...)) == 0 })
	return values, out, nil
}

// only keeps what has a value of a dimension.
func only(sums [][]term, dim, value string) [][]term {
	out := make([][]term, len(sums))
	for i, list := range sums {
		for _, t := range list {
			if had, set := t.filter[dim]; set && had != value {
				continue
			}
			filter := maps.Clone(t.filter)
			filter[dim] = value
			out[i] = append(out[i], term{t.factor, t.measure, filter})
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
