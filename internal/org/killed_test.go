package org_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// Where the process that is to be killed finds its work.
const (
	signSource = "DONGHANH_TEST_SIGN_SOURCE"
	signDraft  = "DONGHANH_TEST_SIGN_DRAFT"
)

// TestMain is also the process that signs a draft and is killed meanwhile.
func TestMain(m *testing.M) {
	source := os.Getenv(signSource)
	if source == "" {
		os.Exit(m.Run())
	}
	if err := signAndDie(context.Background(), source, os.Getenv(signDraft)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func signAndDie(ctx context.Context, source, draft string) error {
	d, err := db.Open(ctx, source, day.Fixed(testkit.Today))
	if err != nil {
		return err
	}
	rules, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		return err
	}
	units, err := org.LoadRules(catalogue.FS)
	if err != nil {
		return err
	}
	l := &ledger.Ledger{Catalogue: rules}
	s := &org.Service{DB: d, Guard: &auth.Guard{Roles: testkit.Roles(), Tree: l}, Ledger: l, Rules: units}
	fmt.Println("signing")
	_, err = s.SignDraft(auth.With(ctx, auth.System()), draft, 0)
	return err
}

// TestKilledWhileSigningIsAllOrNothing kills a process at ever later moments of
// a signature. Each time all is as before or all is done.
func TestKilledWhileSigningIsAllOrNothing(t *testing.T) {
	testkit.EachSource(t, func(t *testing.T, source string) {
		k := testkit.NewSite(t, testkit.Open(t, source))
		k.Found(fullDistrict()...)
		outcomes := map[org.ReorgState]int{}
		for round := 1; round <= 60 && outcomes[org.ReorgSigned] < 2; round++ {
			p := intoWard(fmt.Sprintf("W%d", round))
			if _, err := k.Org.SaveDraft(k.System(), p, 0); err != nil {
				t.Fatal(err)
			}
			signAndKill(t, source, p.ID, time.Duration(round*round)*100*time.Microsecond)
			outcomes[settled(t, k, p)]++
			k.Verify()
		}
		if outcomes[org.ReorgDraft] == 0 || outcomes[org.ReorgSigned] == 0 {
			t.Errorf("no moment before or none after: %v", outcomes)
		}
	})
}

const killedBases = 60

// fullDistrict is a district with base unions.
func fullDistrict() []org.Founding {
	out := []org.Founding{
		{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"},
		{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
	}
	for i := range killedBases {
		out = append(out, org.Founding{Code: fmt.Sprintf("D1-%04d", i), Name: fmt.Sprintf("CĐCS %d", i), Kind: "base", Parent: "D1", Members: 10})
	}
	return out
}

// intoWard is a draft by which one ward takes all over.
func intoWard(ward string) org.Plan {
	p := deciding(org.Reforming, org.Line{Op: org.OpFound, Unit: ward, Name: "Công đoàn phường " + ward, Kind: "ward", Parent: "HN"})
	p.ID = db.NewID()
	for i := range killedBases {
		p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: fmt.Sprintf("D1-%04d", i), Parent: ward})
	}
	p.Lines = append(p.Lines, org.Line{Op: org.OpEnd, Unit: "D1", Heirs: ward})
	return p
}

// signAndKill lets another process sign a draft and kills it some time after it
// has begun.
func signAndKill(t *testing.T, source, draft string, after time.Duration) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^$")
	child.Env = append(os.Environ(), signSource+"="+source, signDraft+"="+draft)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("signing"))); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = child.Process.Kill() // it may have ended by itself
	_ = child.Wait()
}

// settled tells what became of a draft, compares all figures with that, and
// takes a signed one back.
func settled(t *testing.T, k *testkit.Kit, p org.Plan) org.ReorgState {
	t.Helper()
	testkit.Write(t, k.DB, func(tx *db.Tx) error { // the server may still be busy with what the dead one sent
		return tx.LockExclusive(t.Context(), "org.act."+p.ID)
	})
	c, err := k.Org.OpenReorg(k.System(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	all := strconv.Itoa(killedBases)
	want := map[org.ReorgState]map[string]string{
		org.ReorgDraft:  {"D1": all, "HN": all},
		org.ReorgSigned: {"D1": "–", "HN": all, p.Lines[0].Unit: all},
	}[c.Reorg.State]
	for unit, n := range want {
		if got := value(k, t, ledger.Then, unit, "ORG.CDCS.TOTAL", "2023-12"); got != n {
			t.Errorf("%s: %s has %s, want %s", c.Reorg.State, unit, got, n)
		}
	}
	if c.Reorg.State == org.ReorgSigned {
		if _, err := k.Org.UndoReorg(k.System(), p.ID, "thử lại"); err != nil {
			t.Fatal(err)
		}
	}
	return c.Reorg.State
}
