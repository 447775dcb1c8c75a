package agreement

// Cut gives a text back from its pieces, with how many of them are words and
// what is wrong with them.
func Cut(text string) (whole string, words int, err error) {
	for _, p := range cut(text) {
		whole += p.text
		if p.word != "" {
			words++
		}
	}
	return whole, words, checkTokens(text)
}

// Fill fills a text with a letter for each word.
func Fill(text string) string {
	values := map[word]string{}
	for _, w := range knownWords() {
		values[w] = "x"
	}
	return fill(text, values)
}

// WakingQuery is the hot statement of the daily job, for its plan.
const WakingQuery = wakingQuery
