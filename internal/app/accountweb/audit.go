package accountweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// entry is one line of the log as people read it.
type entry struct {
	At, Who, Did, On, Unit, IP string
	Sensitive                  bool
	Seal                       int64 // 0 is none yet
}

// auditView is a page of the log, the newest first.
type auditView struct {
	Entries      []entry
	First, Older string // addresses
}

const auditPageSize = 50

// audit shows who did what. Only those who may read it everywhere: an entry
// tells of units and people of the whole system.
func (p *Pages) audit(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, q := r.Context(), r.URL.Query()
	if !p.Auth.Guard.Scope(ctx, auth.ReadAudit).All {
		return errs.New(errs.Denied, "error.denied")
	}
	var v auditView
	err = p.Auth.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := audit.List(ctx, tx, audit.Filter{
			Account: q.Get("account"), Target: q.Get("target"), Before: q.Get("before"), Limit: auditPageSize + 1,
		})
		if err != nil {
			return err
		}
		if len(all) > auditPageSize {
			all = all[:auditPageSize]
			q.Set("before", all[auditPageSize-1].ID)
			v.Older = "/admin/audit?" + q.Encode()
		}
		v.Entries, err = p.entries(ctx, tx, all)
		return err
	})
	if err != nil {
		return err
	}
	if r.URL.Query().Has("before") {
		q.Del("before")
		v.First = "/admin/audit?" + url.Values(q).Encode()
	}
	return p.answer(w, r, http.StatusOK, i18n.T(ctx, "account.audit.title"), auditPage(v))
}

// entries puts names to the ids of records.
func (p *Pages) entries(ctx context.Context, tx *db.Tx, all []audit.Record) (out []entry, err error) {
	var ids, people []string
	for _, rec := range all {
		ids = append(ids, rec.ID)
		people = append(people, rec.Entry.Account, rec.Entry.Target)
	}
	slices.Sort(people)
	names, err := auth.Names(ctx, tx, slices.Compact(people))
	if err != nil {
		return nil, err
	}
	seals, err := audit.Seals(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	units := map[string]string{"": ""}
	for _, rec := range all {
		if _, known := units[rec.Entry.Unit]; !known {
			if units[rec.Entry.Unit], _, err = p.unitName(ctx, tx, rec.Entry.Unit); err != nil {
				return nil, err
			}
		}
		e := entryOf(ctx, rec, names)
		e.Unit, e.Seal = units[rec.Entry.Unit], seals[rec.ID]
		out = append(out, e)
	}
	return out, nil
}

func entryOf(ctx context.Context, rec audit.Record, names map[string]string) entry {
	e := entry{At: i18n.Moment(rec.At), IP: rec.Request.IP, Sensitive: rec.Entry.Sensitive}
	switch account := rec.Entry.Account; {
	case account == "":
		e.Who = i18n.T(ctx, "account.audit.visitor")
	case account == auth.System().Account:
		e.Who = i18n.T(ctx, "account.audit.system")
	default:
		e.Who = names[account]
	}
	e.Did = action(ctx, rec.Entry.Action)
	if rec.Entry.Target != rec.Entry.Account {
		e.On = names[rec.Entry.Target]
	}
	if role := rec.Entry.Detail["role"]; role != "" {
		e.Did += ": " + roleName(ctx, auth.Role(role))
	}
	return e
}

// action is what was done, in words; one that has none is named as it is kept.
func action(ctx context.Context, name string) string {
	if key := "account.did." + name; i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return i18n.T(ctx, "account.did_other", i18n.Args{"action": name})
}
