package pgtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// emptyMachine is a temporary directory without a cluster, short enough for a
// socket and open to the user postgres; what gets started in it is stopped.
func emptyMachine(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "dhpg")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pgStop(t, dir, "--force")
		os.RemoveAll(dir)
	})
	return dir
}

func pgStop(t *testing.T, tmp string, args ...string) string {
	t.Helper()
	cmd := exec.Command("../../../scripts/pg-stop", args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("pg-stop: %v\n%s", err, out)
	}
	return string(out)
}

func postmaster(t *testing.T, c cluster) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestClusterIsReusedWhenHealthyAndReplacedWhenNot(t *testing.T) {
	t.Parallel()
	c, err := newCluster(emptyMachine(t))
	if err != nil {
		t.Fatal(err)
	}
	ensure := func() int {
		t.Helper()
		if err := c.ensure(t.Context()); err != nil {
			t.Fatal(err)
		}
		return postmaster(t, c)
	}
	first := ensure()
	if again := ensure(); again != first {
		t.Errorf("a healthy cluster %d was replaced by %d", first, again)
	}
	crash(t, c, first)
	if after := ensure(); after == first || !alive(t.Context(), c.dsn()) {
		t.Errorf("a dead cluster was not replaced")
	}
	if said := pgStop(t, filepath.Dir(c.dir)); !strings.Contains(said, "in use") {
		t.Errorf("pg-stop stopped a cluster that a test uses: %q", said)
	}
}

// crash leaves what a killed server leaves: its pid file. (A real SIGKILL would
// leave a segment of shared memory to the machine as well.)
func crash(t *testing.T, c cluster, pid int) {
	t.Helper()
	file := filepath.Join(c.data(), "postmaster.pid")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	waitForEnd(t, pid)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func waitForEnd(t *testing.T, pid int) {
	t.Helper()
	for range 100 {
		if syscall.Kill(pid, 0) != nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("process %d does not end", pid)
}

// TestTwoProcessesAtOnce runs this test binary twice on a machine without a
// cluster: both want to start it, both want the same template.
func TestTwoProcessesAtOnce(t *testing.T) {
	if os.Getenv("PGTEST_CHILD") != "" {
		beChild(t)
		return
	}
	t.Parallel()
	machine := emptyMachine(t)
	outputs := make([]bytes.Buffer, 2)
	children := make([]*exec.Cmd, len(outputs))
	for i := range children {
		children[i] = exec.Command(os.Args[0], "-test.run=^TestTwoProcessesAtOnce$", "-test.v")
		children[i].Env = append(os.Environ(), "PGTEST_CHILD=1", "TMPDIR="+machine, "DONGHANH_PG=")
		children[i].Stdout, children[i].Stderr = &outputs[i], &outputs[i]
		if err := children[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	prepared := 0
	for i, child := range children {
		if err := child.Wait(); err != nil {
			t.Errorf("child %d: %v\n%s", i, err, &outputs[i])
		}
		prepared += strings.Count(outputs[i].String(), "prepared the template")
	}
	if prepared != 1 {
		t.Errorf("the template was prepared %d times, want 1", prepared)
	}
	pgStop(t, machine)
	if left, _ := filepath.Glob(filepath.Join(machine, "*", "data")); len(left) > 0 {
		t.Errorf("pg-stop left %v", left)
	}
}

func beChild(t *testing.T) {
	runs := 0
	for range 5 {
		db := open(t, Template(t, "shared", withPeople(&runs)))
		if got := value(t, db, "SELECT count(*) FROM person"); got != "1" {
			t.Errorf("%s people, want 1", got)
		}
		Database(t)
	}
	if runs > 0 {
		t.Log("prepared the template")
	}
}
