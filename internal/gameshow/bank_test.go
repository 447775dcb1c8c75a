package gameshow

import (
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
)

// The bank is whole: 212 questions, of which 206 were looked up (data/README §6).
func TestTheBankIsWhole(t *testing.T) {
	bank, err := LoadBank(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	verified, codes := 0, map[string]bool{}
	for _, q := range bank {
		if q.Verified != "" {
			verified++
		}
		if codes[q.Code] || q.Law == "" || q.ArticleNo == "" || q.Difficulty < 1 || q.Difficulty > 3 || len(q.Options) != 4 {
			t.Errorf("%s: law %q, article %q, difficulty %d, %d options", q.Code, q.Law, q.ArticleNo, q.Difficulty, len(q.Options))
		}
		codes[q.Code] = true
	}
	if len(bank) != 212 || verified != 206 {
		t.Errorf("%d questions, %d verified", len(bank), verified)
	}
}

func TestABankWithoutARightAnswerIsRefused(t *testing.T) {
	const rows = "id\tquestion\ta\tb\tc\td\tanswer\tlaw\tarticle\tclause\tbasis\tdifficulty\ttopic\tverified\tcheck\n" +
		"X-1\tHỏi gì?\tA\tB\tC\tD\te\tLuật\t1\t-\tĐiều 1\t1\tchung\t-\t-\n"
	if _, err := LoadBank(fstest.MapFS{"show/law-questions.tsv": {Data: []byte(rows)}, "show/laws.tsv": {Data: []byte("law\tvalid_from\tvalid_to\nLuật\t2020-01-01\t-\n")}}); err == nil {
		t.Error("a question without a right answer is taken")
	}
}
