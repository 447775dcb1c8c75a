package importweb

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"

	"donghanh/internal/platform/sheet"
)

// examples has one cell for each column people commonly fill in, by kind.
var examples = map[string]map[string]string{
	"units": {
		"code": "HN-BADINH-0900", "name": "CĐCS Công ty TNHH Ví dụ", "kind": "Công đoàn cơ sở", "parent": "HN-BADINH", "sector": "Doanh nghiệp ngoài nhà nước",
		"employer": "Công ty TNHH Ví dụ", "founded_on": "15/03/2023", "founding_no": "12/QĐ-LĐLĐ", "members_on_start": "48",
	},
	"targets": {
		"indicator": "ORG.DV.NEW", "unit": "HN-BADINH", "period": "2023", "comparison": ">=", "value": "1.500",
		"document": "05/KH-LĐLĐ", "issued_on": "10/01/2023",
	},
	"activities": {
		"ref": "KN-2023-001", "unit": "HN-BADINH-0001", "kind": "Kết nạp đoàn viên", "date": "19/12/2023",
		"count": "12", "women": "7", "decision": "12/QĐ-CĐCS",
	},
	"bank": {
		"unit": "HCM-BINHTAN", "ask": "Làm thêm giờ vào ngày nghỉ hằng tuần được trả ít nhất bao nhiêu?", "kind": "Một đáp án đúng",
		"option_1": "150% tiền lương", "option_2": "200% tiền lương", "option_3": "300% tiền lương", "right": "B", "law": "Bộ luật Lao động 45/2019/QH14",
		"article": "98", "clause": "1", "topic": "tiền lương", "difficulty": "Vừa", "valid_from": "01/01/2021",
	},
}

// columns tells people of a kind's columns: the Vietnamese name first.
func columns(k sheet.Kind) (out []columnView) {
	for _, c := range k.Columns {
		v := columnView{Name: heading(c), Example: examples[k.Name][c.Name], Required: c.Required}
		var others []string
		for _, n := range append(c.Names, c.Name) {
			if n != v.Name {
				others = append(others, n)
			}
		}
		v.Others = strings.Join(others, ", ")
		out = append(out, v)
	}
	return out
}

func heading(c sheet.Column) string {
	if len(c.Names) == 0 {
		return c.Name
	}
	return c.Names[0]
}

// sample is a small file to begin with.
func (p *Pages) sample(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kindOf(r)
	if err != nil {
		return err
	}
	var head, row []string
	for _, c := range k.Columns {
		head = append(head, heading(c))
		row = append(row, examples[k.Name][c.Name])
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // for Excel, which reads marks wrong without
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if err := out.WriteAll([][]string{head, row}); err != nil {
		return err
	}
	return sendCSV(w, k.Name+".csv", b.Bytes())
}
