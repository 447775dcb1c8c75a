package search

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"marks come off":             {"Công đoàn cơ sở", "cong doan co so"},
		"capital Đ is d":             {"ĐÔNG ĐÔ", "dong do"},
		"eth typed for Đ is d":       {"Ðống Ða", "dong da"},
		"old tone place":             {"Hòa Thủy", "hoa thuy"},
		"new tone place":             {"Hoà Thuỷ", "hoa thuy"},
		"decomposed input":           {norm.NFD.String("Nguyễn Thị Bưởi"), "nguyen thi buoi"},
		"runs become one blank":      {"  LĐLĐ – Q. Ba\tĐình / (HN) ", "ldld q ba dinh hn"},
		"codes keep digits":          {"HN-BADINH-0001", "hn badinh 0001"},
		"emoji are dropped":          {"👷🏽‍♀️Công🎉nhân🇻🇳", "cong nhan"},
		"fancy letters are letters":  {"𝗖𝗼̂𝗻𝗴 đ𝗼𝗮̀𝗻", "cong doan"},
		"full width letters as well": {"ＡＢＣ１２", "abc12"},
		"broken bytes part words":    {"cong\xff\xfedoan", "cong doan"},
		"empty":                      {"", ""},
		"only signs":                 {" -–/…", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Fold(tc.in); got != tc.want {
				t.Errorf("Fold(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

// TestFoldEveryRune holds the promises of Fold for all of Unicode.
func TestFoldEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		checkFold(t, string(r))
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Công đoàn", "HÒA hoà", "0000\xf4ğ", "👷🏽‍♀️", "ﬁ ½ İ ß", "a\u0323\u0302"} {
		f.Add(s)
	}
	f.Fuzz(checkFold)
}

func checkFold(t *testing.T, s string) {
	got := Fold(s)
	if again := Fold(got); again != got {
		t.Errorf("Fold(%q) = %q, folded again %q", s, got, again)
	}
	if !utf8.ValidString(got) {
		t.Errorf("Fold(%q) = %q is not UTF-8", s, got)
	}
	if strings.ContainsFunc(got, unicode.IsUpper) {
		t.Errorf("Fold(%q) = %q has upper case", s, got)
	}
	if strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
		t.Errorf("Fold(%q) = %q has loose blanks", s, got)
	}
}

func TestSortKeyOrder(t *testing.T) {
	for name, want := range map[string][]string{
		"letters":            strings.Fields("a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y"),
		"tones":              strings.Fields("a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ"),
		"names":              strings.Fields("An Anh Ánh Ăn Ân Ất Dũng Đức Em Êm Oanh Ôn Ớt Uy Ứng Yến"),
		"word by word":       {"A 1", "An Bình", "An Cư", "Anh An", "Ánh An"},
		"numbers by value":   {"Phường 1", "Phường 2", "Phường 10", "Phường 10 A", "Phường 100", "Phường Ba"},
		"letter before tone": {"Hoa", "Hoà", "Hoan", "Hoàn", "Hoang"},
	} {
		t.Run(name, func(t *testing.T) {
			got := slices.Clone(want)
			slices.Reverse(got)
			slices.SortFunc(got, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSortKeyEqual(t *testing.T) {
	for name, tc := range map[string][2]string{
		"tone place":   {"Hòa Bình", "Hoà Bình"},
		"Unicode form": {"Đống Đa", norm.NFD.String("Đống Đa")},
		"case":         {"YÊN HÒA", "Yên Hoà"},
		"blanks":       {" Ba  Đình", "Ba Đình"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := SortKey(tc[0]), SortKey(tc[1]); a != b {
				t.Errorf("keys differ: %s and %s", a, b)
			}
		})
	}
}

func TestSortKeyIsBoundedHex(t *testing.T) {
	for _, s := range []string{"", "Đức", "\xff", strings.Repeat("ộ 9", 5000)} {
		key := SortKey(s)
		if len(key) > 2*maxSortKey || strings.Trim(key, "0123456789abcdef") != "" {
			t.Errorf("SortKey(%.20q) = %.40q of %d characters", s, key, len(key))
		}
	}
}

func TestSortKeyConcurrently(t *testing.T) {
	want := SortKey("Phường 10")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := SortKey("Phường 10"); got != want {
					t.Errorf("key %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestExact(t *testing.T) {
	for name, tc := range map[string]struct {
		s, query string
		want     bool
	}{
		"same marks":            {"Công đoàn cơ sở", "đoàn", true},
		"no marks is not exact": {"Công đoàn cơ sở", "doan", false},
		"other tone":            {"Trần Thị Hoá", "hoà", false},
		"other letter":          {"Lê Văn Đức", "dức", false},
		"case":                  {"LIÊN ĐOÀN", "liên đoàn", true},
		"tone place oa":         {"Hoà Bình", "HÒA", true},
		"tone place oe":         {"múa xoè", "xòe", true},
		"tone place uy":         {"Thủy Nguyên", "thuỷ", true},
		"tone place qu":         {"Phú Quý", "qúy", true},
		"Unicode form":          {norm.NFD.String("Nguyễn Huệ"), "huệ", true},
		"blanks":                {"Ba Đình", " ba  đình ", true},
		"empty query":           {"Ba Đình", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Exact(tc.s, tc.query); got != tc.want {
				t.Errorf("Exact(%q, %q) = %t", tc.s, tc.query, got)
			}
		})
	}
}
