package pgtest

import (
	"errors"
	"fmt"
	"syscall"
)

// lock waits until the file is ours alone.
func lock(path string) (release func(), err error) {
	fd, err := flock(path, syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	return func() { _ = syscall.Close(fd) }, nil
}

// holdForLife marks the cluster as in use. Nobody closes the descriptor: the
// kernel takes the mark away with the process, however that ends.
func holdForLife(path string) error {
	_, err := flock(path, syscall.LOCK_SH)
	return err
}

// flock works on a bare descriptor: an os.File would be closed by the garbage
// collector once nobody refers to it.
func flock(path string, how int) (fd int, err error) {
	fd, err = syscall.Open(path, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return 0, fmt.Errorf("lock %s: %w", path, err)
	}
	for {
		err = syscall.Flock(fd, how)
		if err == nil {
			return fd, nil
		}
		if !errors.Is(err, syscall.EINTR) {
			return 0, errors.Join(fmt.Errorf("lock %s: %w", path, err), syscall.Close(fd))
		}
	}
}
