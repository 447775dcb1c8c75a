package db

import "strings"

// Where is the conditions of a query and their values: what a list asks for,
// put together piece by piece.
type Where struct {
	Conds []string
	Args  []any
}

// Say is a piece of SQL in which each "$n" stands for the next value.
func (w *Where) Say(text string, values ...any) string {
	for _, v := range values {
		w.Args = append(w.Args, v)
		text = strings.Replace(text, "$n", In(len(w.Args), 1), 1)
	}
	return text
}

// And narrows the query; each "$n" in the condition stands for the next value.
func (w *Where) And(cond string, values ...any) { w.Conds = append(w.Conds, w.Say(cond, values...)) }

// Text is all conditions together.
func (w *Where) Text() string {
	if len(w.Conds) == 0 {
		return "TRUE"
	}
	return strings.Join(w.Conds, " AND ")
}
