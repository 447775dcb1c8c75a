package ui

import "context"

// State says how something stands against its goal. Colour, shape and word always go together.
type State string

// The five states, from met to unknown. (Go_ has its underscore because "Go" alone reads as the language.)
const (
	OK   State = "ok"
	Go_  State = "go"
	Slow State = "slow"
	Low  State = "low"
	None State = "none"
)

// known turns anything else into None, so that a class or an icon name never comes from outside.
func (s State) known() State {
	switch s {
	case OK, Go_, Slow, Low:
		return s
	}
	return None
}

// Word is the state's name in the reader's language: Đạt, Đúng tiến độ, Chậm, Xa đích, Chưa có số.
func (s State) Word(ctx context.Context) string { return word(ctx, "ui.state."+string(s.known())) }

// Class is the CSS class that gives the state's colours: "t-ok" and so on.
func (s State) Class() string { return "t-" + string(s.known()) }
