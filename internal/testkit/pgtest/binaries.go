package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// oldest is the first PostgreSQL the program supports.
const oldest = 15

// findBinaries returns the directory of the newest PostgreSQL that is new
// enough, looking where Debian puts them and then in $PATH.
func findBinaries(glob string) (string, error) {
	dirs, err := filepath.Glob(glob)
	if err != nil {
		return "", fmt.Errorf("look for PostgreSQL: %w", err)
	}
	best, newest := "", oldest-1
	for _, dir := range dirs {
		if v := versionOf(dir); v > newest {
			best, newest = dir, v
		}
	}
	if best != "" {
		return best, nil
	}
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("PostgreSQL %d or newer is needed and not installed: run `make deps`, or apt-get install postgresql", oldest)
	}
	return filepath.Dir(initdb), nil
}

// versionOf reads the version from Debian's path …/15/bin; 0 without a server in it.
func versionOf(dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	v, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		return 0
	}
	return v
}
