package sound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"donghanh/internal/platform/errs"
)

// Tool cuts clips and makes them equally loud. It is ffmpeg, a program of its
// own that a server may have; without it there is none.
type Tool struct {
	path string
	busy chan struct{} // one clip at a time: a hall may be playing on the same machine
}

// FindTool is the server's ffmpeg; nil when it has none.
func FindTool() *Tool {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil
	}
	return &Tool{path: path, busy: make(chan struct{}, 1)}
}

// Change is what is to become of a clip.
type Change struct {
	From, To int64 // milliseconds; To 0: to its end
	Even     bool  // as loud as all others: Loudness
}

// Nothing tells that the clip stays as it is.
func (c Change) Nothing() bool { return c == Change{} }

// Loudness is how loud clips are made, in LUFS (EBU R128).
const Loudness = -16.0

const (
	patience = 2 * time.Minute // for all runs of the tool on one clip
	silence  = -60.0           // LUFS: there is nothing to make louder
	near     = 0.5             // LU: no ear hears it
	ceiling  = 0.84            // of full scale, -1.5 dB: what an MP3 adds to peaks stays below full
	maxSaid  = 64 << 10        // bytes of what the tool says that are kept
)

// Do makes an MP3 of a clip, cut and made even as told. What cannot be done is
// errs.Invalid: without a tool, without a field; a cut that lies outside the
// clip, at "from" or "to".
func (t *Tool) Do(ctx context.Context, s Sound, c Change) (out Sound, err error) {
	if t == nil {
		return out, errs.New(errs.Invalid, "sound.tool.none")
	}
	if err := c.check(s.Millis); err != nil {
		return out, err
	}
	own, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case t.busy <- struct{}{}:
		defer func() { <-t.busy }()
		out, err = t.do(own, s, c)
	case <-own.Done():
	}
	if own.Err() != nil && ctx.Err() == nil {
		err = errs.New(errs.Invalid, "sound.tool.failed").Because(own.Err())
	}
	return out, err
}

// do works in a folder that is gone afterwards.
func (t *Tool) do(ctx context.Context, s Sound, c Change) (out Sound, err error) {
	dir, err := os.MkdirTemp("", "donghanh-sound-*")
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.WriteFile(filepath.Join(dir, "in"), s.Data, 0o600); err != nil {
		return out, err
	}
	form := map[string]string{WAV: "wav", MP3: "mp3", OGG: "ogg"}[s.Media]
	return job{path: t.path, dir: dir, form: form}.do(ctx, c)
}

// check wants a piece that lies in the clip.
func (c Change) check(millis int64) error {
	seconds := errs.Args{"seconds": strconv.FormatInt(millis/1000, 10)}
	switch {
	case c.From < 0 || c.From >= millis:
		return errs.At("from", "sound.cut.outside", seconds)
	case c.To > millis+50: // one writes what the player shows
		return errs.At("to", "sound.cut.outside", seconds)
	case c.To != 0 && c.To < c.From+Shortest:
		return errs.At("to", "sound.cut.order")
	}
	return nil
}

// job is the work on one clip, in a folder of its own.
type job struct{ path, dir, form string }

func (j job) do(ctx context.Context, c Change) (s Sound, err error) {
	filters := []string{"aformat=channel_layouts=mono|stereo", c.trim()}
	if c.Even {
		if filters, err = j.even(ctx, filters); err != nil {
			return s, err
		}
	}
	if _, err := j.run(ctx, filters, "-c:a", "libmp3lame", "-b:a", "128k", "-map_metadata", "-1", "-map_chapters", "-1",
		"-id3v2_version", "0", "-write_id3v1", "0", "-fflags", "+bitexact", "-f", "mp3", "out"); err != nil {
		return s, err
	}
	data, err := os.ReadFile(filepath.Join(j.dir, "out"))
	if err != nil {
		return s, err
	}
	return Sniff(data)
}

// trim keeps a piece of the clip, to the sample.
func (c Change) trim() string {
	piece := fmt.Sprintf("atrim=start=%dms", c.From)
	if c.To > 0 {
		piece += fmt.Sprintf(":end=%dms", c.To)
	}
	return piece + ",asetpts=PTS-STARTPTS"
}

// even adds what makes the piece as loud as it should be: it is made louder or
// softer as a whole, and peaks that would be cut off are held down. Holding them
// down makes it softer again, so it is measured until it is near.
func (j job) even(ctx context.Context, filters []string) ([]string, error) {
	is, err := j.measure(ctx, filters)
	if err != nil {
		return nil, err
	}
	if is <= silence {
		return nil, errs.New(errs.Invalid, "sound.silent")
	}
	gain, out := 0.0, filters
	for range 4 { // one that is all peaks may never come near
		off := Loudness - is
		if math.Abs(off) <= near {
			break
		}
		gain += off
		out = slices.Concat(filters, []string{fmt.Sprintf("volume=%.2fdB", gain), fmt.Sprintf("alimiter=limit=%g:level=false", ceiling)})
		if is, err = j.measure(ctx, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// measure is how loud a piece is, in LUFS.
func (j job) measure(ctx context.Context, filters []string) (float64, error) {
	said, err := j.run(ctx, slices.Concat(filters, []string{"ebur128=framelog=verbose"}), "-f", "null", "-")
	if err != nil {
		return 0, err
	}
	_, summary, _ := strings.Cut(said, "Integrated loudness:")
	words := strings.Fields(summary)
	if len(words) < 2 || words[0] != "I:" {
		return 0, fmt.Errorf("sound: the tool does not say how loud it is: %.300q", said)
	}
	return strconv.ParseFloat(words[1], 64)
}

// run starts the tool on the clip and tells what it said. It is told what the
// file is, opens nothing but the files of its folder, and ends with the context.
func (j job) run(ctx context.Context, filters []string, output ...string) (said string, err error) {
	args := []string{
		"-nostdin", "-hide_banner", "-nostats", "-loglevel", "info", "-max_alloc", "268435456", "-threads", "1", "-filter_threads", "1",
		"-protocol_whitelist", "file,pipe", "-f", j.form, "-i", "in", "-map", "0:a:0", "-vn", "-sn", "-dn", "-threads", "1", "-af", strings.Join(filters, ","),
		"-t", strconv.Itoa(Longest / 1000),
	}
	words := &tail{}
	cmd := exec.CommandContext(ctx, j.path, append(args, output...)...)
	cmd.Dir, cmd.Env, cmd.Stderr, cmd.WaitDelay = j.dir, []string{"LC_ALL=C"}, words, time.Second
	err = cmd.Run()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return "", errs.New(errs.Invalid, "sound.tool.failed").Because(fmt.Errorf("%w: %.2000s", err, words.Bytes()))
	}
	return words.String(), err
}

// tail keeps the end of what is written to it.
type tail struct{ bytes.Buffer }

// Write keeps what is new and drops what is too old.
func (t *tail) Write(b []byte) (int, error) {
	n, err := t.Buffer.Write(b)
	t.Next(max(0, t.Len()-maxSaid))
	return n, err
}
