package gameshow

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// bounds of a show.
const maxRounds, maxQuestions, maxTitle = 20, 200, 150

// Check gathers all that is wrong with a show; of a question at
// "round_1_question_2.ask".
func (s Show) Check() error {
	var faults errs.List
	short(&faults, "title", s.Title, maxTitle)
	if s.Scoring != BySpeed && s.Scoring != ByAccuracy {
		faults.Add(errs.At("scoring", "error.choice"))
	}
	switch n := len(s.Questions()); {
	case len(s.Rounds) == 0 || n == 0:
		faults.Add(errs.At("rounds", "gameshow.rounds.none"))
	case len(s.Rounds) > maxRounds || n > maxQuestions:
		faults.Add(errs.At("rounds", "gameshow.rounds.many", errs.Args{"rounds": maxRounds, "questions": maxQuestions}))
	}
	for i, r := range s.Rounds {
		at := fmt.Sprintf("round_%d", i+1)
		if err := r.check(at, at); err != nil {
			faults = append(faults, errs.All(err)...)
		}
		for j, q := range r.Questions {
			err := q.Check()
			if err == nil {
				continue
			}
			for _, e := range errs.All(err) {
				e.Field = fmt.Sprintf("%s_question_%d.%s", at, j+1, e.Field)
				faults.Add(e)
			}
		}
	}
	return faults.Err()
}

// SaveShow keeps a show: a new one when id is empty. A show may be kept while it
// is not ready to be played; only its title is asked for. Conflict when somebody
// changed it since version.
func (s *Service) SaveShow(ctx context.Context, id, unit string, version int, show Show) (out Saved, err error) {
	defer errs.Wrap(&err, "gameshow.SaveShow")
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		out, err = s.saveShow(ctx, tx, id, unit, version, show)
		return err
	})
	return out, err
}

func (s *Service) saveShow(ctx context.Context, tx *db.Tx, id, unit string, version int, show Show) (out Saved, err error) {
	var faults errs.List
	show.Title = strings.Join(strings.Fields(show.Title), " ")
	short(&faults, "title", show.Title, maxTitle)
	if len(show.Questions()) > maxQuestions || len(show.Rounds) > maxRounds {
		faults.Add(errs.At("rounds", "gameshow.rounds.many", errs.Args{"rounds": maxRounds, "questions": maxQuestions}))
	}
	if err := faults.Err(); err != nil {
		return out, err
	}
	show.Identify()
	data, err := json.Marshal(show)
	if err != nil {
		return out, err
	}
	if id != "" {
		if old, err := showByID(ctx, tx, id); !errs.Is(err, errs.NotFound) {
			return s.changeShow(ctx, tx, old, version, show.Title, string(data), err)
		}
	}
	u, err := s.Org.Find(ctx, tx, unit)
	if err != nil {
		return out, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Host, Read, u.ID); err != nil {
		return out, err
	}
	out = Saved{ID: id, Unit: u.ID, Title: show.Title, Data: string(data), Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now()}
	if out.ID == "" {
		out.ID = db.NewID()
	}
	if err := insertShow(ctx, tx, out); err != nil {
		return out, err
	}
	return out, note(ctx, tx, "gameshow.show", out.ID, out.Unit)
}

func (s *Service) changeShow(ctx context.Context, tx *db.Tx, old Saved, version int, title, data string, err error) (Saved, error) {
	if err != nil {
		return old, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Host, Read, old.Unit); err != nil {
		return old, err
	}
	if old.Data == data {
		return old, nil // a double click
	}
	fresh := old
	fresh.Title, fresh.Data, fresh.Version = title, data, version
	if err := updateShow(ctx, tx, fresh); err != nil {
		return old, err
	}
	fresh.Version++
	return fresh, note(ctx, tx, "gameshow.show", fresh.ID, fresh.Unit)
}

// EditShow changes a show as it stands now. Conflict when somebody changed it
// since version; a change that changes nothing is a double click and none.
func (s *Service) EditShow(ctx context.Context, id string, version int, edit func(*Show) error) (out Saved, err error) {
	defer errs.Wrap(&err, "gameshow.EditShow(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := showByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Need(ctx, tx, Host, Read, old.Unit); err != nil {
			return err
		}
		show, err := old.Show()
		if err != nil {
			return err
		}
		if err := edit(&show); err != nil {
			return err
		}
		out, err = s.saveShow(ctx, tx, id, "", version, show)
		return err
	})
	return out, err
}

// Show is what was saved, its rounds and questions with ids.
func (s Saved) Show() (show Show, err error) {
	err = json.Unmarshal([]byte(s.Data), &show)
	show.Identify()
	return show, err
}

// WithdrawShow takes a show off the list. Its games stay, and one that is on goes
// on. Conflict when somebody changed it since version.
func (s *Service) WithdrawShow(ctx context.Context, id string, version int) (err error) {
	defer errs.Wrap(&err, "gameshow.WithdrawShow(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := showByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Org.Guard.Need(ctx, tx, Host, Read, old.Unit); err != nil {
			return err
		}
		if err := withdrawShow(ctx, tx, id, version); err != nil {
			return err
		}
		return note(ctx, tx, "gameshow.withdraw", id, old.Unit)
	})
}

// OpenShow reads a show; out of scope it is not found.
func (s *Service) OpenShow(ctx context.Context, id string) (saved Saved, show Show, err error) {
	defer errs.Wrap(&err, "gameshow.OpenShow(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if saved, err = showByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, saved.Unit); err != nil {
			return err
		}
		show, err = saved.Show()
		return err
	})
	return saved, show, err
}

// MayHost tells in which of some units the actor may build shows and hold games.
func (s *Service) MayHost(ctx context.Context, units ...string) (may map[string]bool, err error) {
	defer errs.Wrap(&err, "gameshow.MayHost")
	may = map[string]bool{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		for _, u := range units {
			if _, known := may[u]; known {
				continue
			}
			if may[u], err = s.Org.Guard.Can(ctx, tx, Host, u); err != nil {
				return err
			}
		}
		return nil
	})
	return may, err
}

func note(ctx context.Context, tx *db.Tx, action, target, unit string) error {
	return audit.Add(ctx, tx, audit.Entry{Account: actor(ctx), Action: action, Target: target, TargetKind: "gameshow", Unit: unit})
}

// ShowLine is a show in a list.
type ShowLine struct {
	Saved
	UnitName string `db:"unit_name"`
}

// Shows lists the shows the actor may read, the newest first.
func (s *Service) Shows(ctx context.Context) (out []ShowLine, err error) {
	defer errs.Wrap(&err, "gameshow.Shows")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		cond, args := ledger.Under("s.unit", 2, s.Org.Guard.Scope(ctx, Read))
		return tx.Select(ctx, &out, `/* gameshow.Shows */ SELECT `+showColumns+`, u.name AS unit_name
			FROM gameshow_show s JOIN org_unit u ON u.id = s.unit
			WHERE s.withdrawn_at IS NULL AND s.recorded_at < $1 AND `+cond+` ORDER BY s.recorded_at DESC, s.id DESC LIMIT 200`,
			append([]any{tx.Tomorrow()}, args...)...)
	})
	return out, err
}
