package audit_test

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestAnEntryIsReadBackAsItWasAdded(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		request := audit.Request{ID: "r-1", IP: "2001:db8::1"}
		add(audit.WithRequest(t.Context(), request), t, n.writer, "m-1")
		want := []audit.Record{{Request: request, Entry: audit.Entry{
			Account: "an", Action: "member.read", Target: "m-1",
			TargetKind: "member", Unit: "base-1", Detail: map[string]string{"form": "7", "why": "card"}, Sensitive: true,
		}}}
		got := list(t, n.writer, audit.Filter{})
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(audit.Record{}, "ID", "At")); diff != "" {
			t.Error(diff)
		}
		if !db.ValidID(got[0].ID) || got[0].At == 0 {
			t.Errorf("id %q at %d", got[0].ID, got[0].At)
		}
	})
}

func TestAnEntryGoesWithItsAct(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		no := errors.New("no")
		err := n.writer.Write(t.Context(), func(tx *db.Tx) error {
			return errors.Join(audit.Add(t.Context(), tx, audit.Entry{Action: "x"}), no)
		})
		if !errors.Is(err, no) || len(list(t, n.writer, audit.Filter{})) > 0 {
			t.Errorf("%v, and an entry of an act that was rolled back", err)
		}
		err = n.writer.Write(t.Context(), func(tx *db.Tx) error { return audit.Add(t.Context(), tx, audit.Entry{}) })
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("an entry without an action: %v", err)
		}
	})
}

func TestListPicksAndPages(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		add(t.Context(), t, n.writer, "1", "2", "3", "2")
		testkit.Write(t, n.writer, func(tx *db.Tx) error {
			return audit.Add(t.Context(), tx, audit.Entry{Account: "binh", Action: "member.read", Target: "2"})
		})
		third := list(t, n.writer, audit.Filter{Target: "3"})[0].ID
		for name, c := range map[string]struct {
			filter audit.Filter
			want   string
		}{
			"all, newest first":      {audit.Filter{}, "binh/2 an/2 an/3 an/2 an/1"},
			"of a target":            {audit.Filter{Target: "2"}, "binh/2 an/2 an/2"},
			"of an account":          {audit.Filter{Account: "binh"}, "binh/2"},
			"of both":                {audit.Filter{Account: "an", Target: "2"}, "an/2 an/2"},
			"the page after a third": {audit.Filter{Before: third, Limit: 1}, "an/2"},
			"of nobody":              {audit.Filter{Account: "nobody"}, ""},
		} {
			got := ""
			for i, r := range list(t, n.writer, c.filter) {
				if i > 0 {
					got += " "
				}
				got += r.Entry.Account + "/" + r.Entry.Target
			}
			if got != c.want {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	})
}

func TestAnEmptyLogIsInOrder(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		if got := seal(t, n.sealer); got != 0 {
			t.Errorf("sealed %d entries of none", got)
		}
		if diff := cmp.Diff(audit.Report{}, verify(t, n.writer)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheTailIsNamed(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		add(t.Context(), t, n.writer, "1", "2", "3")
		if got := seal(t, n.writer); got != 0 {
			t.Errorf("sealed %d entries before they settled", got)
		}
		if got := seal(t, n.sealer); got != 3 {
			t.Errorf("sealed %d entries, want 3", got)
		}
		add(t.Context(), t, n.writer, "4", "5")
		want := audit.Report{Seals: 1, Entries: 3, Tail: 2}
		if diff := cmp.Diff(want, verify(t, n.writer), cmpopts.IgnoreFields(want, "Head")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEntriesFromBeforeTheClockWasSetBackAreSealed(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		add(t.Context(), t, n.sealer, "tomorrow")
		if got := seal(t, n.writer); got != 1 {
			t.Errorf("sealed %d entries, want 1", got)
		}
	})
}

func TestEveryEntryIsSealedOnceWhileEightWrite(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		const enough = 25 // entries a writer, and more of them until there are two seals
		var written, seals atomic.Int64
		var writing, sealing sync.WaitGroup
		for range 8 {
			writing.Go(func() {
				for i := 0; i < enough || seals.Load() < 2 && i < 100*enough; i++ {
					addFrom(t, n.writer, int(written.Add(1)))
				}
			})
		}
		stop := make(chan struct{})
		for range 2 {
			sealing.Go(func() { sealUntil(t, n.sealer, stop, &seals) })
		}
		writing.Wait()
		close(stop)
		sealing.Wait()
		for seal(t, n.sealer) > 0 { // one seal takes so many at most
		}
		got, want := verify(t, n.writer), audit.Report{Entries: written.Load()}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(want, "Seals", "Head")); diff != "" {
			t.Error(diff)
		}
		if got.Seals < 2 {
			t.Errorf("the sealers did not get on beside the writers: %d seals", got.Seals)
		}
	})
}

func sealUntil(t *testing.T, d *db.DB, stop <-chan struct{}, seals *atomic.Int64) {
	for {
		select {
		case <-stop:
			return
		default:
			errorIf(t, d.Write(t.Context(), func(tx *db.Tx) error {
				n, err := audit.Seal(t.Context(), tx)
				if n > 0 {
					tx.After(func() { seals.Add(1) })
				}
				return err
			}))
		}
	}
}

// addFrom adds an entry; any goroutine may call it.
func addFrom(t *testing.T, d *db.DB, target int) {
	errorIf(t, d.Write(t.Context(), func(tx *db.Tx) error {
		return audit.Add(t.Context(), tx, audit.Entry{Action: "write", Target: strconv.Itoa(target)})
	}))
}

// errorIf may be called by any goroutine.
func errorIf(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func TestALongTailIsSealedInBatches(t *testing.T) {
	each(t, func(t *testing.T, n nodes) {
		testkit.Write(t, n.writer, func(tx *db.Tx) error {
			for i := range audit.Batch + 1 {
				if err := audit.Add(t.Context(), tx, audit.Entry{Action: "write", Target: strconv.Itoa(i)}); err != nil {
					return err
				}
			}
			return nil
		})
		testkit.Write(t, n.sealer, func(tx *db.Tx) error { return audit.Work(t.Context(), tx, audit.SealArgs{}) })
		testkit.Read(t, n.sealer, func(tx *db.Tx) error {
			var again int
			err := tx.Get(t.Context(), &again, "SELECT COUNT(*) FROM job_job WHERE kind = 'audit.seal'")
			if again != 1 {
				t.Errorf("%d jobs for the rest, want 1", again)
			}
			return err
		})
		if got := seal(t, n.sealer); got != 1 {
			t.Errorf("the second seal holds %d entries, want 1", got)
		}
		if faults := verify(t, n.writer).Faults; len(faults) > 0 {
			t.Error(faults)
		}
	})
}
