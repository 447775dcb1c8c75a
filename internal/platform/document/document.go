// Package document writes what the program knows as files people work with.
// So far: tables as XLSX.
package document

import "math/big"

// Kind is how a cell's value is meant.
type Kind uint8

// The zero Kind of a Cell is that of its Column, of a Column it is Text.
const (
	Text    Kind = iota + 1
	Integer      // Number, grouped by thousands
	Percent      // Number in per cent (23/20 is 115), at most two decimals shown
	Date         // Text in ISO form, shown as dd/mm/yyyy
	Money        // Number in đồng
)

// State is how a figure stands against its target. It is shown as a tint and
// as a sign before the figure, for those who do not see the tint.
type State string

// The states of the board.
const (
	NoState State = ""
	OK      State = "ok"
	Go      State = "go"
	Slow    State = "slow"
	Low     State = "low"
	None    State = "none"
)

// Sheet is one table and what stands around it.
type Sheet struct {
	Name            string // of the sheet's tab
	Title, Subtitle string // above the table; empty ones take no row
	Columns         []Column
	Notes           []string // below the table, a row each
}

// Column is one column of a Sheet.
type Column struct {
	Title   string
	Width   float64 // in digits of the standard face; 0 for one that suits Kind
	Kind    Kind
	Choices []string // offered as a list in the cells below the title, also in empty rows; no commas, 255 characters together at most
}

// Cell is one cell. Text is never taken for a formula, whatever it begins with.
type Cell struct {
	Text   string   // shown when Number is nil
	Number *big.Rat // value of an Integer, Percent or Money
	Kind   Kind
	State  State
	Link   string // where a click leads: an http or https address
}
