package agreement

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// VisitPaper is the plan of a visit as a paper of the unit that keeps it: when and
// where, the delegation, the programme, what is talked about. It is a draft until
// somebody signs it by hand.
func (s *Service) VisitPaper(ctx context.Context, id string) (p paper.Paper, err error) {
	defer errs.Wrap(&err, "agreement.VisitPaper(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := s.OpenVisitIn(ctx, tx, id)
		if err != nil {
			return err
		}
		above, err := s.Org.ParentOn(ctx, tx, c.Unit, tx.Today())
		if errs.Is(err, errs.NotFound) {
			err = nil
		}
		kind := s.Org.Rules.Kind(c.Keeper.Kind)
		p = paper.Paper{
			Bodies: []paper.Body{report.PaperBody(c.Keeper.Name, above.Name)}, Symbol: "KH-" + kind.Symbol, Place: report.PaperPlace(c.Keeper.Name),
			Type: "Kế hoạch", Abstract: c.Title, Blocks: c.paperBlocks(), Draft: true, Recipients: recipients(c),
		}
		p.Signatures = []paper.Signature{{Lines: []string{kind.Authority, "CHỦ TỊCH"}}}
		if kind.Authority == "" {
			p.Signatures[0].Lines = []string{"CHỦ TỊCH"}
		}
		return err
	})
	return p, err
}

// recipients are the other sides, and the archive.
func recipients(c VisitCard) (out []string) {
	for _, x := range c.Sides {
		if x.Unit == nil || *x.Unit != c.Unit {
			out = append(out, x.Name)
		}
	}
	return append(out, "Lưu: VT")
}

func (c VisitCard) paperBlocks() (out []paper.Block) {
	sections := []struct {
		title  string
		blocks []paper.Block
	}{
		{"THỜI GIAN, ĐỊA ĐIỂM", c.paperWhen()}, {"THÀNH PHẦN", c.paperWho()}, {"CHƯƠNG TRÌNH", c.paperProgramme()}, {"NỘI DUNG TRAO ĐỔI", c.paperTopics()},
	}
	n := 0
	for _, x := range sections {
		if len(x.blocks) == 0 {
			continue
		}
		out = append(out, paper.Heading{Level: paper.Section, Number: []string{"I.", "II.", "III.", "IV."}[n], Text: x.title})
		out, n = append(out, x.blocks...), n+1
	}
	return out
}

func (c VisitCard) paperWhen() []paper.Block {
	when := "Từ ngày " + i18n.Date(c.First()) + " đến ngày " + i18n.Date(c.End())
	if c.First() == c.End() {
		when = "Ngày " + i18n.Date(c.First())
	}
	items := [][]paper.Run{{paper.Text("Thời gian: " + when + ".")}}
	if c.Place != "" {
		items = append(items, []paper.Run{paper.Text("Địa điểm: " + c.Place + ".")})
	}
	if c.Under != nil {
		items = append(items, []paper.Run{paper.Text("Thực hiện: " + c.Under.Title + ", giai đoạn " + i18n.Date(c.Under.From) + " – " + i18n.Date(c.Under.To) + ".")})
	}
	return []paper.Block{paper.List{Items: items}}
}

func (c VisitCard) paperWho() []paper.Block {
	items := [][]paper.Run{
		{paper.Text("Bên đón: " + sideNames(c.Of(HostRole)) + ".")}, {paper.Text("Bên đi: " + sideNames(c.Of(GuestRole)) + ".")},
	}
	if c.People > 0 {
		items = append(items, []paper.Run{paper.Text("Số người trong đoàn: " + strconv.Itoa(c.People) + ".")})
	}
	out := []paper.Block{paper.List{Items: items}}
	table := paper.Table{Columns: []paper.Column{{Title: "TT", Share: 0.4, Align: paper.Centre}, {Title: "Họ và tên", Share: 2}, {Title: "Chức vụ", Share: 3}}}
	people := c.Members
	if c.Head != "" {
		people = append([]VisitMember{{c.Head, strings.TrimPrefix(c.HeadPost+", trưởng đoàn", ", ")}}, people...)
	}
	for i, m := range people {
		table.Rows = append(table.Rows, paper.Row(strconv.Itoa(i+1), m.Name, m.Post))
	}
	if len(table.Rows) > 0 {
		out = append(out, table)
	}
	return out
}

func (c VisitCard) paperProgramme() []paper.Block {
	if len(c.Items) == 0 {
		return nil
	}
	table := paper.Table{Columns: []paper.Column{{Title: "Ngày", Align: paper.Centre}, {Title: "Nội dung", Share: 4}}}
	for _, i := range c.Items {
		table.Rows = append(table.Rows, paper.Row(i18n.Date(i.Day), strings.ReplaceAll(i.Text, "\n", "; ")))
	}
	return []paper.Block{table}
}

func (c VisitCard) paperTopics() []paper.Block {
	var items [][]paper.Run
	for _, t := range c.Topics {
		items = append(items, []paper.Run{paper.Text(t.Text), paper.Italic(" (" + c.Side(t.Side).Name + " đề nghị)")})
	}
	if len(items) == 0 {
		return nil
	}
	return []paper.Block{paper.List{Items: items}}
}

// sideNames names some sides in one line.
func sideNames(sides []VisitSide) string {
	var names []string
	for _, x := range sides {
		names = append(names, x.Name)
	}
	return strings.Join(names, "; ")
}
