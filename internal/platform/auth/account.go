package auth

import (
	"context"
	"regexp"
	"strings"
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
	Name, Display, Password string
	Role                    Role
	Unit                    string
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,62}$`)

// MinPassword is the shortest password, in characters (NIST SP 800-63B §5.1.1).
const MinPassword = 10

func (n *NewAccount) check() error {
	var faults errs.List
	n.Name = strings.ToLower(strings.TrimSpace(n.Name))
	if !nameForm.MatchString(n.Name) {
		faults.Add(errs.At("name", "auth.name.form"))
	}
	if n.Display = strings.TrimSpace(n.Display); n.Display == "" {
		faults.Add(errs.At("display", "error.required"))
	}
	faults.Add(checkPassword("password", n.Password))
	return faults.Err()
}

func checkPassword(field, password string) *errs.Error {
	if utf8.RuneCountInString(password) < MinPassword {
		return errs.At(field, "auth.password.short", errs.Args{"min": MinPassword})
	}
	if len(password) > 256 {
		return errs.At(field, "error.text.long", errs.Args{"max": 256})
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
	n.Role, n.Unit = Admin, Everywhere
	return s.create(ctx, n, func(tx *db.Tx) error {
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
	})
}

// Create makes an account with a first grant; the maker must manage accounts
// in that unit and cannot give more than they have.
func (s *Service) Create(ctx context.Context, n NewAccount) error {
	return s.create(ctx, n, func(tx *db.Tx) error { return s.mayGrant(ctx, tx, n.Role, n.Unit) })
}

func (s *Service) create(ctx context.Context, n NewAccount, allowed func(*db.Tx) error) error {
	if err := n.check(); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := allowed(tx); err != nil {
			return err
		}
		a := Account{ID: db.NewID(), Name: n.Name, Display: n.Display, Password: hash, Lang: "vi", CreatedAt: tx.Now()}
		if err := insertAccount(ctx, tx, a); errs.Is(err, errs.Conflict) {
			return errs.At("name", "auth.name.taken", errs.Args{"name": n.Name})
		} else if err != nil {
			return err
		}
		if err := s.note(ctx, tx, "account.create", a.ID, n.Unit, nil); err != nil {
			return err
		}
		return s.grant(ctx, tx, a.ID, n.Role, n.Unit)
	})
}

// Grant gives an account a role in a unit; having it already is no error.
func (s *Service) Grant(ctx context.Context, account string, role Role, unit string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.mayGrant(ctx, tx, role, unit); err != nil {
			return err
		}
		return s.grant(ctx, tx, account, role, unit)
	})
}

func (s *Service) grant(ctx context.Context, tx *db.Tx, account string, role Role, unit string) error {
	if err := insertGrant(ctx, tx, Grant{ID: db.NewID(), Account: account, Role: role, Unit: unit}, actorName(ctx)); err != nil {
		return err
	}
	return s.note(ctx, tx, "grant.give", account, unit, map[string]string{"role": string(role)})
}

// Ungrant takes a grant away.
func (s *Service) Ungrant(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := grantByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.mayGrant(ctx, tx, g.Role, g.Unit); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `/* auth.ungrant */ DELETE FROM auth_grant WHERE id = $1`, id); err != nil {
			return err
		}
		return s.note(ctx, tx, "grant.take", g.Account, g.Unit, map[string]string{"role": string(g.Role)})
	})
}

// mayGrant keeps people from giving what they do not have: the role must be
// known and administrators are made by administrators only.
func (s *Service) mayGrant(ctx context.Context, tx *db.Tx, role Role, unit string) error {
	if _, known := s.Guard.Roles[role]; !known && role != Admin {
		return errs.At("role", "error.choice")
	}
	scope := s.Guard.Scope(ctx, ManageAccounts)
	if (role == Admin || unit == Everywhere) && !scope.All {
		return errs.New(errs.Denied, "error.denied")
	}
	if unit == Everywhere {
		return nil
	}
	return s.Guard.Need(ctx, tx, ManageAccounts, ManageAccounts, unit)
}

// Disable closes an account and ends its sessions and tokens; Enable opens it
// again. Both need the right to manage every unit the account has a grant in.
func (s *Service) Disable(ctx context.Context, id string, disabled bool) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.mayManage(ctx, tx, id); err != nil {
			return err
		}
		if id == From(ctx).Account {
			return errs.New(errs.Invalid, "auth.disable.self")
		}
		return s.disable(ctx, tx, id, disabled)
	})
}

func (s *Service) disable(ctx context.Context, tx *db.Tx, id string, disabled bool) error {
	var at *int64
	action := "account.enable"
	if disabled {
		now := tx.Now()
		at, action = &now, "account.disable"
		if err := endAll(ctx, tx, id, ""); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `/* auth.disable */ UPDATE auth_account SET disabled_at = $2 WHERE id = $1`, id, at); err != nil {
		return err
	}
	return s.note(ctx, tx, action, id, "", nil)
}

func (s *Service) mayManage(ctx context.Context, tx *db.Tx, account string) error {
	grants, err := grantsOf(ctx, tx, account)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := s.mayGrant(ctx, tx, g.Role, g.Unit); err != nil {
			return err
		}
	}
	if len(grants) == 0 && !s.Guard.Scope(ctx, ManageAccounts).All {
		return errs.New(errs.NotFound, "error.notfound")
	}
	return nil
}

// SetPassword changes one's own password and ends all other sessions.
func (s *Service) SetPassword(ctx context.Context, old, fresh string) error {
	me := From(ctx)
	if e := checkPassword("fresh", fresh); e != nil {
		return e
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := accountByID(ctx, tx, me.Account)
		if err != nil {
			return err
		}
		if ok, err := s.hasher.matches(ctx, old, a.Password); err != nil || !ok {
			return errs.At("old", "auth.password.wrong").Because(err)
		}
		if err := s.savePassword(ctx, tx, a.ID, hash); err != nil {
			return err
		}
		return endAll(ctx, tx, a.ID, me.Session)
	})
}

// ResetPassword sets another's password, for those who manage the account.
func (s *Service) ResetPassword(ctx context.Context, id, fresh string) error {
	if e := checkPassword("fresh", fresh); e != nil {
		return e
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.mayManage(ctx, tx, id); err != nil {
			return err
		}
		if err := s.savePassword(ctx, tx, id, hash); err != nil {
			return err
		}
		return endAll(ctx, tx, id, "")
	})
}

func (s *Service) savePassword(ctx context.Context, tx *db.Tx, id, hash string) error {
	if _, err := tx.Exec(ctx, `/* auth.savePassword */ UPDATE auth_account SET password = $2 WHERE id = $1`, id, hash); err != nil {
		return err
	}
	return s.note(ctx, tx, "account.password", id, "", nil)
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

// Managed is an account with its grants, for those who manage it.
type Managed struct {
	Account
	Grants []Grant
}

// Accounts lists the accounts that have a grant in the actor's scope; under
// gives the SQL condition of the scope on a column of units.
func (s *Service) Accounts(ctx context.Context, under func(column string, first int, scope Scope) (string, []any)) (out []Managed, err error) {
	cond, args := under("g.unit", 1, s.Guard.Scope(ctx, ManageAccounts))
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var accounts []Account
		if err := tx.Select(ctx, &accounts, `/* auth.accounts */
			SELECT a.id, a.name, a.display, '' AS password, a.lang, a.created_at, a.disabled_at FROM auth_account a
			WHERE EXISTS (SELECT 1 FROM auth_grant g WHERE g.account = a.id AND `+cond+`) ORDER BY a.name`, args...); err != nil {
			return err
		}
		for _, a := range accounts {
			g, err := grantsOf(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			out = append(out, Managed{a, g})
		}
		return nil
	})
	return out, err
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
	return "nobody"
}
