package gameshow

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// BankQuestion is a question of law as the bank keeps it, with where its answer
// stands and how far somebody has looked it up.
type BankQuestion struct {
	Question
	Code       string // of the bank: "ATVSLD-001"
	LawName    string // "Luật An toàn, vệ sinh lao động 84/2015/QH13"
	ArticleNo  string // "3"
	Clause     string // "2"; empty: the whole article
	Difficulty int    // 1 to 3
	Topic      string
	Verified   string // the text that was read: an address, or a public file; empty: nobody has looked it up
	Checked    string // how: phrase-2, phrase-1, read, secondary
}

// usual of a question of law that does not say otherwise.
const usualSeconds, usualPoints = 20, 1000

// LoadBank reads the questions of law that come with the program
// (catalogue/show/law-questions.tsv) and refuses those that cannot be asked.
func LoadBank(fsys fs.FS) (out []BankQuestion, err error) {
	text, err := fs.ReadFile(fsys, "show/law-questions.tsv")
	if err != nil {
		return nil, err
	}
	head, rows, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	columns := strings.Split(head, "\t")
	for i, line := range strings.Split(rows, "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("law-questions.tsv, line %d: %d columns, not %d", i+2, len(cells), len(columns))
		}
		row := map[string]string{}
		for c, name := range columns {
			if cells[c] != "-" {
				row[name] = cells[c]
			}
		}
		q := bankQuestion(row)
		if err := q.Check(); err != nil {
			return nil, fmt.Errorf("law-questions.tsv, line %d: %w", i+2, err)
		}
		out = append(out, q)
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
	b.Question = Question{
		ID: b.Code, Kind: One, Ask: row["question"], Seconds: usualSeconds, Points: usualPoints, Law: row["basis"],
		Article: "Điều " + b.ArticleNo + " " + b.LawName,
	}
	for _, letter := range []string{"a", "b", "c", "d"} {
		if row[letter] != "" {
			b.Options = append(b.Options, Option{row[letter], row["answer"] == letter})
		}
	}
	return b
}
