package paper

import (
	"slices"
	"strings"
)

// end closes the text of a paper: nothing can be written after it.
const end = "./."

// body is the blocks as they end: in Vietnamese with "./.", abroad nobody knows it.
func (p Paper) body() []Block {
	if p.foreign() {
		return p.Blocks
	}
	return closed(p.Blocks)
}

// closed is blocks whose text ends in "./.", which stands in a line of its own
// behind a table. Nothing of the given blocks is changed.
func closed(blocks []Block) []Block {
	blocks = slices.Clone(blocks)
	if len(blocks) == 0 {
		return nil
	}
	last := len(blocks) - 1
	switch b := blocks[last].(type) {
	case Paragraph:
		blocks[last] = Paragraph{closedRuns(b.Runs)}
	case Note:
		blocks[last] = Note{closedRuns(b.Runs)}
	case List:
		if len(b.Items) == 0 {
			return append(blocks, Say(Text(end)))
		}
		items := slices.Clone(b.Items)
		items[len(items)-1] = closedRuns(items[len(items)-1])
		blocks[last] = List{items}
	default:
		blocks = append(blocks, Say(Text(end)))
	}
	return blocks
}

// closedRuns takes the place of a full stop, or follows another mark.
func closedRuns(runs []Run) []Run {
	said := plain(runs)
	if strings.HasSuffix(said, end) {
		return runs
	}
	runs = slices.Clone(runs)
	for n := len(runs); n > 0; n-- {
		if text := strings.TrimRight(clean(runs[n-1].Text), " "); text != "" {
			runs[n-1].Text = strings.TrimRight(text, ".;")
			return append(runs[:n], Text(end))
		}
	}
	return []Run{Text(end)}
}
