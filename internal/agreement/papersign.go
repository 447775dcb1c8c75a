package agreement

import (
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/document/paper"
)

// signature is the column of a party: for whom, in whose name, the post.
func (h sheet) signature(b Binds) paper.Signature {
	lines := []string{h.nameOf(b)}
	if len(h.parties) <= mostSigning {
		lines = append([]string{h.words.with("by", "side", strings.ToUpper(h.words["side."+string(b.Side)]))}, lines...)
	}
	if h.lang == "vi" {
		lines = append(lines, b.Authority)
	}
	lines = append(lines, h.postOf(b))
	return paper.Signature{Lines: slices.DeleteFunc(lines, func(l string) bool { return l == "" }), Name: b.Signer}
}

// annexes are the list of those who signed, and their signatures.
func (h sheet) annexes() []paper.Annex {
	t := paper.Table{Columns: []paper.Column{
		{Title: h.words["column.no"], Share: 0.5, Align: paper.Centre},
		{Title: h.words["column.party"], Share: 4},
		{Title: h.words["column.signer"], Share: 2},
		{Title: h.words["column.post"], Share: 2},
		{Title: h.words["column.day"], Share: 1.2, Align: paper.Centre},
	}}
	var signs []paper.Signature
	for i, b := range h.parties {
		on := b.SignedOn
		if on == "" {
			on = h.agreement.SignedOn
		}
		said := ""
		if on != "" {
			said = h.words.day(on)
		}
		t.Rows = append(t.Rows, paper.Row(strconv.Itoa(i+1), h.nameOf(b), b.Signer, h.postOf(b), said))
		if i > 0 {
			signs = append(signs, h.signature(b))
		}
	}
	return []paper.Annex{
		{Number: "I", Title: h.words["annex.parties"], Blocks: []paper.Block{t}},
		{Number: "II", Title: h.words["annex.signatures"], Blocks: []paper.Block{paper.Signs{Signatures: signs}}},
	}
}

// recipients: the parties have it, and the file.
func (h sheet) recipients() (out []string) {
	if len(h.parties) > mostSigning {
		return []string{h.words["recipients.parties"], h.words["recipients.file"]}
	}
	for _, b := range h.parties {
		out = append(out, fullName(b.Name))
	}
	return append(out, h.words["recipients.file"])
}

// Roman writes 1 to 39 as chapters are numbered; more stay as they are.
func Roman(n int) string {
	if n < 1 || n > 39 {
		return strconv.Itoa(n)
	}
	return strings.Repeat("X", n/10) + []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}[n%10]
}
