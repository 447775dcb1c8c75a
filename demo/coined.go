package demo

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// names puts names of made-up employers together anew: the trade of one, and
// words that were coined for others, in the same places.
type names struct {
	taken map[string]bool
	words map[string][3][]string // by sector: what stands at the end of names, word by word
}

func newNames(list []enterprise) names {
	n := names{map[string]bool{}, map[string][3][]string{}}
	for _, e := range list {
		n.taken[e.name] = true
		words := strings.Fields(e.name)
		tail := words[len(words)-coinedIn(e.sector):]
		of := n.words[e.sector]
		for i, w := range tail {
			of[i] = append(of[i], w)
		}
		n.words[e.sector] = of
	}
	return n
}

// coinedIn is how many words of a name are coined.
func coinedIn(sector string) int {
	if sector == "private_enterprise" {
		return 3
	}
	return 2
}

// communes are coined words that name one when they stand together.
var communes = []string{
	" Cẩm Khê ", " Diên Lâm ", " Giao Hưng ", " Giao Long ", " Giao Thịnh ", " Lộc Châu ", " Lộc Lâm ", " Lộc Thanh ", " Mộc Châu ", " Nghi Kiều ", " Nghi Lâm ",
	" Quế Châu ", " Quế Lâm ", " Thạch Châu ", " Thạch Khê ", " Thạch Lâm ", " Thụy Thanh ", " Trúc Lâm ", " Tịnh Châu ", " Tịnh Khê ", " Xuân Châu ", " Xuân Giao ",
	" Xuân Khê ", " Xuân Lâm ", " Xuân Mai ", " Xuân Nha ", " Xuân Trạch ", " Xuân Tâm ", " Đông Khê ", " Đông Lâm ", " Đông Mai ", " Đông Thanh ", " Đông Trạch ",
}

// free takes a name that nobody has and that names no commune.
func (n names) free(name string) bool {
	if n.taken[name] || slices.ContainsFunc(communes, func(c string) bool { return strings.Contains(name+" ", c) }) {
		return false
	}
	n.taken[name] = true
	return true
}

// next is a name in the trade of an enterprise.
func (n names) next(e enterprise, rng *rand.Rand) string {
	words := strings.Fields(e.name)
	coined := coinedIn(e.sector)
	head, of := strings.Join(words[:len(words)-coined], " "), n.words[e.sector]
	for {
		name := head
		for i := range coined {
			name += " " + pick(rng, of[i])
		}
		if n.free(name) {
			return name
		}
	}
}
