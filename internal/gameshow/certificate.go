package gameshow

import (
	"context"
	"fmt"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// Most certificates of each sort, and in one file.
const (
	MostFirst        = 10 // places of persons, and of teams
	MostCertificates = 500
)

// Awarding is who gets certificates, and who signs them.
type Awarding struct {
	First     int // persons on the first so many places; 0: none by place
	Right     int // persons with at least so many right answers; 0: none by that
	Teams     int // teams on the first so many places
	Place     string
	Day       day.Date // of signing; empty is left to the hand
	Authority string   // "TM. BAN THƯỜNG VỤ"; may be empty
	Post      string
	Signer    string
}

// Signing is what a form of certificates begins with: who would sign today.
func (s *Service) Signing(ctx context.Context, game string) (a Awarding, err error) {
	defer errs.Wrap(&err, "gameshow.Signing(%s)", game)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := s.certifiable(ctx, tx, game)
		if err != nil {
			return err
		}
		u, err := s.Org.UnitByID(ctx, tx, g.Unit)
		if err != nil {
			return err
		}
		a = Awarding{First: 3, Teams: 3, Place: report.PaperPlace(u.Name), Day: tx.Today(), Authority: s.Org.Rules.Kind(u.Kind).Authority, Post: "CHỦ TỊCH"}
		a.Signer, err = s.Org.HolderOn(ctx, tx, u.ID, "chair", tx.Today())
		return err
	})
	return a, err
}

// certifiable reads a game whose hosts may certify what was done in it.
func (s *Service) certifiable(ctx context.Context, tx *db.Tx, game string) (g Game, err error) {
	if g, err = s.past(ctx, tx, game); err != nil {
		return g, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Host, Read, g.Unit); err != nil {
		return g, err
	}
	switch {
	case g.Rehearsal:
		err = errs.New(errs.Conflict, "gameshow.result.rehearsed")
	case g.EndedAt == nil:
		err = errs.New(errs.Conflict, "gameshow.result.on")
	}
	return g, err
}

// Certificates are those of a game's best, persons first.
func (s *Service) Certificates(ctx context.Context, game string, a Awarding) (out []paper.Certificate, err error) {
	defer errs.Wrap(&err, "gameshow.Certificates(%s)", game)
	if err := a.check(); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r := Results{}
		if r.Game, err = s.certifiable(ctx, tx, game); err != nil {
			return err
		}
		if r.Live, err = load(ctx, tx, r.Game); err != nil {
			return err
		}
		if err := s.fill(ctx, tx, &r); err != nil {
			return err
		}
		above, err := s.Org.ParentOn(ctx, tx, r.Unit.ID, r.On)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		out, err = r.certificates(a, report.PaperBody(r.Unit.Name, above.Name))
		return err
	})
	return out, err
}

func (a Awarding) check() error {
	var faults errs.List
	for name, n := range map[string]int{"first": a.First, "teams": a.Teams} {
		if n < 0 || n > MostFirst {
			faults.Add(errs.At(name, "error.number.range", errs.Args{"min": 0, "max": MostFirst}))
		}
	}
	if a.Right < 0 || a.Right > maxQuestions {
		faults.Add(errs.At("right", "error.number.range", errs.Args{"min": 0, "max": maxQuestions}))
	}
	short(&faults, "place", a.Place, 100)
	short(&faults, "post", a.Post, 100)
	short(&faults, "signer", a.Signer, 100)
	if len([]rune(a.Authority)) > 100 {
		faults.Add(errs.At("authority", "error.text.long", errs.Args{"max": 100}))
	}
	return faults.Err()
}

// certificates are those of whoever has points: a place among nothings is none.
func (r Results) certificates(a Awarding, by paper.Body) (out []paper.Certificate, err error) {
	persons := r.Live.Persons()
	for _, p := range persons {
		if p.Points > 0 && (p.Place <= a.First || (a.Right > 0 && p.Right >= a.Right)) {
			out = append(out, r.certificate(a, by, p.Name, p.Team, r.personDid(p, len(persons))))
		}
	}
	teams := r.Live.Teams()
	for _, t := range teams {
		if t.Points > 0 && t.Place <= a.Teams {
			out = append(out, r.certificate(a, by, t.Team, "", r.teamDid(t, len(teams))))
		}
	}
	switch n := len(out); {
	case n == 0:
		return nil, errs.At("first", "gameshow.result.nocert")
	case n > MostCertificates:
		return nil, errs.At("right", "gameshow.result.manycert", errs.Args{"count": n, "max": MostCertificates})
	}
	return out, nil
}

func (r Results) certificate(a Awarding, by paper.Body, name, of, did string) paper.Certificate {
	c := paper.Certificate{
		Body: by, Title: "Giấy chứng nhận", Lead: "Chứng nhận", Name: name, Of: of, Place: a.Place, Day: a.Day,
		Text: []string{did, "tại chương trình “" + r.Show.Title + "” ngày " + i18n.Date(r.On)},
		Note: "Giấy này ghi kết quả một trò chơi, không phải hình thức khen thưởng.",
	}
	for _, l := range []string{a.Authority, a.Post} {
		if l = strings.TrimSpace(l); l != "" {
			c.Sign.Lines = append(c.Sign.Lines, l)
		}
	}
	c.Sign.Name = a.Signer
	return c
}

func (r Results) personDid(p PersonResult, of int) string {
	return fmt.Sprintf("xếp %s trong %s người chơi, đạt %s điểm, trả lời đúng %d/%d câu",
		ordinal(p.Place), i18n.Number(int64(of)), i18n.Number(int64(p.Points)), p.Right, p.Asked)
}

func (r Results) teamDid(t TeamStanding, of int) string {
	sort := "đội"
	if r.Show.Teams == UnitTeams {
		sort = "đơn vị"
	}
	return fmt.Sprintf("xếp %s trong %s %s, với %s người chơi, trung bình %s điểm mỗi câu hỏi, mỗi người",
		ordinal(t.Place), i18n.Number(int64(of)), sort, i18n.Number(int64(t.Players)), MeanPoints(t.Mean))
}

// MeanPoints writes points in hundredths: 75630 is "756,3".
func MeanPoints(hundredths int) string {
	return i18n.Decimal(ratio(int64(hundredths), 100), 2)
}

// ordinal is a place in words, as far as they differ from the number.
func ordinal(place int) string {
	words := []string{"nhất", "nhì", "ba", "tư"}
	if place >= 1 && place <= len(words) {
		return "thứ " + words[place-1]
	}
	return fmt.Sprintf("thứ %d", place)
}
