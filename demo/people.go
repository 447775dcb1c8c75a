package demo

import (
	"math/rand/v2"
	"strings"

	"donghanh/internal/platform/search"
)

// people invents persons of one half of the country, no two of one name and none
// with the name of a real person of the seeds or of history.
type people struct {
	rng   *rand.Rand
	half  int // 0 the north, 1 the south
	parts map[string][]part
	taken map[string]bool // folded
}

func newPeople(s sources, rng *rand.Rand) *people {
	p := &people{rng, 0, s.parts, map[string]bool{}}
	for name := range s.avoid {
		p.taken[name] = true
	}
	return p
}

// south invents persons of the south that nobody of the north is called like.
func (p *people) south(rng *rand.Rand) *people { return &people{rng, 1, p.parts, p.taken} }

// next is a person's name; half of them are women.
func (p *people) next() string {
	for {
		sex := "male"
		if p.rng.IntN(2) == 0 {
			sex = "female"
		}
		words := []string{p.draw("family any"), p.draw("middle " + sex), p.draw("given " + sex)}
		name := strings.Join(strings.Fields(strings.Join(words, " ")), " ")
		if f := search.Fold(name); !p.taken[f] && !stutters(words) {
			p.taken[f] = true
			return name
		}
	}
}

// stutters tells that a word comes twice: "Hà Thị Hà" is nobody's name.
func stutters(words []string) bool {
	seen := map[string]bool{}
	for _, w := range strings.Fields(strings.Join(words, " ")) {
		if seen[w] {
			return true
		}
		seen[w] = true
	}
	return false
}

func (p *people) draw(key string) string {
	total := 0
	for _, x := range p.parts[key] {
		total += x.weight[p.half]
	}
	n := p.rng.IntN(total)
	for _, x := range p.parts[key] {
		if n -= x.weight[p.half]; n < 0 {
			return x.value
		}
	}
	return ""
}
