package pgtest

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// memory is where Linux keeps files in RAM. A copy of a database is some 300
// files: 25 ms there, 240 ms on the disk of a machine like CI's. enough leaves
// the machine its memory and passes over a container's 64 MB.
const (
	memory = "/dev/shm"
	enough = 6 << 30
)

// place makes the empty data directory: in memory, behind a symbolic link,
// where there is room; initdb makes it on disk otherwise.
func (c cluster) place() error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < enough {
		return nil
	}
	dir, err := os.MkdirTemp(memory, "donghanh-pg-")
	if err != nil {
		return nil // not ours to write: the disk will do
	}
	return errors.Join(c.give(dir), os.Symlink(dir, c.data()))
}

// wipe removes the data, wherever it is.
func (c cluster) wipe() error {
	dir, err := os.Readlink(c.data())
	if err != nil {
		dir = c.data() // a directory on disk, or nothing
	}
	return errors.Join(os.RemoveAll(dir), os.RemoveAll(c.data()))
}

// give makes a directory the server's own and nobody else's.
func (c cluster) give(dir string) error {
	if c.owner != nil {
		if err := os.Chown(dir, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			return fmt.Errorf("give %s to the user postgres: %w", dir, err)
		}
	}
	return os.Chmod(dir, 0o700) // fails on a directory somebody else has put there
}
