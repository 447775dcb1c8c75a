package paper

import (
	"math"
	"strings"
	"unicode"
)

// even breaks a title into as few lines as it needs, of like length and where
// a reader would pause. Line breaks in the text are kept.
func (s setter) even(text string, st *style, width float64) (out []string) {
	for _, said := range linesOf(text) {
		lines := s.lines([]Run{Text(said)}, st, width)
		words := blankParted(said)
		if n := len(lines); n > 1 && len(words) <= 80 { // beyond that it is no title
			if broken := s.best(words, n, st, width); broken != nil {
				out = append(out, broken...)
				continue
			}
		}
		for _, l := range lines {
			out = append(out, l.text())
		}
	}
	return out
}

// best sets words in n lines, or in one more where n would part a word; nil if
// a word is wider than a line.
func (s setter) best(words []string, n int, st *style, width float64) []string {
	const oneMore = 0.5
	l := lookOf(st.bold, st.italic)
	e := evener{words: words, blank: s.width(" ", l, st.size), width: width}
	for _, w := range words {
		wide := s.width(w, l, st.size)
		if wide > width {
			return nil
		}
		e.wide = append(e.wide, wide)
		e.sum += wide + e.blank
	}
	lines, cost := e.lines(n)
	if more, dear := e.lines(n + 1); dear+oneMore < cost {
		return more
	}
	return lines
}

// evener sets words in lines of like length.
type evener struct {
	words      []string
	wide       []float64 // of each word
	blank, sum float64   // of all words, each with a blank
	width      float64
}

// way is the best way to set the words up to some place.
type way struct {
	cost float64
	from int // where its last line begins
}

// lines sets the words in n lines at the least cost, which is without end if
// they do not fit.
func (e evener) lines(n int) ([]string, float64) {
	best := make([][]way, n+1) // by number of lines, then of words
	for k := range best {
		best[k] = make([]way, len(e.words)+1)
		for to := range best[k] {
			best[k][to].cost = math.Inf(1)
		}
	}
	best[0][0].cost = 0
	for k := 1; k <= n; k++ {
		for to := 1; to <= len(e.words); to++ {
			best[k][to] = e.last(best[k-1], to, e.sum/float64(n))
		}
	}
	return traced(best, e.words), best[n][len(e.words)].cost
}

// last finds where the line that ends before word to begins best.
func (e evener) last(before []way, to int, ideal float64) way {
	best, sum := way{cost: math.Inf(1)}, -e.blank
	for from := to - 1; from >= 0; from-- {
		if sum += e.blank + e.wide[from]; sum > e.width {
			break
		}
		uneven := (sum - ideal) / ideal
		if cost := before[from].cost + uneven*uneven + pause(e.words, to); cost < best.cost {
			best = way{cost, from}
		}
	}
	return best
}

func traced(best [][]way, words []string) []string {
	n, to := len(best)-1, len(words)
	if math.IsInf(best[n][to].cost, 1) {
		return nil
	}
	out := make([]string, n)
	for k := n; k > 0; k-- {
		from := best[k][to].from
		out[k-1] = strings.Join(words[from:to], " ")
		to = from
	}
	return out
}

// pause is what it costs to break before word i: a break inside a word of two
// syllables or before a number is bad, one after a comma or before the kind of
// a place is good.
func pause(words []string, i int) float64 {
	if i == len(words) {
		return 0
	}
	before, next := words[i-1], words[i]
	switch {
	case compounds[strings.ToLower(before+" "+next)], next == "-":
		return 1
	case unicode.IsDigit([]rune(next)[0]):
		return 0.6
	case strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") || kinds[strings.ToLower(next)]:
		return -0.2
	case capital(before) && capital(next) && next != strings.ToUpper(next):
		return 0.4 // "Ba Đình"
	}
	return 0
}

// bound parts a title where it may be broken on a screen.
func bound(title string) (parts []string) {
	words := blankParted(title)
	from := 0
	for i := 1; i <= len(words); i++ {
		if i == len(words) || pause(words, i) <= 0 {
			parts = append(parts, strings.Join(words[from:i], " "))
			from = i
		}
	}
	return parts
}

// blankParted keeps what only no-break spaces part.
func blankParted(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

func capital(word string) bool { return unicode.IsUpper([]rune(word)[0]) }

var (
	// compounds are words of two syllables that names and titles of papers are full of.
	compounds = setOf("liên đoàn,lao động,công đoàn,cơ sở,thành phố,thị xã,thị trấn,việt nam,hà nội,chấp hành,thường vụ," +
		"chủ tịch,ủy ban,nhân dân,hoạt động,phong trào,công nhân,viên chức,công chức,người lao,nhiệm vụ,phương hướng,kết quả," +
		"giai đoạn,đoàn viên,phối hợp,quy chế,chương trình,kế hoạch,thực hiện,chỉ tiêu,trực thuộc,tổ chức,hướng dẫn,báo cáo," +
		"tổng kết,sơ kết,khen thưởng,danh sách,nhà máy,công ty,bệnh viện,khách sạn,doanh nghiệp,trách nhiệm,hữu hạn,cổ phần")
	// kinds of places and employers: what follows them is a name.
	kinds = setOf("thành,tỉnh,quận,huyện,phường,xã,thị,tp,công,trường,bệnh,khách,các,và,của,giai,năm")
)

func setOf(list string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.SplitSeq(list, ",") {
		out[word] = true
	}
	return out
}
