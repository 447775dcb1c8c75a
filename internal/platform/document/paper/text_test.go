package paper

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"donghanh/internal/platform/day"
)

func TestLongDay(t *testing.T) {
	for d, want := range map[day.Date]string{
		"2024-02-05": "ngày 05 tháng 02 năm 2024",
		"2024-03-10": "ngày 10 tháng 3 năm 2024",
		"2023-12-25": "ngày 25 tháng 12 năm 2023",
		"":           "ngày …… tháng …… năm ………",
		"2023-02-31": "ngày …… tháng …… năm ………",
	} {
		t.Run(string(d), func(t *testing.T) {
			if got := longDay(d); got != want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	for want, p := range map[string]Paper{
		"Số: 05/BC-LĐLĐ":              {Number: 5, Symbol: "BC-LĐLĐ"},
		"Số: 118/TLĐ":                 {Number: 118, Symbol: "TLĐ"},
		"Số: " + blank + "/QĐ-CĐCS":   {Symbol: "QĐ-CĐCS"},
		"Số: " + blank:                {},
		"Số: 12":                      {Number: 12},
		"Số: " + blank + "/KH-CĐN <&": {Number: -1, Symbol: " KH-CĐN <& "},
	} {
		t.Run(want, func(t *testing.T) {
			if got := p.number(); got != want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestTheTextEndsOnce(t *testing.T) {
	ends := func(blocks ...Block) string {
		all := closed(blocks)
		switch b := all[len(all)-1].(type) {
		case Paragraph:
			return plain(b.Runs)
		case Note:
			return plain(b.Runs)
		case List:
			return plain(b.Items[len(b.Items)-1])
		}
		return "?"
	}
	for name, c := range map[string]struct{ got, want string }{
		"a full stop gives way":       {ends(Say(Text("Hết."))), "Hết./."},
		"without a stop":              {ends(Say(Text("Hết"))), "Hết./."},
		"a semicolon gives way":       {ends(Say(Text("Hết;"))), "Hết./."},
		"it is there already":         {ends(Say(Text("Hết./."))), "Hết./."},
		"in the last run that speaks": {ends(Say(Text("Hết"), Bold(" rồi. "), Text(" "))), "Hết rồi./."},
		"the last item":               {ends(List{[][]Run{{Text("một")}, {Text("hai")}}}), "hai./."},
		"a note":                      {ends(Note{[]Run{Text("chú")}}), "chú./."},
		"behind a table":              {ends(longTable(1)), "./."},
		"behind a heading":            {ends(Heading{Text: "X"}), "./."},
		"behind an empty list":        {ends(List{}), "./."},
		"an empty paragraph":          {ends(Say()), "./."},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("%q, want %q", c.got, c.want)
			}
		})
	}
	given := []Block{Say(Text("Hết."))}
	closed(given)
	if got := plain(given[0].(Paragraph).Runs); got != "Hết." {
		t.Errorf("the caller's text is %q", got)
	}
}

func TestListsEnd(t *testing.T) {
	got := ended([]string{" a ", "b;", "", "Xét đề nghị,", "c."})
	if diff := cmp.Diff([]string{"a;", "b;", "Xét đề nghị,", "c."}, got); diff != "" {
		t.Error(diff)
	}
}

// Names break where a reader pauses, in the width of the left column.
func TestNamesBreakWhereAReaderPauses(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Liên đoàn Lao động thành phố Hà Nội":            "LIÊN ĐOÀN LAO ĐỘNG|THÀNH PHỐ HÀ NỘI",
		"Tổng Liên đoàn Lao động Việt Nam":               "TỔNG LIÊN ĐOÀN|LAO ĐỘNG VIỆT NAM",
		"Công đoàn phường Ba Đình":                       "CÔNG ĐOÀN|PHƯỜNG BA ĐÌNH",
		"Liên đoàn Lao động quận Ba Đình":                "LIÊN ĐOÀN LAO ĐỘNG|QUẬN BA ĐÌNH",
		"Công đoàn cơ sở Trường THCS Giảng Võ":           "CÔNG ĐOÀN CƠ SỞ|TRƯỜNG THCS GIẢNG VÕ",
		"CĐCS\nCông ty TNHH Một thành viên Thương mại A": "CĐCS|CÔNG TY TNHH MỘT|THÀNH VIÊN THƯƠNG MẠI A",
		"Nguyễn":                 "NGUYỄN",
		"":                       "",
		strings.Repeat("Ộ", 100): "",
	} {
		t.Run(name, func(t *testing.T) {
			lines := s.even(upperLines(name), &bodyStyle, 0.4*textWidth-4)
			if got := strings.Join(lines, "|"); want != "" && got != want {
				t.Errorf("%q", got)
			}
			for _, l := range lines {
				if w := s.width(l, boldLook, bodyStyle.size); w > 0.4*textWidth {
					t.Errorf("%q is wider than the column", l)
				}
			}
		})
	}
}

// Nothing is lost or added where lines are broken.
func TestBreakingKeepsEveryCharacter(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	runs := []Run{Text("Một "), Bold("hai"), Text("ba "), Italic(strings.Repeat("dài", 200)), Text(" " + letters + "😀 bốn")}
	for _, width := range []float64{-5, 0, 3, 40, 97.3, 200, textWidth} {
		var said []string
		for _, l := range s.lines(runs, &textStyle, width) {
			said = append(said, l.text())
			if len(l.parts) == 0 {
				t.Errorf("an empty line at %v", width)
			}
		}
		if diff := cmp.Diff(dense(plain(runs)), dense(strings.Join(said, ""))); diff != "" {
			t.Errorf("at width %v: %s", width, diff)
		}
	}
}

func TestClean(t *testing.T) {
	for given, want := range map[string]string{
		"a\u0323\u0302":       "ậ", // composed, whatever the order
		"a\t\n\r b":           "a b",
		"\x00\x1b[31m\u0085":  "[31m ",
		"\ufeffa\ufffe\uffff": "a",
		"a\xffb":              "ab",
		" a ":                 " a ",
		"😀":                   "😀",
	} {
		t.Run(want, func(t *testing.T) {
			if got := clean(given); got != want {
				t.Errorf("%q", got)
			}
		})
	}
}
