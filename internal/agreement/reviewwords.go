package agreement

import (
	"fmt"
	"math/big"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// The words of a review's paper are Vietnamese whoever drafts it: it is an
// official document of a union (domain.md §9).

const fieldHint = "Cách làm, kết quả cụ thể của lĩnh vực này"

// namedParties is how many parties of a side a sentence names.
const namedParties = 3

// said is a sentence of a draft.
func said(format string, args ...any) report.Line {
	return report.Line{Text: fmt.Sprintf(format, args...), Always: true}
}

// clean is somebody's text inside a sentence: braces would be references.
func clean(text string) string {
	text = strings.NewReplacer("{", "(", "}", ")").Replace(line(text))
	return strings.TrimRight(text, " .;,")
}

// signing tells how the agreement came about.
func (d *look) signing() []report.Line {
	a := d.agreement
	where := ""
	if a.Place != "" {
		where = " tại " + clean(a.Place)
	}
	number := ""
	if a.Number != "" {
		number = " (số " + clean(a.Number) + ")"
	}
	out := []report.Line{said("Ngày %s%s, %s và %s ký %s%s, thực hiện từ ngày %s đến ngày %s, gồm %d lĩnh vực với %d cam kết.",
		i18n.Date(a.SignedOn), where, d.names(A), d.names(B), clean(aboutOf(a)), number, i18n.Date(a.From), i18n.Date(a.To), len(d.fields), len(d.all()))}
	if d.before != nil && d.before.ClosedOn != "" {
		out = append(out, said("Văn bản nối tiếp %s, đã tổng kết ngày %s.", clean(aboutOf(*d.before)), i18n.Date(d.before.ClosedOn)))
	}
	if a.EndedOn != "" && a.EndedOn <= d.on {
		out = append(out, said("Hai bên thôi thực hiện từ sau ngày %s: %s.", i18n.Date(a.EndedOn), clean(a.EndReason)))
	}
	return out
}

// sideOf are the names of those of a side who signed it, or came in their place
// by a day.
func (d *look) sideOf(side Side, on day.Date) (out []string) {
	for _, b := range d.parties {
		if b.Side == side && b.On(on) {
			out = append(out, clean(b.Name))
		}
	}
	return out
}

// names are those who signed on a side, as a sentence has them.
func (d *look) names(side Side) string {
	all := d.sideOf(side, day.Max(d.agreement.SignedOn, d.agreement.From))
	if len(all) > namedParties {
		return strings.Join(all[:namedParties-1], ", ") + fmt.Sprintf(" và %d đơn vị khác", len(all)-namedParties+1)
	}
	return strings.Join(all, ", ")
}

// others are the parties that get the paper.
func (d *look) others() (out []string) {
	for _, b := range d.parties {
		if b.On(d.bound) && (b.Unit == nil || *b.Unit != d.agreement.Unit) {
			out = append(out, clean(b.Name))
		}
	}
	return out
}

// who has promised something.
func (d *look) who(c Commitment) string {
	name := "hai bên"
	if c.Side != Both {
		name = "bên " + string(c.Side)
		if all := d.sideOf(c.Side, d.bound); len(all) == 1 {
			name = all[0]
		}
	}
	for _, b := range d.parties {
		if c.Party != nil && goesBackTo(b, *c.Party, d.parties) && b.On(d.bound) {
			name = clean(b.Name)
		}
	}
	if c.Lead != "" {
		name += ", đầu mối: " + clean(c.Lead)
	}
	return name
}

// line tells what became of a commitment: none when its time has not begun.
func (d *look) line(c Commitment) []report.Line {
	told := d.told(c)
	if len(told) == 0 && c.DroppedOn == "" {
		return nil
	}
	head := fmt.Sprintf("- %s (%s): ", clean(c.Text), d.who(c))
	if c.DroppedOn != "" && c.DroppedOn <= d.on && len(told) == 0 {
		return []report.Line{said("%sthôi thực hiện từ ngày %s, lý do: %s.", head, i18n.Date(c.DroppedOn), clean(c.DropReason))}
	}
	end := d.became(c, told) + "." + d.proof(told)
	figure := d.figure(c)
	if figure == "" {
		return []report.Line{said("%s%s", head, end)}
	}
	return []report.Line{{Text: head + figure + "; " + end, Else: head + end, Always: true}}
}

// became tells how the duties came out.
func (d *look) became(c Commitment, told []Duty) string {
	if len(told) == 1 {
		return d.becameOnce(c, told[0])
	}
	var due, done, behind, unmet, late int
	for _, x := range told {
		o := x.OutcomeOn(d.on)
		switch {
		case o == Waived || (o == Open && x.Due >= d.on):
			continue
		case o == Done && x.DoneOn > x.Due:
			behind++
			done++
		case o == Done:
			done++
		case o == Unmet:
			unmet++
		default:
			late++
		}
		due++
	}
	parts := []string{fmt.Sprintf("đã làm %d/%d lần đến hạn", done, due)}
	for _, p := range []struct {
		n    int
		text string
	}{{behind, "trong đó %d lần chậm"}, {unmet, "%d lần không đạt"}, {late, "%d lần quá hạn chưa làm"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.text, p.n))
		}
	}
	if due == 0 {
		parts = []string{"chưa đến hạn lần nào"}
	}
	return strings.Join(parts, ", ")
}

func (d *look) becameOnce(c Commitment, x Duty) string {
	due := i18n.Date(x.Due)
	switch x.OutcomeOn(d.on) {
	case Done:
		if x.DoneOn > x.Due {
			return fmt.Sprintf("hoàn thành ngày %s, chậm %d ngày", i18n.Date(x.DoneOn), x.Due.Days(x.DoneOn)-1)
		}
		return "đã hoàn thành ngày " + i18n.Date(x.DoneOn)
	case Unmet:
		return "không đạt, hạn " + due
	case Waived:
		return "hai bên thống nhất không thực hiện"
	}
	switch {
	case d.met[x.ID]:
		return "đã đạt mức cam kết, hạn " + due
	case x.Late(d.on) && (c.Work > 0 || c.Indicator != ""):
		return "chưa hoàn thành, đã quá hạn " + due
	case x.Late(d.on):
		return "chưa thực hiện, đã quá hạn " + due
	case c.Work > 0 || c.Indicator != "":
		return "đang thực hiện, hạn " + due
	}
	return "chưa triển khai, hạn " + due
}

// shownProofs is how many outcomes of one commitment are told in words.
const shownProofs = 3

// proof is what was said of the outcomes, the newest ones, as sentences.
func (d *look) proof(told []Duty) (out string) {
	var texts []string
	for _, x := range told {
		if text := clean(d.proofs[x.ID]); text != "" && x.OutcomeOn(d.on) != Open {
			texts = append(texts, i18n.Upper(text)+".")
		}
	}
	for _, t := range texts[max(0, len(texts)-shownProofs):] {
		out += " " + t
	}
	return out
}

// figure is what was counted in the review's time, as a reference that stays
// live, and what was promised of it.
func (d *look) figure(c Commitment) string {
	if c.Indicator == "" || c.Counts == nil {
		return ""
	}
	ind, err := d.catalogue.Indicator(c.Indicator)
	if err != nil {
		return "" // it is counted no more
	}
	token := ind.Code
	if c.Dim != "" {
		token += "|" + c.Dim + "=" + c.Part
	}
	if *c.Counts != d.keeper.ID {
		token += "|đơn vị=" + d.codes[*c.Counts]
	}
	unit := " " + ind.Unit
	switch ind.Unit {
	case "đồng":
		token, unit = token+"|gọn", ""
	case "%":
		unit = ""
	}
	return "kết quả {" + token + "}" + unit + ", cam kết " + goal(c, ind)
}

// goal says how much was promised, and how often.
func goal(c Commitment, ind *ledger.Indicator) string {
	amount, ok := new(big.Rat).SetString(c.Target)
	if !ok {
		return "không nêu số"
	}
	text := i18n.Decimal(amount, 6)
	switch {
	case ind.Unit == "%":
		text += "%"
	case ind.Unit == "đồng" && amount.IsInt() && amount.Num().IsInt64():
		text = i18n.MoneyShort(amount.Num().Int64())
	}
	if ind.Better == "less" {
		text = "không quá " + text
	}
	return text + map[int]string{1: " mỗi tháng", 3: " mỗi quý", 6: " mỗi 6 tháng", 12: " mỗi năm"}[c.Every]
}

// verdict tells how much was done in time, in words that stay live (CountReview).
func (d *look) verdict() []report.Line {
	for _, c := range d.all() {
		for _, x := range d.told(c) {
			if x.Due < d.on || x.OutcomeOn(d.on) == Done {
				return []report.Line{said("{cam kết đúng hạn}/{cam kết đến hạn} lần cam kết đến hạn đã làm đúng hạn; {cam kết chưa xong} lần còn chưa xong.")}
			}
		}
	}
	return []report.Line{said("Chưa có cam kết nào đến hạn.")}
}

// lateLines name what was not done.
func (d *look) lateLines() (out []report.Line) {
	for _, c := range d.all() {
		late := d.late(c)
		if len(late) == 0 {
			continue
		}
		how := "quá hạn " + i18n.Date(late[0].Due)
		if late[0].OutcomeOn(d.on) == Unmet {
			how = "không đạt, hạn " + i18n.Date(late[0].Due)
		}
		if len(late) > 1 {
			how = fmt.Sprintf("%d lần chưa làm hoặc không đạt, lần đầu đến hạn %s", len(late), i18n.Date(late[0].Due))
		}
		out = append(out, said("- %s (%s): %s.", clean(c.Text), d.who(c), how))
	}
	return out
}

// aheadLines tell what comes next: what is open, and of a final review what the
// next stage is to be about.
func (d *look) aheadLines() (out []report.Line) {
	for _, c := range d.all() {
		if x, there := d.ahead(c); there {
			out = append(out, said("- %s (%s), hạn %s.", clean(c.Text), d.who(c), i18n.Date(x.Due)))
		}
	}
	if len(out) > 0 {
		out = append([]report.Line{said("Tiếp tục thực hiện các cam kết chưa đến hạn:")}, out...)
	}
	if d.review.Kind != FinalReview || d.next == nil {
		return out
	}
	out = append(out, said("Ký và thực hiện %s, tập trung vào %d lĩnh vực:", clean(aboutOf(*d.next)), len(d.headings)))
	for _, h := range d.headings {
		out = append(out, said("- %s.", clean(h)))
	}
	return out
}
