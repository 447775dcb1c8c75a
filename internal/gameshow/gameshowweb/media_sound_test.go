package gameshowweb

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// loudness is how loud a clip is, in LUFS, by ffmpeg's own scanner.
func loudness(t *testing.T, clip string) float64 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip")
	if err := os.WriteFile(path, []byte(clip), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffmpeg", "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128", "-f", "null", "-").CombinedOutput()
	all := regexp.MustCompile(`I:\s+(-?[0-9.]+) LUFS`).FindAllStringSubmatch(string(out), -1)
	if err != nil || len(all) == 0 {
		t.Fatalf("ffmpeg (make deps): %v\n%s", err, out)
	}
	is, err := strconv.ParseFloat(all[len(all)-1][1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return is
}
