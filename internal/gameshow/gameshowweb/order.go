package gameshowweb

import (
	"crypto/sha256"
	"encoding/binary"

	"donghanh/internal/gameshow"
)

// Options of an Order stand in the question as they should. Nobody is sent them
// so: they are mixed before, and what a phone says of their places is put back
// when it comes.

// secretOf is what options are mixed by: of the whole show, answers to come
// among it, so that nobody in the hall can work it out, and all nodes have the
// same.
func secretOf(g gameshow.Game) uint64 {
	sum := sha256.Sum256([]byte(g.ID + g.Data))
	return binary.BigEndian.Uint64(sum[:])
}

// shown are the places in a question of its options, in the order they are sent.
func (r *room) shown(question int) []int {
	q := r.f.Show.Questions()[question]
	if q.Kind == gameshow.Order {
		return mixed(len(q.Options), r.secret+uint64(question))
	}
	return inOrder(len(q.Options))
}

// placed turns what was picked of what was sent into places in the question;
// what was not sent stays what it is, and is worth nothing.
func (r *room) placed(question int, picks []int) []int {
	questions := r.f.Show.Questions()
	if question < 0 || question >= len(questions) || questions[question].Kind != gameshow.Order {
		return picks
	}
	shown := r.shown(question)
	out := make([]int, len(picks))
	for i, p := range picks {
		if out[i] = p; p >= 0 && p < len(shown) {
			out[i] = shown[p]
		}
	}
	return out
}

// rightly is an Order as it should stand, of the options as they were sent.
func rightly(shown []int) []int {
	out := make([]int, len(shown))
	for i, place := range shown {
		out[place] = i
	}
	return out
}

func inOrder(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// mixed is an order in which options are shown: the same on every node, and
// never the right one.
func mixed(n int, seed uint64) []int {
	out := inOrder(n)
	x := seed*2654435761 + 97
	for i := n - 1; i > 0; i-- {
		x = x*6364136223846793005 + 1442695040888963407
		j := int((x >> 33) % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	for i, o := range out {
		if i != o {
			return out
		}
	}
	return append(out[1:], out[0])
}
