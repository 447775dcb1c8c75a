package demo

import (
	"context"

	"donghanh/internal/org"
)

// posts are those of the small committees a federation shows, the chair first.
var posts = [][2]string{{"executive", "chair"}, {"executive", "standing_vice_chair"}, {"executive", "vice_chair"}, {"inspection", "head"}}

// elect gives a federation its chair and the few beside them.
func (f *federation) elect(p *people) {
	for _, x := range posts {
		f.board = append(f.board, org.Officer{Committee: x[0], Post: x[1], Name: p.next(), From: opened})
	}
	f.chair = f.board[0].Name
}

// boardSteps enter them when the register is opened.
func (b *builder) boardSteps() []step {
	return []step{{opened, "Lãnh đạo cấp trên", func(ctx context.Context) error {
		for _, f := range b.federations() {
			for _, o := range f.board {
				if err := b.Org.AddOfficer(b.as(ctx, "admin"), f.Code, o); err != nil {
					return err
				}
			}
		}
		return nil
	}}}
}
