package auth

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Service keeps accounts, sessions and tokens.
type Service struct {
	DB     *db.DB
	Guard  *Guard
	hasher *hasher
}

// New makes the service.
func New(d *db.DB, guard *Guard) *Service {
	return &Service{DB: d, Guard: guard, hasher: newHasher()}
}

// Account is a person who may sign in.
type Account struct {
	ID         string `db:"id"`
	Name       string `db:"name"`
	Display    string `db:"display"`
	Password   string `db:"password"`
	Lang       string `db:"lang"`
	CreatedAt  int64  `db:"created_at"`
	DisabledAt *int64 `db:"disabled_at"`
}

// NewAccount is what is typed to make an account.
type NewAccount struct {
	ID                      string // made by the form, so that a double click makes one account; may be empty
	Name, Display, Password string
	Role                    Role
	Unit                    string
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,62}$`)

// Longest texts, in characters.
const (
	MaxDisplay = 100
	MaxLabel   = 100
)

func (n *NewAccount) check() error {
	var faults errs.List
	n.Name, n.Display = nameOf(n.Name), strings.TrimSpace(n.Display)
	faults.Add(checkText("display", n.Display, MaxDisplay))
	if !nameForm.MatchString(n.Name) {
		faults.Add(errs.At("name", "auth.name.form"))
	}
	if n.Role == "" {
		faults.Add(errs.At("role", "error.required"))
	}
	faults.Add(checkPassword("password", n.Password))
	if !db.ValidID(n.ID) {
		n.ID = db.NewID()
	}
	return faults.Err()
}

// nameOf is a log-in name as it is kept, however it was typed.
func nameOf(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

// checkText refuses empty and endless text, and characters that show nothing
// or turn others round: names are shown to other people.
func checkText(field, text string, longest int) *errs.Error {
	hidden := func(r rune) bool { return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf) }
	switch {
	case text == "":
		return errs.At(field, "error.required")
	case utf8.RuneCountInString(text) > longest:
		return errs.At(field, "error.text.long", errs.Args{"max": longest})
	case strings.ContainsFunc(text, hidden):
		return errs.At(field, "auth.text.control")
	}
	return nil
}

// Fresh tells that there is no account yet, so that the first visitor makes
// the administrator.
func (s *Service) Fresh(ctx context.Context) (fresh bool, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Get(ctx, &fresh, `/* auth.fresh */ SELECT NOT EXISTS (SELECT 1 FROM auth_account)`)
	})
	return fresh, err
}

// First makes the administrator of a fresh installation; later it is denied.
func (s *Service) First(ctx context.Context, n NewAccount) error {
	fresh, err := s.Fresh(ctx)
	if err == nil && !fresh { // said before a password is worked out: anybody may ask
		err = errs.New(errs.Denied, "auth.first.done")
	}
	if err != nil {
		return err
	}
	n.Role, n.Unit = Admin, Everywhere
	return s.create(ctx, n, stillFresh)
}

func stillFresh(ctx context.Context, tx *db.Tx) error {
	if err := tx.LockExclusive(ctx, "auth.first"); err != nil {
		return err
	}
	var some bool
	if err := tx.Get(ctx, &some, `/* auth.first */ SELECT EXISTS (SELECT 1 FROM auth_account)`); err != nil {
		return err
	}
	if some {
		return errs.New(errs.Denied, "auth.first.done")
	}
	return nil
}

// Create makes an account with a first grant; the maker must manage accounts
// in that unit and cannot give more than they have. Making it again with the
// same ID and name changes nothing.
func (s *Service) Create(ctx context.Context, n NewAccount) error {
	return s.create(ctx, n, func(ctx context.Context, tx *db.Tx) error { return s.mayGrant(ctx, tx, n.Role, n.Unit) })
}

func (s *Service) create(ctx context.Context, n NewAccount, allowed func(context.Context, *db.Tx) error) error {
	if err := n.check(); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := allowed(ctx, tx); err != nil {
			return err
		}
		a := Account{ID: n.ID, Name: n.Name, Display: n.Display, Password: hash, Lang: "vi", CreatedAt: tx.Now()}
		if made, err := insertAccount(ctx, tx, a); err != nil || !made {
			return s.madeBefore(ctx, tx, a, err)
		}
		if err := s.note(ctx, tx, "account.create", a.ID, n.Unit, nil); err != nil {
			return err
		}
		return s.grant(ctx, tx, a.ID, n.Role, n.Unit)
	})
}

// madeBefore is nil when the account that has the name is the very one to be made.
func (s *Service) madeBefore(ctx context.Context, tx *db.Tx, a Account, err error) error {
	if err != nil {
		return err
	}
	if old, err := accountByName(ctx, tx, a.Name); err != nil || old.ID == a.ID {
		return err
	}
	return errs.At("name", "auth.name.taken", errs.Args{"name": a.Name})
}

// SetPassword changes one's own password and ends all other sessions and all
// tokens. The old one may be guessed at no faster than at log-in.
func (s *Service) SetPassword(ctx context.Context, old, fresh string) error {
	me := From(ctx)
	if e := checkPassword("password_new", fresh); e != nil {
		return e
	}
	if me.Session == "" {
		return errs.New(errs.Denied, "auth.token.session")
	}
	tries := []limit{{key: "own:" + me.Account, free: freeByName, drain: drainName}}
	if err := s.reserve(ctx, func(*db.Tx) ([]limit, error) { return tries, nil }); err != nil {
		return err
	}
	a, err := s.checkOwn(ctx, old)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := forget(ctx, tx, tries); err != nil {
			return err
		}
		if err := s.savePassword(ctx, tx, a, hash); err != nil {
			return err
		}
		return endAll(ctx, tx, a.ID, me.Session)
	})
}

// checkOwn is the actor's account, if they know its password. It is worked out
// outside a transaction: it takes long, and all writers may wait for this one.
func (s *Service) checkOwn(ctx context.Context, password string) (a Account, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		a, err = accountByID(ctx, tx, From(ctx).Account)
		return err
	})
	if err != nil {
		return a, err
	}
	ok, err := s.hasher.matches(ctx, password, a.Password)
	if err == nil && !ok {
		err = errs.At("password_old", "auth.password.wrong")
	}
	return a, err
}

// savePassword keeps a new password unless somebody else has just changed it.
func (s *Service) savePassword(ctx context.Context, tx *db.Tx, a Account, hash string) error {
	n, err := tx.Exec(ctx, `/* auth.savePassword */ UPDATE auth_account SET password = $2 WHERE id = $1 AND password = $3`, a.ID, hash, a.Password)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	return s.note(ctx, tx, "account.password", a.ID, "", nil)
}

// SetLang chooses the language of one's pages.
func (s *Service) SetLang(ctx context.Context, lang string) error {
	if lang != "vi" && lang != "en" {
		return errs.At("lang", "error.choice")
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `/* auth.setLang */ UPDATE auth_account SET lang = $2 WHERE id = $1`, From(ctx).Account, lang)
		return err
	})
}

// note adds an audit row about an account.
func (s *Service) note(ctx context.Context, tx *db.Tx, action, account, unit string, detail map[string]string) error {
	return audit.Add(ctx, tx, audit.Entry{
		Account: actorName(ctx), Action: action, Target: account, TargetKind: "account", Unit: unit, Detail: detail,
	})
}

func actorName(ctx context.Context) string {
	if a := From(ctx); a != nil {
		return a.Account
	}
	return "" // a visitor
}
