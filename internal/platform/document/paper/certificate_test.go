package paper

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// winner is a certificate of a show.
func winner() Certificate {
	return Certificate{
		Body:  Body{"Liên đoàn Lao động thành phố Hồ Chí Minh", "Liên đoàn Lao động quận Bình Tân"},
		Title: "Giấy chứng nhận", Lead: "Chứng nhận", Name: "Nguyễn Thị Ánh Tuyết", Of: "CĐCS Công ty TNHH May Mặc Hoàng Yến",
		Text: []string{
			"xếp thứ nhất trong 58 người chơi, đạt 8.450 điểm, trả lời đúng 9/10 câu",
			"tại chương trình “Âm nhạc và công nhân” ngày 08 tháng 11 năm 2023",
		},
		Place: "Bình Tân", Day: "2023-11-08", Sign: Signature{Lines: []string{"TM. Ban Thường vụ", "Chủ tịch"}, Name: "Trần Văn Khánh"},
		Note: "Giấy này ghi kết quả một trò chơi, không phải hình thức khen thưởng.",
	}
}

func certificates(t testing.TB, all ...Certificate) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCertificates(&b, all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCertificateGoldenInPoppler(t *testing.T) {
	team := winner()
	team.Name, team.Of, team.Text[0] = "CĐCS Công ty TNHH Một thành viên Dịch vụ công ích Thanh niên xung phong - Chi nhánh Bình Tân", "", "xếp thứ nhất trong 9 đơn vị"
	all := pages(t, saved(t, "a.pdf", certificates(t, winner(), team)))
	got := ""
	for _, page := range all {
		for l := range strings.Lines(page) {
			if l = strings.TrimSpace(l); l != "" {
				got += l + "\n"
			}
		}
		got += "----\n"
	}
	file := filepath.Join("testdata", "certificate.golden.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACertificateIsOneSheetAcross(t *testing.T) {
	many := []Certificate{winner(), winner(), winner()}
	many[1].Name = strings.Repeat("Ư", 24)
	many[1].Of = strings.Repeat("Công đoàn cơ sở Công ty ", 8)
	many[1].Text = []string{strings.Repeat("dài và dài ", 30), "x"}
	info := tool(t, "pdfinfo", saved(t, "a.pdf", certificates(t, many...)))
	for _, want := range []string{"Pages:           3", "841.89 x 595.28 pts (A4)", "Giấy chứng nhận"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	if !bytes.Equal(certificates(t, many...), certificates(t, many...)) {
		t.Error("the same certificates give other bytes")
	}
}

// What people call themselves on a big screen may be anything: it never spoils
// the sheet, nor anything else on it.
func TestNamesThatCannotBePrintedDoNoHarmInPoppler(t *testing.T) {
	for name, want := range map[string]string{
		"Lan 🌸": "Lan", "🎤🎶": unnamed, "김민수": unnamed, "Đặng Thị Mỹ": "Đặng Thị Mỹ", "An\u202eBình": "AnBình", "\x00\x07": unnamed, "Tổ 2 ⭐⭐": "Tổ 2",
		"<script>": "<script>", "(An) \\ ": "(An) \\", "": unnamed, "‼️": unnamed, "A\u0301nh": "Ánh",
	} {
		c := winner()
		c.Name = name
		said := pages(t, saved(t, "a.pdf", certificates(t, c)))[0]
		if !strings.Contains(dense(said), "Chứngnhận"+dense(want)+"CĐCS") {
			t.Errorf("%q is not printed %q:\n%s", name, want, said)
		}
		if strings.ContainsRune(said, missing) {
			t.Errorf("%q leaves a box:\n%s", name, said)
		}
	}
}

func TestNoCertificatesAreNoFile(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCertificates(&b, nil); err == nil || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

// FuzzCertificate: names and teams are typed by strangers; whatever they are,
// there is a sheet.
func FuzzCertificate(f *testing.F) {
	for _, s := range []string{"An", "🎤", "\xff\xfe", "Z̶̢̛̬̰͔͙͎̹a", "\u202eAn", strings.Repeat("W", 300), "a\nb\tc", "\U0010ffff", "(\\)"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, of string) {
		c := winner()
		c.Name, c.Of = name, of
		data := certificates(t, c)
		if n := bytes.Count(data, []byte("/Type /Page\n")); n != 1 || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
			t.Errorf("%d pages of %q", n, name)
		}
	})
}
