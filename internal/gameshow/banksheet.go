package gameshow

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/sheet"
)

// BankColumns are those of a file of questions, with the Vietnamese names read as
// well; the first of them heads the column in an export.
func BankColumns() []sheet.Column {
	out := []sheet.Column{
		{Name: "code", Names: []string{"Mã câu"}},
		{Name: "unit", Names: []string{"Mã đơn vị", "Đơn vị"}},
		{Name: "ask", Names: []string{"Câu hỏi", "Nội dung câu hỏi"}, Required: true},
		{Name: "kind", Names: []string{"Loại câu"}},
	}
	for i := range MostBankOptions {
		letter := OptionLetter(i)
		out = append(out, sheet.Column{Name: optionColumn(i), Names: []string{"Phương án " + letter, letter}, Required: i < 2})
	}
	return append(out,
		sheet.Column{Name: "right", Names: []string{"Đáp án đúng", "Đáp án"}, Required: true},
		sheet.Column{Name: "law", Names: []string{"Văn bản", "Luật"}, Required: true},
		sheet.Column{Name: "article", Names: []string{"Điều"}, Required: true},
		sheet.Column{Name: "clause", Names: []string{"Khoản"}},
		sheet.Column{Name: "why", Names: []string{"Giải thích"}},
		sheet.Column{Name: "topic", Names: []string{"Chủ đề"}},
		sheet.Column{Name: "difficulty", Names: []string{"Độ khó"}},
		sheet.Column{Name: "seconds", Names: []string{"Số giây"}},
		sheet.Column{Name: "points", Names: []string{"Điểm"}},
		sheet.Column{Name: "valid_from", Names: []string{"Có hiệu lực từ"}},
		sheet.Column{Name: "valid_to", Names: []string{"Có hiệu lực đến"}},
		sheet.Column{Name: "source", Names: []string{"Nguồn đã đọc"}},
		sheet.Column{Name: "state", Names: []string{"Tình trạng"}},
	)
}

// OptionLetter is what people call an option, from 0: "A".
func OptionLetter(i int) string { return string(rune('A' + i)) }

func optionColumn(i int) string { return fmt.Sprintf("option_%d", i+1) }

// named is a value with the word a file has for it.
type named[T any] struct {
	value T
	word  string
}

func kindWords() []named[AskKind] {
	return []named[AskKind]{{One, "Một đáp án đúng"}, {Many, "Nhiều đáp án đúng"}, {Yes, "Đúng hay sai"}}
}

func difficultyWords() []named[int] { return []named[int]{{1, "Dễ"}, {2, "Vừa"}, {3, "Khó"}} }

func stateWords() []named[BankState] {
	return []named[BankState]{
		{BankDraft, "Nháp"},
		{BankWaiting, "Chờ duyệt"},
		{BankReviewed, "Đã duyệt"},
		{BankAgain, "Cần duyệt lại"},
		{BankRead, "Đã đối chiếu văn bản"},
		{BankSecondary, "Mới có nguồn gián tiếp"},
		{BankUnread, "Chưa đối chiếu"},
	}
}

func wordFor[T comparable](all []named[T], value T) string {
	i := slices.IndexFunc(all, func(n named[T]) bool { return n.value == value })
	if i < 0 {
		return ""
	}
	return all[i].word
}

// BankChoices are the words a column of a file takes; none for a column of free
// text.
func BankChoices(column string) (out []string) {
	switch column {
	case "kind":
		out = words(kindWords())
	case "difficulty":
		out = words(difficultyWords())
	case "state":
		out = words(stateWords())
	}
	return out
}

func words[T any](all []named[T]) (out []string) {
	for _, n := range all {
		out = append(out, n.word)
	}
	return out
}

// Cell is what a file says of a question in a column; numbers and days as they
// are kept.
func (q BankQuestion) Cell(column string) string {
	if i, ok := strings.CutPrefix(column, "option_"); ok {
		if n, _ := strconv.Atoi(i); n >= 1 && n <= len(q.Options) {
			return q.Options[n-1].Text
		}
		return ""
	}
	switch column {
	case "kind":
		return wordFor(kindWords(), q.Kind)
	case "right":
		return strings.Join(q.RightLetters(), ", ")
	case "difficulty":
		return wordFor(difficultyWords(), q.Difficulty)
	case "seconds":
		return strconv.Itoa(q.Seconds)
	case "points":
		return strconv.Itoa(q.Points)
	case "state":
		return wordFor(stateWords(), q.State)
	}
	return map[string]string{
		"code": q.Code, "unit": q.UnitCode, "ask": q.Ask, "law": q.LawName, "article": q.ArticleNo, "clause": q.Clause, "why": q.Why, "topic": q.Topic,
		"valid_from": string(q.ValidFrom), "valid_to": string(q.ValidTo), "source": q.Verified,
	}[column]
}

// RightLetters are the letters of the right options.
func (q BankQuestion) RightLetters() (out []string) {
	for i, o := range q.Options {
		if o.Right {
			out = append(out, OptionLetter(i))
		}
	}
	return out
}

// bankRead is what a row of a file says.
type bankRead struct {
	BankQuestion
	unit string // code, as it was written
}

// readBankRow reads a row; get gives the cell of a column. What is wrong with it
// stands at the columns.
func readBankRow(get func(column string) string) (r bankRead, err error) {
	var faults errs.List
	r.unit = line(get("unit"))
	r.Code, r.Ask, r.LawName, r.ArticleNo, r.Clause = get("code"), get("ask"), get("law"), get("article"), get("clause")
	r.Why, r.Topic, r.Verified = get("why"), get("topic"), get("source")
	whole := readOptions(&faults, &r.BankQuestion, get)
	r.Kind = readWord(&faults, "kind", get("kind"), kindWords(), r.likelyKind())
	r.Difficulty = readWord(&faults, "difficulty", get("difficulty"), append(difficultyWords(), named[int]{1, "1"}, named[int]{2, "2"}, named[int]{3, "3"}), 1)
	r.State = readWord(&faults, "state", get("state"), stateWords(), BankDraft)
	r.Seconds = readCount(&faults, "seconds", get("seconds"), usualSeconds)
	r.Points = readCount(&faults, "points", get("points"), usualPoints)
	r.ValidFrom, r.ValidTo = readDay(&faults, "valid_from", get("valid_from")), readDay(&faults, "valid_to", get("valid_to"))
	r.BankQuestion = r.tidied()
	for _, e := range failed(r.check()) {
		told := slices.ContainsFunc(faults, func(f *errs.Error) bool { return f.Field == e.Field })
		if follows := !whole && (e.Field == "right" || strings.HasPrefix(e.Field, "option_")); !told && !follows {
			faults.Add(e)
		}
	}
	return r, faults.Err()
}

// readOptions reads the options, which stand in the first columns without a gap,
// and the letters of the right ones: "B" or "A, C". It tells whether they could be
// read.
func readOptions(faults *errs.List, q *BankQuestion, get func(string) string) bool {
	for i := range MostBankOptions {
		text := line(get(optionColumn(i)))
		if text != "" && len(q.Options) < i {
			faults.Add(errs.At(optionColumn(len(q.Options)), "gameshow.bank.option.gap", errs.Args{"letter": OptionLetter(i)}))
			return false
		}
		if text != "" {
			q.Options = append(q.Options, Option{Text: text})
		}
	}
	for _, letter := range strings.FieldsFunc(strings.ToUpper(line(get("right"))), func(r rune) bool { return strings.ContainsRune(" ,;.+&/", r) }) {
		i := strings.Index("ABCDEF", letter)
		if len(letter) != 1 || i < 0 || i >= len(q.Options) {
			faults.Add(errs.At("right", "gameshow.bank.letter", errs.Args{"said": letter}))
			return false
		}
		q.Options[i].Right = true
	}
	return true
}

// likelyKind is the kind of a question that does not say it.
func (q BankQuestion) likelyKind() AskKind {
	if len(q.RightLetters()) > 1 {
		return Many
	}
	return One
}

func readWord[T any](faults *errs.List, column, text string, all []named[T], usual T) T {
	if line(text) == "" {
		return usual
	}
	i := slices.IndexFunc(all, func(n named[T]) bool { return search.Fold(n.word) == search.Fold(text) })
	if i < 0 {
		faults.Add(errs.At(column, "gameshow.bank.word", errs.Args{"said": line(text), "words": strings.Join(BankChoices(column), ", ")}))
		return usual
	}
	return all[i].value
}

func readCount(faults *errs.List, column, text string, usual int) int {
	if line(text) == "" {
		return usual
	}
	n, err := i18n.ParseNumber(text)
	if err != nil || n < 1 || n > maxPoints {
		refuse(faults, column, err, "error.number.range", errs.Args{"min": 1, "max": maxPoints})
		return usual
	}
	return int(n)
}

func readDay(faults *errs.List, column, text string) day.Date {
	if line(text) == "" {
		return ""
	}
	d, err := i18n.ParseDate(text)
	if err != nil {
		refuse(faults, column, err, "error.date.form", nil)
	}
	return day.Date(d)
}

// refuse says what a reader said, at the column; else a message of its own.
func refuse(faults *errs.List, column string, err error, key string, args errs.Args) {
	e := errs.At(column, key, args)
	if err != nil {
		own := *errs.Of(err)
		own.Field, e = column, &own
	}
	faults.Add(e)
}
