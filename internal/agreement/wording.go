package agreement

import (
	"fmt"
	"io/fs"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/rules"
)

// Wording is the words the texts and papers of agreements have in one language
// (catalogue/agreements.toml): they are said to whoever signs, whatever language
// the officer reads.
type Wording map[string]string

// wordsNeeded are the keys each language must have.
func wordsNeeded() []string {
	return strings.Fields(`chapter article and side.A side.B side.AB stage date
		every.1 every.3 every.6 every.12 every.n once again target promise
		review.none review.some represented post by done valid annex.parties annex.signatures many
		column.no column.party column.signer column.post column.day
		kind.regulation kind.programme kind.memorandum kind.welfare recipients.file recipients.parties
		language.vi language.en language.ko language.zh language.ja language.lo language.km language.ru language.fr`)
}

// minutesWords are the keys of minutes, which are written in Vietnamese.
func minutesWords() []string {
	return strings.Fields(`minutes.type minutes.title minutes.place minutes.time minutes.blank minutes.nowhere minutes.day minutes.noday minutes.who
		minutes.signer minutes.present minutes.many minutes.what minutes.text minutes.chapters minutes.plain minutes.number minutes.fields
		minutes.course minutes.end minutes.copies`)
}

func loadWords(fsys fs.FS) (map[string]Wording, error) {
	const file = "agreements.toml"
	var read map[string]map[string]string
	if err := rules.Decode(fsys, file, &read); err != nil {
		return nil, err
	}
	out := map[string]Wording{}
	for lang, words := range read {
		needed := wordsNeeded()
		if lang == "vi" {
			needed = append(needed, minutesWords()...)
		}
		for _, key := range needed {
			if words[key] == "" {
				return nil, rules.Fault(fsys, file, fmt.Errorf("[%s] has no %s", lang, key))
			}
		}
		out[lang] = words
	}
	if out["vi"] == nil || out["en"] == nil {
		return nil, rules.Fault(fsys, file, fmt.Errorf("words in vi and en are needed"))
	}
	return out, nil
}

// Words are those of a language; a language nobody has written them for has the
// English ones.
func (all *Templates) Words(lang string) Wording {
	if w := all.words[lang]; w != nil {
		return w
	}
	return all.words["en"]
}

// with is a text of the wording with pairs of names and values put in.
func (w Wording) with(key string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(w[key])
}

// day writes a day as a text does.
func (w Wording) day(d day.Date) string {
	if d == "" {
		return "…"
	}
	t := d.Time()
	return w.with("date", "dd", fmt.Sprintf("%02d", t.Day()), "mm", fmt.Sprintf("%02d", d.Month()), "month", t.Month().String(), "d", fmt.Sprint(t.Day()), "yyyy", fmt.Sprint(d.Year()))
}

// stage writes the years of a stage: 2024 - 2028.
func (w Wording) stage(a Agreement) string {
	if a.From.Year() == a.To.Year() {
		return fmt.Sprint(a.From.Year())
	}
	return w.with("stage", "from", fmt.Sprint(a.From.Year()), "to", fmt.Sprint(a.To.Year()))
}

// rhythm writes how often something comes again.
func (w Wording) rhythm(months int) string {
	if said := w[fmt.Sprintf("every.%d", months)]; said != "" {
		return said
	}
	return w.with("every.n", "n", fmt.Sprint(months))
}

// review writes when an agreement is reviewed.
func (w Wording) review(a Agreement) string {
	if a.Review == 0 {
		return w["review.none"]
	}
	return w.with("review.some", "rhythm", w.rhythm(a.Review))
}

// join lists names: "A, B và C".
func (w Wording) join(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + w["and"] + " " + names[last]
}
