package report

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Verify recomputes the fingerprint of every signed report and compares it with
// the one that was kept and the one the sealed audit log told when it was
// signed, and the register with the papers. One line for each that does not
// agree.
func (s *Service) Verify(ctx context.Context, tx *db.Tx) (faults []string, signed int, err error) {
	defer errs.Wrap(&err, "report.Verify")
	after := ""
	for {
		page, err := signedAfter(ctx, tx, after, 100)
		if err != nil || len(page) == 0 {
			return faults, signed, err
		}
		for _, r := range page {
			found, err := s.verifyOne(ctx, tx, r)
			if err != nil {
				return faults, signed, err
			}
			faults = append(faults, found...)
			signed++
			after = r.ID
		}
	}
}

func (s *Service) verifyOne(ctx context.Context, tx *db.Tx, r Report) (faults []string, err error) {
	name := "báo cáo " + r.Number + " (" + r.ID + ")"
	is := fingerprintOf(r.Snapshot)
	if is != r.Fingerprint {
		faults = append(faults, fmt.Sprintf("%s: bản ký có dấu vân %s, đã ghi %s", name, is, r.Fingerprint))
	}
	told, err := toldFingerprints(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	if len(told) != 1 || told[0] != r.Fingerprint {
		faults = append(faults, fmt.Sprintf("%s: nhật ký ghi dấu vân %v khi ký, nay là %s", name, told, r.Fingerprint))
	}
	frozen, err := r.Frozen()
	if err != nil || frozen.Number != r.Number || frozen.Report != r.ID {
		faults = append(faults, name+": số, ký hiệu khác bản ký")
	}
	return faults, nil
}

// Checked is what anybody may learn of a signed paper by its fingerprint.
type Checked struct {
	Fingerprint string // all of it
	Unit        string
	Title       string
	Number      string
	Day         string
	Signer      string
	Post        string
	Period      string
	Figures     int
	Intact      bool
	Changed     int    // figures that are others today
	Type        string // "Báo cáo"
	Completes   string // number of the report it supplements; empty for a first one
	By          string // number of the supplement; empty if there is none
}

// printed is how many digits of its fingerprint stand on a paper; the QR code
// beside them has all 64.
const printed = 16

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{` + strconv.Itoa(printed) + `,64}$`)

// ReadFingerprint reads a fingerprint as people type it: in groups, in capitals,
// all of it or at least what is printed. Invalid at "fingerprint".
func ReadFingerprint(typed string) (string, error) {
	digits := strings.ToLower(strings.Join(strings.Fields(typed), ""))
	if !fingerprintForm.MatchString(digits) {
		return "", errs.At("fingerprint", "report.fingerprint.form", errs.Args{"least": printed, "count": utf8.RuneCountInString(digits)})
	}
	return digits, nil
}

// Check finds a signed report by the fingerprint on its paper: all digits, as
// its QR code has them, or the first 16 that are printed. NotFound when no
// paper has it. It asks for no permission: who holds the paper knows what is
// told here.
func (s *Service) Check(ctx context.Context, fingerprint string) (c Checked, err error) {
	defer errs.Wrap(&err, "report.Check")
	digits, err := ReadFingerprint(fingerprint)
	if err != nil {
		return c, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := reportByFingerprint(ctx, tx, digits)
		if err != nil {
			return err
		}
		f, err := r.Frozen()
		if err != nil {
			return err
		}
		c = Checked{
			Fingerprint: r.Fingerprint, Type: f.Type, Completes: f.Supplements, Unit: f.UnitName, Title: plainText(f.Content.Title), Number: f.Number, Day: f.Day, Signer: f.Signer, Post: f.Post,
			Period: PeriodWords(f.Period), Figures: len(f.Content.Figures), Intact: fingerprintOf(r.Snapshot) == r.Fingerprint,
		}
		return s.checkNow(ctx, tx, r, f, &c)
	})
	return c, err
}

// checkNow tells how many figures have changed and whether a supplement was signed.
func (s *Service) checkNow(ctx context.Context, tx *db.Tx, r Report, f Frozen, c *Checked) error {
	now, err := s.asItIs(ctx, tx, f.Content.Figures)
	if err != nil {
		return err
	}
	for _, fig := range f.Content.Figures {
		if !fig.agrees(now[fig.key()]) {
			c.Changed++
		}
	}
	later, err := oneReport(ctx, tx, Report{Unit: r.Unit, Template: r.Template, Period: r.Period, Supplements: r.ID, Subject: r.Subject})
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	c.By = later.Number
	return err
}
