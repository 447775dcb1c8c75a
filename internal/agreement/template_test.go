package agreement_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// wordsFile is the catalogue's own words.
func wordsFile(t *testing.T) *fstest.MapFile {
	t.Helper()
	data, err := catalogue.FS.ReadFile("agreements.toml")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: data}
}

const sound = `code = "x"
name = "Quy chế"
kind = "regulation"
partners = ["people"]
valid_from = "2020-01-01"
[[text]]
lang = "vi"
[[text.part]]
level = "article"
heading = "Mục đích"
body = "Của {bên A} và {BÊN B}"
`

func TestTemplatesThatCannotBeFilledInAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ from, to, why string }{
		"sound":                        {"", "", ""},
		"an unknown word":              {"{bên A}", "{bên C}", "nobody knows the word {bên C}"},
		"half a brace":                 {"{bên A}", "{bên A", "a brace without its other one"},
		"a field where none is told":   {"{bên A}", "{cam kết}", "only in a part for each field"},
		"an unknown kind":              {`"regulation"`, `"oath"`, `no kind "oath"`},
		"an unknown partner":           {`"people"`, `"pirates"`, `no kind of partner "pirates"`},
		"an unknown level":             {`"article"`, `"verse"`, "needs the level"},
		"an unknown when":              {`heading =`, "when = \"rain\"\nheading =", "needs the level"},
		"no heading":                   {`"Mục đích"`, `""`, "a heading"},
		"no day":                       {`"2020-01-01"`, `"2020-13-01"`, "valid_from"},
		"a day before the first":       {`valid_from`, "valid_to = \"2019-01-01\"\nvalid_from", "valid_to"},
		"no name":                      {`"Quy chế"`, `""`, "has code, name"},
		"a language nobody has words":  {`lang = "vi"`, `lang = "ko"`, "no words of this language"},
		"a title in Vietnamese":        {`lang = "vi"`, "lang = \"vi\"\ntitle = \"Quy chế\"", "a title belongs to other languages"},
		"English without a title":      {`lang = "vi"`, `lang = "en"`, "a title belongs to other languages"},
		"an unknown key":               {`name =`, "colour = 1\nname =", "unknown key colour"},
		"a ground without a text":      {"[[text.part]]", "ground = [{ text = \" \" }]\n[[text.part]]", "a ground has a text"},
		"a ground of no day":           {"[[text.part]]", "ground = [{ text = \"Căn cứ\", valid_from = \"x\" }]\n[[text.part]]", "a ground has a text"},
		"no articles":                  {`"article"`, `"chapter"`, "no articles"},
		"a text in the same language":  {"[[text.part]]", "[[text.part]]\nlevel = \"article\"\nheading = \"A\"\n[[text]]\nlang = \"vi\"\n[[text.part]]", "two texts in"},
		"a second one on the same day": {"", "", "two templates of it hold on one day"},
	} {
		t.Run(name, func(t *testing.T) {
			text := sound
			if c.from != "" {
				text = strings.Replace(sound, c.from, c.to, 1)
			}
			files := fstest.MapFS{"agreements.toml": wordsFile(t), "agreements/1.toml": {Data: []byte(text)}}
			if name == "a second one on the same day" {
				files["agreements/2.toml"] = files["agreements/1.toml"]
			}
			_, err := agreement.LoadTemplates(files)
			if c.why == "" && err != nil {
				t.Fatal(err)
			}
			if c.why != "" && (err == nil || !strings.Contains(err.Error(), c.why) || !strings.Contains(err.Error(), "catalogue: agreements/")) {
				t.Errorf("err = %v, want %q with the file", err, c.why)
			}
		})
	}
}

func TestWordsThatAreMissingAreNamed(t *testing.T) {
	for _, key := range []string{"chapter", `"minutes.end"`} {
		words := wordsFile(t)
		words.Data = []byte(strings.Replace(string(words.Data), "\n"+key+" = ", "\n"+strings.Trim(key, `"`)[:3]+"x = ", 1))
		if _, err := agreement.LoadTemplates(fstest.MapFS{"agreements.toml": words}); err == nil || !strings.Contains(err.Error(), "has no "+strings.Trim(key, `"`)) {
			t.Errorf("%s: err = %v", key, err)
		}
	}
	if _, err := agreement.LoadTemplates(fstest.MapFS{}); err == nil {
		t.Error("no words at all pass")
	}
}

// A new circular is a new row: two of a code may follow each other.
func TestTheTemplateOfTheDayIsFound(t *testing.T) {
	old := strings.Replace(sound, `valid_from`, "valid_to = \"2023-06-30\"\nvalid_from", 1)
	fresh := strings.Replace(strings.Replace(sound, "2020-01-01", "2023-07-01", 1), "Mục đích", "Mục đích mới", 1)
	all, err := agreement.LoadTemplates(fstest.MapFS{"agreements.toml": wordsFile(t), "agreements/1.toml": {Data: []byte(old)}, "agreements/2.toml": {Data: []byte(fresh)}})
	if err != nil {
		t.Fatal(err)
	}
	if all.Find("x", "2023-06-30") != all.List[0] || all.Find("x", "2023-07-01") != all.List[1] || all.Find("x", "2019-12-31") != nil {
		t.Error("another one is found")
	}
}

// Every kind and partner of the issue has a text to begin with, and the one made
// for them comes first.
func TestEveryKindHasItsTemplate(t *testing.T) {
	all, err := agreement.LoadTemplates(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind    agreement.Kind
		unit    string
		partner agreement.PartnerKind
		lang    string
		want    string
	}{
		{agreement.Regulation, "district", agreement.Union, "vi", "union"},
		{agreement.Programme, "district", agreement.People, "vi", "people"},
		{agreement.Regulation, "district", agreement.People, "vi", "people-regulation"},
		{agreement.Regulation, "provincial", agreement.Party, "vi", "party"},
		{agreement.Memorandum, "provincial", agreement.Foreign, "vi", "memorandum"},
		{agreement.Memorandum, "provincial", agreement.Foreign, "en", "memorandum"},
		{agreement.Welfare, "district", agreement.Enterprise, "vi", "welfare"},
		{agreement.Regulation, "base", agreement.Enterprise, "vi", "employer"},
	} {
		got := all.For(c.kind, c.unit, []agreement.PartnerKind{c.partner}, c.lang, "2023-12-25")
		if len(got) == 0 || got[0].Code != c.want {
			t.Errorf("%v: %d templates, want %s first", c, len(got), c.want)
		}
	}
	if all.Find("education", "2023-12-25") == nil {
		t.Error("no programme with a department of education")
	}
}

func TestATextFromATemplateHasWhatIsKnown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Title, h.Visits, h.FirstHost, h.Lang = "Chương trình phối hợp công tác", true, agreement.B, "vi"
		a, f := k.begin(h)
		k.promise(f, agreement.Commitment{Text: "Giao ban.", Side: agreement.Both, Due: "2023-06-30", Every: 6})
		k.promise(f, agreement.Commitment{Text: "Kết nạp 20 đoàn viên", Side: agreement.A, Lead: "Ban Tổ chức", Due: "2023-12-31", Indicator: "ORG.DV.NEW", Target: "1200"})
		if err := k.FromTemplate(k.officer(), a.ID, "people", "vi", a.Version); err != nil {
			t.Fatal(err)
		}
		parts, err := k.Text(k.officer(), a.ID, "vi")
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		chapters, articles := 0, 0
		for _, p := range agreement.Number(parts) {
			text += p.Heading + "\n" + p.Body + "\n"
			switch p.Level {
			case agreement.Chapter:
				chapters = p.No
			case agreement.Article:
				articles = p.No
			}
		}
		if chapters != 4 || articles != 11 {
			t.Errorf("%d chapters, %d articles, want 4 and 11", chapters, articles)
		}
		for _, want := range []string{
			"Căn cứ Luật Công đoàn\n", "Bộ luật Lao động số 45/2019/QH14", "Liên đoàn Lao động quận Ba Đình (Bên A)", "Ủy ban nhân dân quận Ba Đình (Bên B)",
			"giai đoạn 2023 - 2025", "Phát triển đoàn viên\n", "- Giao ban (Hai bên; 6 tháng một lần, lần đầu chậm nhất ngày 30/06/2023).",
			"- Kết nạp 20 đoàn viên, chỉ tiêu 1.200 (Bên A – Ban Tổ chức; chậm nhất ngày 31/12/2023).", "sơ kết 6 tháng một lần và tổng kết", "Chậm nhất 90 ngày",
			"từ ngày 01/01/2023 đến ngày 31/12/2025",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("lacks %q", want)
			}
		}
		for _, bad := range []string{"{", "}", "50/2024/QH15", "phong trào thi đua trong công nhân"} {
			if strings.Contains(text, bad) {
				t.Errorf("has %q", bad)
			}
		}
		if err := k.FromTemplate(k.officer(), a.ID, "nothing", "vi", a.Version+1); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != "template" {
			t.Errorf("an unknown template: %v", err)
		}
		if err := k.FromTemplate(k.officer(), a.ID, "people", "en", a.Version+1); !errs.Is(err, errs.Invalid) {
			t.Errorf("a language it lacks: %v", err)
		}
	})
}

func TestAnEnglishTextHasATitleAndNames(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.memorandum()
		parts, err := k.Text(k.officer(), a.ID, "en")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(agreement.Part{Level: agreement.TitlePart, Heading: "Memorandum of Understanding on Friendship and Cooperation, 2022–2027"}, parts[0]); diff != "" {
			t.Error(diff)
		}
		if got := agreement.Number(parts)[1]; got.No != 1 || got.Heading != "Purpose" {
			t.Errorf("the first article is %d %q", got.No, got.Heading)
		}
	})
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"", "{bên A}", "a {  GIAI ĐOẠN } b", "{{", "}{", "{x}\n{cam kết}", "{\n}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, words, err := agreement.Cut(text)
		if whole != text {
			t.Errorf("%q came back as %q", text, whole)
		}
		filled := agreement.Fill(text)
		if err == nil && words == 0 && strings.Join(strings.Fields(filled), "") != strings.Join(strings.Fields(text), "") {
			t.Errorf("a text without words was changed: %q to %q", text, filled)
		}
		if err == nil && strings.ContainsAny(filled, "{}") {
			t.Errorf("a brace is left in %q", filled)
		}
	})
}
