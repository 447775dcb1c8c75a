package homeweb

import (
	"strings"
	"testing"

	"donghanh/internal/platform/i18n"
)

func TestTheSentence(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	founded := func(done int64, goal string) *sum { return &sum{done, goal, "/f"} }
	admitted := func(done int64, goal string) sum { return sum{done, goal, "/a"} }
	for name, c := range map[string]struct {
		said said
		vi   string
	}{
		"both reached": {
			said{"2023", "LĐLĐ quận Ba Đình", founded(23, "20"), admitted(1516, "1.500"), 2, 2},
			"Năm 2023, LĐLĐ quận Ba Đình đã thành lập [23/20](/f) công đoàn cơ sở, kết nạp [1.516/1.500](/a) đoàn viên. Cả hai chỉ tiêu được giao đều đã đạt.",
		},
		"one of two": {
			said{"2023", "LĐLĐ quận An", founded(1, "20"), admitted(1500, "1.500"), 1, 2},
			"Năm 2023, LĐLĐ quận An đã thành lập [1/20](/f) công đoàn cơ sở, kết nạp [1.500/1.500](/a) đoàn viên. Đã đạt một trong hai chỉ tiêu được giao.",
		},
		"none of three": {
			said{"2023", "LĐLĐ quận An", founded(2, "20"), admitted(3, "1.500"), 0, 3},
			"Năm 2023, LĐLĐ quận An đã thành lập [2/20](/f) công đoàn cơ sở, kết nạp [3/1.500](/a) đoàn viên. Cả ba chỉ tiêu được giao đều chưa đạt.",
		},
		"many": {
			said{"2023", "LĐLĐ TP Hà Nội", founded(250, ""), admitted(40, ""), 11, 12},
			"Năm 2023, LĐLĐ TP Hà Nội đã thành lập [250](/f) công đoàn cơ sở, kết nạp [40](/a) đoàn viên. Đã đạt 11 trong 12 chỉ tiêu được giao.",
		},
		"nothing founded": {
			said{"2023", "LĐLĐ quận An", founded(0, "20"), admitted(5, ""), 0, 1},
			"Năm 2023, LĐLĐ quận An chưa thành lập công đoàn cơ sở nào ([0/20](/f)), đã kết nạp [5](/a) đoàn viên. Chỉ tiêu được giao chưa đạt.",
		},
		"nobody admitted": {
			said{"2023", "LĐLĐ quận An", founded(1, ""), admitted(0, ""), 0, 0},
			"Năm 2023, LĐLĐ quận An đã thành lập [1](/f) công đoàn cơ sở, chưa kết nạp đoàn viên nào ([0](/a)). Chưa có chỉ tiêu nào được giao.",
		},
		"nothing at all": {
			said{"2024", "LĐLĐ quận An", founded(0, ""), admitted(0, ""), 0, 0},
			"Năm 2024, LĐLĐ quận An chưa thành lập công đoàn cơ sở nào ([0](/f)) và chưa kết nạp đoàn viên nào ([0](/a)). Chưa có chỉ tiêu nào được giao.",
		},
		"a base union": {
			said{"2023", "CĐCS Công ty <May>", nil, admitted(12, "10"), 1, 1},
			"Năm 2023, CĐCS Công ty <May> đã kết nạp [12/10](/a) đoàn viên. Chỉ tiêu được giao đã đạt.",
		},
		"a base union without admissions": {
			said{"2023", "CĐCS {year}", nil, admitted(0, "10"), 0, 1},
			"Năm 2023, CĐCS {year} chưa kết nạp đoàn viên nào ([0/10](/a)). Chỉ tiêu được giao chưa đạt.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			vi := written(c.said.pieces(i18n.With(t.Context(), words.Printer(i18n.Vi))))
			if vi != c.vi {
				t.Errorf("\n got %s\nwant %s", vi, c.vi)
			}
			en := written(c.said.pieces(i18n.With(t.Context(), words.Printer(i18n.En))))
			if strings.ContainsAny(en, "⟦\x00") || strings.Count(en, "](") != strings.Count(vi, "](") {
				t.Errorf("in English: %s", en)
			}
		})
	}
}

// written shows a number that opens as [text](address).
func written(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.Href != "" {
			b.WriteString("[" + p.Text + "](" + p.Href + ")")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
