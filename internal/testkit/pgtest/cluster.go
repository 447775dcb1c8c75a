package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// maxSocketPath is what sockaddr_un holds on Linux, its final zero included.
const maxSocketPath = 108

// settings give up every guarantee about crashes. Nothing listens on TCP, and
// shared memory lives among the data, so that it goes away with them.
const settings = `
listen_addresses = ''
port = 5432
unix_socket_directories = '%s'
max_connections = 200
shared_buffers = 256MB
dynamic_shared_memory_type = mmap
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 256MB
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
log_timezone = 'UTC'
`

// cluster is the PostgreSQL of one user of this machine.
type cluster struct {
	dir   string              // sockets, locks, log and, in data/, the cluster
	bin   string              // where initdb and pg_ctl are
	owner *syscall.Credential // who runs the server; nil: we do
}

func newCluster(tmp string) (cluster, error) {
	bin, err := findBinaries("/usr/lib/postgresql/*/bin")
	if err != nil {
		return cluster{}, err
	}
	c := cluster{dir: filepath.Join(tmp, fmt.Sprintf("donghanh-pg-%d", os.Getuid())), bin: bin}
	if len(c.dir+"/.s.PGSQL.5432")+1 > maxSocketPath {
		return cluster{}, fmt.Errorf("%s is too long for a Unix socket: set TMPDIR to a shorter path", c.dir)
	}
	if os.Getuid() == 0 {
		c.owner, err = postgresUser()
	}
	return c, err
}

// postgresUser is who the server runs as when we are root, which it refuses.
func postgresUser() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root and there is no user postgres (apt-get install postgresql): %w", err)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

func (c cluster) data() string { return filepath.Join(c.dir, "data") }

func (c cluster) dsn() string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {c.dir}, "port": {"5432"}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

// ensure returns when the cluster answers: one that runs is used, anything
// else in its directory is thrown away and made anew. Until this process ends,
// scripts/pg-stop leaves the cluster alone.
func (c cluster) ensure(ctx context.Context) error {
	if err := c.makeDir(); err != nil {
		return err
	}
	if err := holdForLife(filepath.Join(c.dir, "use.lock")); err != nil {
		return err
	}
	release, err := lock(filepath.Join(c.dir, "start.lock"))
	if err != nil {
		return err
	}
	defer release()
	if alive(ctx, c.dsn()) {
		return nil
	}
	return c.restart(ctx)
}

func (c cluster) makeDir() error {
	if err := os.Mkdir(c.dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make the cluster's directory: %w", err)
	}
	return c.give(c.dir)
}

func (c cluster) restart(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(c.data(), "postmaster.pid")); err == nil {
		_ = c.command(ctx, "pg_ctl", "stop", "-D", c.data(), "-m", "immediate") // it may be dead already
	}
	if err := errors.Join(c.wipe(), c.place()); err != nil {
		return fmt.Errorf("replace the old cluster: %w", err)
	}
	err := c.command(ctx, "initdb", "-D", c.data(), "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	if err != nil {
		return err
	}
	if err := c.configure(); err != nil {
		return err
	}
	return c.command(ctx, "pg_ctl", "start", "-D", c.data(), "-l", filepath.Join(c.dir, "log"), "-w", "-t", "60")
}

func (c cluster) configure() error {
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("configure: %w", err)
	}
	_, err = fmt.Fprintf(f, settings, strings.ReplaceAll(c.dir, "'", "''"))
	return errors.Join(err, f.Close())
}

// command runs one of PostgreSQL's programs as the owner of the cluster.
func (c cluster) command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s(the server's own words are in %s)", cmd, err, out, filepath.Join(c.dir, "log"))
	}
	return nil
}
