package agreement

import (
	"context"
	"fmt"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// mostParts is how many chapters and articles a text may have: the longest of
// the seeds' kind has 3 and 14 (domain.md §5).
const mostParts = 200

// Text is an agreement's text in one language, by chapters and articles.
func (s *Service) Text(ctx context.Context, agreement, lang string) (out []Part, err error) {
	defer errs.Wrap(&err, "agreement.Text(%s)", agreement)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(ctx, tx, agreement); err != nil {
			return err
		}
		out, err = partsOf(ctx, tx, agreement, lang)
		return err
	})
	return out, err
}

// SetText writes the text of a draft in one language anew. What was signed in a
// language stays: a translation may still come, and be corrected.
func (s *Service) SetText(ctx context.Context, agreement, lang string, version int, parts []Part) (err error) {
	defer errs.Wrap(&err, "agreement.SetText(%s)", agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.SetTextIn(ctx, tx, agreement, lang, version, parts) })
}

// SetTextIn is SetText inside the caller's transaction.
func (s *Service) SetTextIn(ctx context.Context, tx *db.Tx, agreement, lang string, version int, parts []Part) error {
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return err
	}
	fixed, err := signedIn(ctx, tx, agreement, lang)
	if err != nil {
		return err
	}
	if a.SignedOn != "" && fixed {
		return errs.New(errs.Conflict, "agreement.text.signed", errs.Args{"date": a.SignedOn})
	}
	if parts, err = checkText(lang, parts); err != nil {
		return err
	}
	if err := replaceParts(ctx, tx, a, lang, parts); err != nil {
		return err
	}
	if err := replaceAgreement(ctx, tx, withVersion(a, version), a, ""); err != nil {
		return err
	}
	return s.note(ctx, tx, "agreement.text", a, "")
}

// withVersion is an agreement as somebody saw it at a version.
func withVersion(a Agreement, version int) Agreement {
	a.Version = version
	return a
}

// checkText tidies parts and refuses what cannot be, at "heading_3" or "body_3".
func checkText(lang string, parts []Part) (out []Part, err error) {
	var faults errs.List
	if !slices.Contains(Langs(), lang) {
		faults.Add(errs.At("lang", "error.choice"))
	}
	if len(parts) > mostParts {
		faults.Add(errs.At("lang", "agreement.many", errs.Args{"max": mostParts}))
	}
	for i, p := range parts {
		p.Heading, p.Body = line(p.Heading), lines(p.Body)
		if p.Heading == "" && p.Body == "" {
			continue
		}
		at := fmt.Sprint(i + 1)
		switch p.Level {
		case Ground:
			p.Heading = ""
			need(&faults, "body_"+at, p.Body, maxText)
		case Chapter, Article, TitlePart, NameA, NameB:
			need(&faults, "heading_"+at, p.Heading, maxTitle)
			atMost(&faults, "body_"+at, p.Body, maxBody)
		default:
			faults.Add(errs.At("level_"+at, "error.choice"))
		}
		if p.Level.once() && slices.ContainsFunc(out, func(o Part) bool { return o.Level == p.Level }) {
			faults.Add(errs.At("level_"+at, "error.choice"))
		}
		out = append(out, p)
	}
	return out, faults.Err()
}

// once tells a part a text has one of, without a number.
func (l Level) once() bool { return l == TitlePart || l == NameA || l == NameB }

// TextState is a language there is a text in.
type TextState struct {
	Lang  string `db:"lang"`
	Fixed bool   `db:"fixed"` // it was signed: nothing of it changes
}

// TextsIn lists the languages of an agreement, that of the text that holds
// first, for whoever may read it.
func (s *Service) TextsIn(ctx context.Context, tx *db.Tx, agreement string) (out []TextState, err error) {
	a, err := s.readable(ctx, tx, agreement)
	if err != nil {
		return nil, err
	}
	err = tx.Select(ctx, &out, `/* agreement.TextsIn */
		SELECT lang, MAX(CASE WHEN afterwards THEN 0 ELSE 1 END) = 1 AS fixed FROM agreement_article WHERE agreement = $1
		GROUP BY lang ORDER BY CASE WHEN lang = $2 THEN 0 ELSE 1 END, lang DESC`, agreement, a.Lang)
	for i := range out {
		out[i].Fixed = out[i].Fixed && a.SignedOn != ""
	}
	return out, err
}

// Numbered is a part with the number its place gives it: chapters in Roman
// numbers, articles counted through the whole text.
type Numbered struct {
	Part
	No int // from 1; 0 for what has no number
}

// Number gives parts their numbers.
func Number(parts []Part) []Numbered {
	count := map[Level]int{}
	out := make([]Numbered, len(parts))
	for i, p := range parts {
		out[i] = Numbered{Part: p}
		if p.Level == Chapter || p.Level == Article {
			count[p.Level]++
			out[i].No = count[p.Level]
		}
	}
	return out
}

func partsOf(ctx context.Context, tx *db.Tx, agreement, lang string) (out []Part, err error) {
	err = tx.Select(ctx, &out, `/* agreement.partsOf */
		SELECT level, heading, body FROM agreement_article WHERE agreement = $1 AND lang = $2 ORDER BY position`, agreement, lang)
	return out, err
}

// langsOf are the languages there is a text in.
func langsOf(ctx context.Context, tx *db.Tx, agreement string) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* agreement.langsOf */ SELECT DISTINCT lang FROM agreement_article WHERE agreement = $1 ORDER BY lang DESC`, agreement)
	return out, err
}

// signedIn tells whether there was a text in a language when the agreement was
// signed; of a draft, whether there is one.
func signedIn(ctx context.Context, tx *db.Tx, agreement, lang string) (there bool, err error) {
	var n int
	err = tx.Get(ctx, &n, `/* agreement.signedIn */
		SELECT COUNT(*) FROM agreement_article WHERE agreement = $1 AND lang = $2 AND NOT afterwards`, agreement, lang)
	return n > 0, err
}

func replaceParts(ctx context.Context, tx *db.Tx, a Agreement, lang string, parts []Part) error {
	if _, err := tx.Exec(ctx, `/* agreement.replaceParts */ DELETE FROM agreement_article WHERE agreement = $1 AND lang = $2`, a.ID, lang); err != nil {
		return err
	}
	for i, p := range parts {
		if _, err := tx.Exec(ctx, `/* agreement.replaceParts */
			INSERT INTO agreement_article (agreement, lang, position, level, heading, body, afterwards) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			a.ID, lang, i+1, p.Level, p.Heading, p.Body, a.SignedOn != ""); err != nil {
			return err
		}
	}
	return nil
}
