package sound

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// loudness is how loud a clip is, by ffmpeg's own scanner.
func loudness(t *testing.T, s Sound) float64 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip")
	if err := os.WriteFile(path, s.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffmpeg", "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-").CombinedOutput()
	all := regexp.MustCompile(`I:\s+(-?[0-9.]+) LUFS`).FindAllStringSubmatch(string(out), -1)
	if err != nil || len(all) == 0 {
		t.Fatalf("%v\n%s", err, out)
	}
	peaks := regexp.MustCompile(`Peak:\s+(-?[0-9.]+) dBFS`).FindAllStringSubmatch(string(out), -1)
	if peak, err := strconv.ParseFloat(peaks[len(peaks)-1][1], 64); err != nil || peak > 0 {
		t.Errorf("it is cut off at its peaks: %v dB, %v", peaks, err)
	}
	is, err := strconv.ParseFloat(all[len(all)-1][1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func sniff(t *testing.T, data []byte) Sound {
	t.Helper()
	s, err := Sniff(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestClipsAreMadeEquallyLoud(t *testing.T) {
	tool := FindTool()
	for name, filter := range map[string]string{
		"faint":            "volume=-35dB",
		"already loud":     "volume=14dB",
		"full of peaks":    "volume=-20dB,aeval=val(0)+if(lt(mod(t\\,0.5)\\,0.004)\\,0.8\\,0)",
		"soft, then loud":  "volume='if(lt(t,2),0.05,1)':eval=frame",
		"in stereo, noisy": "volume=-10dB,aformat=channel_layouts=stereo",
	} {
		in := sniff(t, made(t, "a.wav", "-af", filter))
		out, err := tool.Do(t.Context(), in, Change{Even: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if is := loudness(t, out); math.Abs(is-Loudness) > 1.5 || out.Media != MP3 || out.Millis < 3950 || out.Millis > 4200 {
			t.Errorf("%s: %.1f LUFS from %.1f, %s of %d ms", name, is, loudness(t, in), out.Media, out.Millis)
		}
	}
}

func TestClipsAreCut(t *testing.T) {
	tool := FindTool()
	for name, in := range map[string]Sound{
		"WAV": sniff(t, made(t, "a.wav")), "MP3": sniff(t, made(t, "a.mp3")), "Vorbis": sniff(t, made(t, "a.ogg", "-c:a", "libvorbis")),
		"Opus": sniff(t, made(t, "a.ogg", "-c:a", "libopus")), "of frames made by hand": sniff(t, mp3(200)),
	} {
		out, err := tool.Do(t.Context(), in, Change{From: 1000, To: 2500})
		if err != nil || out.Millis < 1450 || out.Millis > 1620 || out.Media != MP3 {
			t.Errorf("%s: %s of %d ms, %v", name, out.Media, out.Millis, err)
		}
		if strings.Contains(string(out.Data), "trôi") {
			t.Errorf("%s tells its title", name)
		}
	}
	whole := sniff(t, wav(4000))
	if out, err := tool.Do(t.Context(), whole, Change{From: 3000}); err != nil || out.Millis < 950 || out.Millis > 1160 {
		t.Errorf("to the end: %d ms, %v", out.Millis, err)
	}
	for _, c := range []struct {
		Change
		want string
	}{
		{Change{From: 4000}, "from: sound.cut.outside"}, {Change{From: -1, To: 900}, "from: sound.cut.outside"}, {Change{To: 5000}, "to: sound.cut.outside"},
		{Change{From: 2000, To: 1000}, "to: sound.cut.order"}, {Change{From: 2000, To: 2100}, "to: sound.cut.order"},
	} {
		if _, err := tool.Do(t.Context(), whole, c.Change); testkit.Refused(err) != c.want {
			t.Errorf("%+v: %v", c.Change, err)
		}
	}
}

func TestWhatTheToolCannotDoIsRefused(t *testing.T) {
	var none *Tool
	if _, err := none.Do(t.Context(), sniff(t, wav(1000)), Change{Even: true}); testkit.Refused(err) != "sound.tool.none" {
		t.Errorf("without ffmpeg: %v", err)
	}
	if _, err := FindTool().Do(t.Context(), sniff(t, mp3(100)), Change{Even: true}); testkit.Refused(err) != "sound.silent" {
		t.Errorf("silence made loud: %v", err)
	}
	playlist := Sound{Media: MP3, Millis: 1000, Data: []byte("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\nhttp://127.0.0.1/x\n")}
	if _, err := FindTool().Do(t.Context(), playlist, Change{To: 900}); testkit.Refused(err) != "sound.tool.failed" {
		t.Errorf("a list of addresses: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if FindTool() != nil {
		t.Error("a tool that is not there is found")
	}
}

// program is a tool that is no ffmpeg.
func program(t *testing.T, script string) *Tool {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ffmpeg")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return &Tool{path: path, busy: make(chan struct{}, 1)}
}

func TestTheToolEndsWithTheRequestAndLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	begin := time.Now()
	_, err := program(t, "exec sleep 60").Do(ctx, sniff(t, wav(1000)), Change{To: 900})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > 10*time.Second {
		t.Errorf("after %v: %v", time.Since(begin), err)
	}
	talks := program(t, "yes | head -c 10000000 >&2; exit 1")
	if _, err := talks.Do(t.Context(), sniff(t, wav(1000)), Change{To: 900}); !errs.Is(err, errs.Invalid) || len(fmt.Sprint(err)) > 5000 {
		t.Errorf("a tool that talks: %.300v", err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
