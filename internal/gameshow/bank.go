package gameshow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// BankQuestion is a question of law as the bank keeps it, with where its answer
// stands and how far somebody has looked it up.
type BankQuestion struct {
	Question
	Code       string // of the bank: "ATVSLD-001"; a unit has each once
	LawName    string // "Luật An toàn, vệ sinh lao động 84/2015/QH13"
	ArticleNo  string // "3"
	Clause     string // "2"; empty: the whole article
	Difficulty int    // 1 to 3
	Topic      string
	Verified   string // the text that was read: an address, or its name; empty: nobody has looked it up
	Checked    string // how, of one that comes with the program: phrase-2, phrase-1, read, secondary

	ValidFrom day.Date // of the text the answer stands in; empty: always
	ValidTo   day.Date // last day; empty: no end is known

	Unit        string // id; empty: it comes with the program
	UnitName    string
	UnitCode    string
	Copied      string // code of the question it was made from; empty: none
	State       BankState
	Reviewer    string   // account; empty: nobody yet
	ReviewedOn  day.Date // by the day the bank is read on
	Writer      string   // account that wrote it last
	WrittenAt   int64    // microseconds
	Version     int
	RecordedAt  int64 // microseconds
	WithdrawnAt *int64
}

// BankState is how far a question is to be trusted.
type BankState string

// Those of units' questions, in their order; then those that come with the
// program, the best first.
const (
	BankDraft     BankState = "draft"
	BankWaiting   BankState = "waiting"
	BankReviewed  BankState = "reviewed"
	BankAgain     BankState = "again"     // it was edited since, or its law has ended
	BankRead      BankState = "read"      // its makers have read the text of the law
	BankSecondary BankState = "secondary" // they have read only what others say of it
	BankUnread    BankState = "unread"
)

// BankStates are all, in the order they are offered.
func BankStates() []BankState {
	return []BankState{BankDraft, BankWaiting, BankReviewed, BankAgain, BankRead, BankSecondary, BankUnread}
}

// BankKinds are the kinds of question the bank keeps.
func BankKinds() []AskKind { return []AskKind{One, Many, Yes} }

// Shipped tells that the question comes with the program.
func (q BankQuestion) Shipped() bool { return q.Unit == "" }

// Ended tells that the text the answer stands in is no longer in force on a day.
func (q BankQuestion) Ended(on day.Date) bool { return q.ValidTo != "" && q.ValidTo < on }

// InForce tells that the answer is law on a day.
func (q BankQuestion) InForce(on day.Date) bool { return q.ValidFrom <= on && !q.Ended(on) }

// usual of a question of law that does not say otherwise.
const usualSeconds, usualPoints = 20, 1000

// LoadBank reads the questions of law that come with the program
// (catalogue/show/law-questions.tsv) with the days on which their laws are in
// force (laws.tsv), and refuses those that cannot be asked.
func LoadBank(fsys fs.FS) (out []BankQuestion, err error) {
	rows, err := table(fsys, "show/law-questions.tsv")
	if err != nil {
		return nil, err
	}
	laws, err := table(fsys, "show/laws.tsv")
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		q := bankQuestion(row)
		l := slices.IndexFunc(laws, func(law map[string]string) bool { return law["law"] == q.LawName })
		if l < 0 {
			return nil, fmt.Errorf("law-questions.tsv, line %d: laws.tsv does not have %q", i+2, q.LawName)
		}
		q.ValidFrom, q.ValidTo = day.Date(laws[l]["valid_from"]), day.Date(laws[l]["valid_to"])
		if err := q.check(); err != nil {
			return nil, fmt.Errorf("law-questions.tsv, line %d: %w", i+2, err)
		}
		out = append(out, q)
	}
	return out, nil
}

// table reads a file of columns parted by tabs; "-" is an empty cell.
func table(fsys fs.FS, name string) (out []map[string]string, err error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	head, rows, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	columns := strings.Split(head, "\t")
	for i, line := range strings.Split(rows, "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("%s, line %d: %d columns, not %d", name, i+2, len(cells), len(columns))
		}
		row := map[string]string{}
		for c, column := range columns {
			if cells[c] != "-" {
				row[column] = cells[c]
			}
		}
		out = append(out, row)
	}
	return out, nil
}

func bankQuestion(row map[string]string) BankQuestion {
	difficulty, _ := strconv.Atoi(row["difficulty"]) // 0 is none
	b := BankQuestion{
		Code: row["id"], LawName: row["law"], ArticleNo: row["article"], Clause: row["clause"], Difficulty: difficulty, Topic: row["topic"],
		Checked: row["check"],
	}
	if row["verified"] != "unverified" {
		b.Verified = row["verified"]
	}
	b.State = shippedState(b)
	b.Question = Question{ID: b.Code, Kind: One, Ask: row["question"], Seconds: usualSeconds, Points: usualPoints}
	for _, letter := range []string{"a", "b", "c", "d"} {
		if row[letter] != "" {
			b.Options = append(b.Options, Option{row[letter], row["answer"] == letter})
		}
	}
	b.cite()
	return b
}

// shippedState is what the program's own file says of a question.
func shippedState(q BankQuestion) BankState {
	switch {
	case q.Verified != "":
		return BankRead
	case strings.HasPrefix(q.Checked, "secondary"):
		return BankSecondary
	}
	return BankUnread
}

// cite writes the article into the question as the hall is shown it.
func (q *BankQuestion) cite() {
	q.Article = "Điều " + q.ArticleNo + " " + q.LawName
	q.Law = q.Article
	if q.Clause != "" {
		q.Law = "khoản " + q.Clause + " " + q.Article
	}
}

// print is a digest of all a question says, whoever keeps it.
func (q BankQuestion) print() string {
	q.ID = ""
	said, err := json.Marshal([]any{
		q.Question, q.LawName, q.ArticleNo, q.Clause, q.Difficulty, q.Topic, q.Verified, q.ValidFrom, q.ValidTo,
	})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return digest(string(said))
}

// stamp is a digest of all that is kept of a question, for seeing that the
// program brings another.
func (q BankQuestion) stamp() string { return digest(q.print() + q.Checked) }

// asked is a digest of what is asked, whatever the case, blanks and full stops.
func (q BankQuestion) asked() string { return digest(wordsOf(q.Ask)) }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// folded is what a question is found by.
func (q BankQuestion) folded() string {
	words := []string{q.Code, q.Ask, q.Law, q.Topic}
	for _, o := range q.Options {
		words = append(words, o.Text)
	}
	return search.Fold(strings.Join(words, " "))
}

// sortKey puts questions in the order of laws and their articles.
func (q BankQuestion) sortKey() string {
	return search.SortKey(q.LawName + " " + q.ArticleNo + " " + q.Clause + " " + q.Code)
}

// bounds of a question of the bank.
const (
	MostBankOptions = 6
	maxBankLaw      = 200
	maxBankNo       = 20
	maxBankTopic    = 100
	maxBankCode     = 40
	maxBankWhy      = 1000
	maxBankSource   = 500
)

// check gathers all that is wrong with a question, each at its field.
func (q BankQuestion) check() error {
	var faults errs.List
	for _, e := range failed(q.Question.Check()) {
		faults.Add(e)
	}
	if !slices.Contains(BankKinds(), q.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
	if len(q.Options) > MostBankOptions {
		faults.Add(errs.At("option_1", "gameshow.options", errs.Args{"min": 2, "max": MostBankOptions}))
	}
	short(&faults, "law", q.LawName, maxBankLaw)
	short(&faults, "article", q.ArticleNo, maxBankNo)
	atMost(&faults, "clause", q.Clause, maxBankNo)
	atMost(&faults, "why", q.Why, maxBankWhy)
	atMost(&faults, "topic", q.Topic, maxBankTopic)
	atMost(&faults, "code", q.Code, maxBankCode)
	if q.Difficulty < 1 || q.Difficulty > 3 {
		faults.Add(errs.At("difficulty", "error.choice"))
	}
	if q.ValidTo != "" && q.ValidTo < q.ValidFrom {
		faults.Add(errs.At("valid_to", "gameshow.bank.valid.order", errs.Args{"date": q.ValidFrom}))
	}
	checkSource(&faults, q.Verified)
	return bankFields(onePerField(faults))
}

// onePerField leaves the first refusal at each field: what a question is cited by
// is looked at as it was written and as it is shown.
func onePerField(all errs.List) error {
	var out errs.List
	for _, e := range all {
		if !slices.ContainsFunc(out, func(o *errs.Error) bool { return o.Field == e.Field }) {
			out.Add(e)
		}
	}
	return out.Err()
}

// bankFields says refusals at the fields that forms and files have: which options
// are right is a field of its own.
func bankFields(err error) error {
	for _, e := range failed(err) {
		switch e.Key {
		case "gameshow.right.none", "gameshow.right.many":
			e.Field = "right"
		case "gameshow.options":
			e.Field, e.Args = "option_1", errs.Args{"min": 2, "max": MostBankOptions}
		case "error.required":
			e.Key = needs(e.Field)
		}
	}
	return err
}

// needs says what is missing by its name: a long form lists it far from its field.
func needs(field string) string {
	switch field {
	case "ask":
		return "gameshow.bank.need.ask"
	case "law":
		return "gameshow.bank.need.law"
	case "article":
		return "gameshow.bank.need.article"
	}
	return "error.required"
}

// failed are the refusals of an error; none of nil.
func failed(err error) []*errs.Error {
	if err == nil {
		return nil
	}
	return errs.All(err)
}

func atMost(faults *errs.List, field, text string, most int) {
	if len([]rune(text)) > most {
		faults.Add(errs.At(field, "error.text.long", errs.Args{"max": most}))
	}
}
