package sheet

import (
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"
)

// reasonColumn heads the reasons in a file of refused rows. A file that comes
// back with it is read as if it were not there.
const reasonColumn = "lý do"

// Refusals writes the rows that were refused, as CSV that Excel opens right:
// the cells as they were sent and the reason last. The file can be corrected
// and sent again as it is. Nothing is written before the first refusal.
type Refusals struct {
	out    io.Writer
	csv    *csv.Writer
	header []string
	old    int // where the header holds reasons of an earlier time, or -1
	count  int
}

// NewRefusals writes to w, separated by commas.
func NewRefusals(w io.Writer, header []string) *Refusals {
	x := &Refusals{out: w, csv: csv.NewWriter(w), header: header}
	x.csv.UseCRLF = true
	x.old = slices.Index(header, reasonColumn)
	return x
}

// Refusals writes to w with the reader's header and separator: a person whose
// Excel wrote semicolons has one that expects them.
func (r *Reader) Refusals(w io.Writer) *Refusals {
	x := NewRefusals(w, r.header)
	x.csv.Comma = r.comma
	return x
}

// Add writes one row. The error is the writer's.
func (x *Refusals) Add(row Row, reason string) error { return x.AddCells(row.Raw(), reason) }

// AddCells is Add for a row that no longer is as it was sent.
func (x *Refusals) AddCells(cells []string, reason string) error {
	if x.count == 0 {
		if _, err := io.WriteString(x.out, utf8BOM); err != nil {
			return err
		}
		if err := x.write(x.header, reasonColumn); err != nil {
			return err
		}
	}
	x.count++
	return x.write(cells, reason)
}

// Count is the number of rows added.
func (x *Refusals) Count() int { return x.count }

// Flush must be called after the last row.
func (x *Refusals) Flush() error {
	x.csv.Flush()
	return x.csv.Error()
}

func (x *Refusals) write(cells []string, reason string) error {
	out := make([]string, 0, len(x.header)+1)
	for i := range max(len(cells), len(x.header)) {
		switch {
		case i == x.old:
		case i < len(cells):
			out = append(out, guard(cells[i]))
		default: // short rows are filled up, to keep the reason in its column
			out = append(out, "")
		}
	}
	return x.csv.Write(append(out, guard(reason)))
}

const formulaStarts = "=+-@\t\r\n"

// A number may begin with a minus; one with a plus is a telephone's.
var plainNumber = regexp.MustCompile(`^-[0-9]+([.,][0-9]+)*$`)

// guard keeps a spreadsheet from running a cell as a formula.
func guard(cell string) string {
	if cell != "" && strings.IndexByte(formulaStarts, cell[0]) >= 0 && !plainNumber.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// unguard takes the one mark of guard off again.
func unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(formulaStarts, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}
