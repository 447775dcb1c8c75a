// Package sound tells what a clip is by what is in it, never by its name: WAV,
// MP3, or OGG with Vorbis or Opus in it. It reads a file to its end, so that
// nothing a head says is taken on its word, and gives back the sound alone:
// titles, singers and covers that files carry are left out, for whoever plays a
// clip to a hall does not hand the answer along with it.
package sound

import (
	"bytes"

	"donghanh/internal/platform/errs"
)

// Media types of clips.
const (
	WAV = "audio/wav"
	MP3 = "audio/mpeg"
	OGG = "audio/ogg"
)

const (
	// MaxSize is the longest file of a clip, in bytes: two minutes of a compact
	// disc, twenty of an MP3.
	MaxSize = 20 << 20
	// Shortest and Longest are how long a clip may be, in milliseconds.
	Shortest, Longest = 300, 10 * 60 * 1000
)

// Sound is a clip that was read to its end and is fit to be played.
type Sound struct {
	Media  string // one of the media types above
	Millis int64  // how long it is
	Data   []byte // the file, with nothing in it but the sound
}

// Sniff reads a clip. What is no sound, is broken, says it is longer than it is,
// or is too short or too long is refused as errs.Invalid without a field.
func Sniff(data []byte) (s Sound, err error) {
	switch {
	case len(data) == 0:
		err = errs.New(errs.Invalid, "sound.short")
	case len(data) > MaxSize:
		err = errs.New(errs.Invalid, "sound.big", errs.Args{"max": MaxSize >> 20})
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) >= 12 && string(data[8:12]) == "WAVE":
		s, err = readWAV(data)
	case bytes.HasPrefix(data, []byte("OggS")):
		s, err = readOGG(data)
	default:
		s, err = readMP3(data)
	}
	if err != nil {
		return Sound{}, err
	}
	return s, s.check()
}

// check holds a clip to its bounds.
func (s Sound) check() error {
	switch {
	case s.Millis < Shortest:
		return errs.New(errs.Invalid, "sound.short")
	case s.Millis > Longest:
		return errs.New(errs.Invalid, "sound.long", errs.Args{"max": Longest / 60_000})
	}
	return nil
}

// strange is no sound we play, whatever it is called.
func strange() error { return errs.New(errs.Invalid, "sound.kind") }

// broken cannot be followed to its end.
func broken() error { return errs.New(errs.Invalid, "sound.broken") }

// lying says of itself what is not so.
func lying() error { return errs.New(errs.Invalid, "sound.lies") }
