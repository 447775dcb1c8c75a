package audit_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// tampered is a log of two seals (entries 1, 2, 3 and 4, 5) and a tail (6),
// before somebody with a database console comes by. In what they run and in
// the faults, <n> is the id of entry n.
func tampered(t *testing.T, n nodes, statements []string) (faults []string) {
	t.Helper()
	add(t.Context(), t, n.writer, "1", "2", "3")
	seal(t, n.sealer)
	add(t.Context(), t, n.writer, "4", "5")
	seal(t, n.sealer)
	add(t.Context(), t, n.writer, "6")
	var in, out []string
	for _, target := range []string{"1", "2", "3", "4", "5", "6"} {
		id := idOf(t, n.writer, target)
		in, out = append(in, "<"+target+">", "'"+id+"'"), append(out, id, "<"+target+">")
	}
	for _, s := range statements {
		exec(t, n.writer, strings.NewReplacer(in...).Replace(s))
	}
	for _, f := range verify(t, n.writer).Faults {
		faults = append(faults, strings.NewReplacer(out...).Replace(f))
	}
	return faults
}

func TestTamperingIsFoundAndNamed(t *testing.T) {
	for name, c := range map[string]struct{ statements, want []string }{
		"nothing": {nil, nil},
		"an entry changed": {
			[]string{"UPDATE audit_entry SET account = 'somebody else' WHERE id = <2>"},
			[]string{"audit: entry <2> of seal 1 was changed"},
		},
		"words moved from one column to the next": {
			[]string{"UPDATE audit_entry SET target_kind = 'membe', target = 'r2' WHERE id = <2>"},
			[]string{"audit: entry <2> of seal 1 was changed"},
		},
		"no longer sensitive": {
			[]string{"UPDATE audit_entry SET sensitive = FALSE WHERE id = <5>"},
			[]string{"audit: entry <5> of seal 2 was changed"},
		},
		"an entry deleted": {
			[]string{"DELETE FROM audit_entry WHERE id = <3>"},
			[]string{"audit: entry <3> of seal 1 is missing"},
		},
		"an entry deleted with its place": {
			[]string{"DELETE FROM audit_entry WHERE id = <3>", "DELETE FROM audit_sealed WHERE entry = <3>"},
			[]string{"audit: seal 1 names 2 entries and holds 3"},
		},
		"an entry and its leaf changed": {
			[]string{"UPDATE audit_sealed SET leaf = (SELECT leaf FROM audit_sealed WHERE entry = <2>) WHERE entry = <1>"},
			[]string{"audit: entry <1> of seal 1 was changed", "audit: seal 1 was made of other entries than it names"},
		},
		"a seal's root changed": {
			[]string{"UPDATE audit_seal SET root = previous WHERE no = 2"},
			[]string{"audit: seal 2 was changed", "audit: seal 2 was made of other entries than it names"},
		},
		"a seal's hash changed": {
			[]string{"UPDATE audit_seal SET hash = root WHERE no = 1"},
			[]string{"audit: seal 1 was changed", "audit: chain is broken: seal 2 was not made on seal 1 as it is now"},
		},
		"the first seal deleted": {
			[]string{"DELETE FROM audit_seal WHERE no = 1"},
			[]string{"audit: chain is broken: seal 2 follows seal 0", "audit: seal 1, which entries name, is missing"},
		},
		"the last seal deleted": {
			[]string{"DELETE FROM audit_seal WHERE no = 2"},
			[]string{"audit: seal 2, which entries name, is missing"},
		},
		"the last seal deleted with its entries' places": {
			[]string{"DELETE FROM audit_seal WHERE no = 2", "DELETE FROM audit_sealed WHERE seal = 2"},
			[]string{"audit: entry <4> is neither sealed nor waiting for a seal", "audit: entry <5> is neither sealed nor waiting for a seal"},
		},
		"an entry of the tail deleted": {
			[]string{"DELETE FROM audit_entry WHERE id = <6>"},
			[]string{"audit: entry <6>, waiting for a seal, is missing"},
		},
		"an entry put among the old ones": {
			[]string{`INSERT INTO audit_entry SELECT 'forged', at, account, action, target_kind, target, unit, detail, sensitive, request, ip
				FROM audit_entry WHERE id = <1>`},
			[]string{"audit: entry forged is neither sealed nor waiting for a seal"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, n nodes) {
				if diff := cmp.Diff(c.want, tampered(t, n, c.statements)); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// Who may write in the database can make the whole chain anew. The head, kept
// elsewhere, shows it.
func TestTheHeadTellsAChainMadeAnewFromTheOldOne(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		add(t.Context(), t, n.writer, "1", "2")
		seal(t, n.sealer)
		before := verify(t, n.writer)
		exec(t, n.writer, "UPDATE audit_entry SET account = 'somebody else' WHERE target = '2'")
		remake(t, n.writer)
		seal(t, n.sealer)
		after := verify(t, n.writer)
		if len(after.Faults) > 0 || after.Head == before.Head {
			t.Errorf("faults %v, head %s", after.Faults, after.Head)
		}
	})
}

func remake(t *testing.T, d *db.DB) {
	t.Helper()
	testkit.Write(t, d, func(tx *db.Tx) error {
		for _, s := range []string{
			"DELETE FROM audit_seal", "DELETE FROM audit_sealed",
			"INSERT INTO audit_tail (entry, at) SELECT id, at FROM audit_entry",
		} {
			if _, err := tx.Exec(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
}
