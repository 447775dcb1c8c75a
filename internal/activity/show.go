package activity

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// View is a record with what its page shows around it.
type View struct {
	Record
	KindRule *Kind
	UnitRow  org.Unit
	Changes  []Change            // oldest first
	Names    map[string]string   // of accounts: who recorded, who changed
	MayWrite bool                // and there is something to change: it was not withdrawn
	Units    map[string]org.Unit // the record's and those it stood in before
	Named    map[string]org.Unit // units that fields name, by code
	Files    map[string]blob.Info
	Whole    *Record  // what it is part of
	Parts    []Record // its parts, those withdrawn too
	Hidden   bool     // it says something private, which is masked
	Late     []string // signed reports that a correction will differ from
	Purpose  Purpose  // what it is done for; zero: nothing, or nothing the reader may know of
}

// Show reads a record; out of scope it is not found. What is private is masked.
func (s *Service) Show(ctx context.Context, id string) (v View, err error) {
	defer errs.Wrap(&err, "activity.Show(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v, err = s.view(ctx, tx, id)
		return err
	})
	v.mask()
	return v, err
}

// Reveal is Show with what is private to be read, and keeps who read it.
func (s *Service) Reveal(ctx context.Context, id string) (v View, err error) {
	defer errs.Wrap(&err, "activity.Reveal(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if v, err = s.view(ctx, tx, id); err != nil || !v.Hidden {
			return err
		}
		return audit.Add(ctx, tx, audit.Entry{
			Account: changer(ctx), Action: "activity.private.read", Target: v.ID, TargetKind: "activity", Unit: v.Unit, Sensitive: true,
		})
	})
	return v, err
}

// view reads a record with what its page shows around it.
func (s *Service) view(ctx context.Context, tx *db.Tx, id string) (v View, err error) {
	if v.Record, err = recordByID(ctx, tx, id); err != nil {
		return v, err
	}
	if err := s.Org.Guard.Read(ctx, tx, Read, v.Unit); err != nil {
		return v, err
	}
	v.KindRule = s.Kinds.ByCode(v.Kind)
	if s.Purposes != nil {
		if v.Purpose, err = s.Purposes.Of(ctx, tx, id); err != nil {
			return v, err
		}
	}
	if v.Changes, err = changesOf(ctx, tx, id); err != nil {
		return v, err
	}
	for _, step := range []func(context.Context, *db.Tx, *View) error{s.addUnits, s.addNamed, s.addFiles, s.addFamily} {
		if err := step(ctx, tx, &v); err != nil {
			return v, err
		}
	}
	if v.Names, err = s.names(ctx, tx, v); err != nil {
		return v, err
	}
	v.Hidden = v.KindRule != nil && slices.ContainsFunc(v.KindRule.Fields, func(f Field) bool { return f.Private && v.Fields[f.Name] != "" })
	v.MayWrite, err = s.mayWrite(ctx, tx, v.UnitRow)
	v.MayWrite = v.MayWrite && v.WithdrawnAt == nil
	if v.MayWrite && err == nil {
		v.Late, err = s.signed(ctx, tx, v.Unit, v.Day)
	}
	return v, err
}

// addNamed reads the units that fields of any version name. Who may read the
// record may read whom it names.
func (s *Service) addNamed(ctx context.Context, tx *db.Tx, v *View) error {
	v.Named = map[string]org.Unit{}
	for _, code := range v.valuesOf(func(f Field) bool { return f.Type == UnitField }) {
		u, err := s.Org.UnitByCode(ctx, tx, code)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		v.Named[code] = u
	}
	return nil
}

func (s *Service) addFiles(ctx context.Context, tx *db.Tx, v *View) (err error) {
	var ids []string
	for _, list := range v.valuesOf(Field.Attached) {
		ids = append(ids, strings.Split(list, ",")...)
	}
	if len(ids) > 0 {
		v.Files, err = blob.Infos(ctx, tx, ids...)
	}
	return err
}

// valuesOf lists what fields of a sort say in any version.
func (v *View) valuesOf(sort func(Field) bool) (out []string) {
	if v.KindRule == nil {
		return nil
	}
	versions := []Fields{v.Fields}
	for _, c := range v.Changes {
		versions = append(versions, c.Fields)
	}
	for _, f := range v.KindRule.Fields {
		for _, values := range versions {
			if sort(f) && values[f.Name] != "" {
				out = append(out, values[f.Name])
			}
		}
	}
	return out
}

// addFamily reads what the record is part of, and its parts.
func (s *Service) addFamily(ctx context.Context, tx *db.Tx, v *View) (err error) {
	if v.Under != "" {
		whole, err := recordByID(ctx, tx, v.Under)
		if err != nil {
			return err
		}
		v.Whole = &whole
	}
	v.Parts, err = partsOf(ctx, tx, v.ID, false)
	return err
}

func (s *Service) addUnits(ctx context.Context, tx *db.Tx, v *View) (err error) {
	v.Units = map[string]org.Unit{}
	for _, id := range append(formerUnits(v.Changes), v.Unit) {
		if v.Units[id], err = s.Org.UnitByID(ctx, tx, id); err != nil {
			return err
		}
	}
	v.UnitRow = v.Units[v.Unit]
	return nil
}

func formerUnits(changes []Change) (ids []string) {
	for _, c := range changes {
		ids = append(ids, c.Unit)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *Service) names(ctx context.Context, tx *db.Tx, v View) (map[string]string, error) {
	ids := []string{v.Recorder}
	for _, c := range v.Changes {
		ids = append(ids, c.By)
	}
	return auth.Names(ctx, tx, ids)
}
