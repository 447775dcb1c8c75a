package sound

import (
	"bytes"
	"encoding/binary"
)

// frame is the head of a frame of MPEG audio, layer III.
type frame struct {
	version byte // 3: MPEG 1; 2: MPEG 2; 0: MPEG 2.5
	mono    bool
	rate    int // samples a second
	samples int // in it, of each channel
	size    int // bytes with its head
}

// frameAt reads the head that stands at the beginning of some bytes.
func frameAt(b []byte) (f frame, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 || b[1]>>1&3 != 1 || b[3]&3 == 2 {
		return f, false
	}
	f = frame{version: b[1] >> 3 & 3, mono: b[3]>>6 == 3}
	bitrate, rate := int(b[2]>>4), int(b[2]>>2&3)
	if f.version == 1 || bitrate == 0 || bitrate == 15 || rate == 3 {
		return f, false
	}
	kbits := [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	f.rate, f.samples = [...]int{44_100, 48_000, 32_000}[rate], 576
	switch f.version {
	case 3:
		kbits = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
		f.samples = 1152
	case 2:
		f.rate /= 2
	case 0:
		f.rate /= 4
	}
	f.size = f.samples/8*kbits[bitrate]*1000/f.rate + int(b[2]>>1&1)
	return f, true
}

// like tells that two frames can belong to one recording.
func (f frame) like(g frame) bool { return f.version == g.version && f.rate == g.rate }

// inARow is how many frames must follow one another for bytes to be taken for
// MP3: two bytes that look like a head turn up everywhere.
const inARow = 3

// begins tells that frames of one recording follow one another here.
func begins(b []byte, many int) bool {
	first, ok := frameAt(b)
	for f := first; many > 0; many-- {
		if !ok || !f.like(first) || f.size > len(b) {
			return false
		}
		b = b[f.size:]
		f, ok = frameAt(b)
	}
	return true
}

const (
	maxGap  = 4096       // bytes between two frames, or before the first, that are none
	maxLost = 4 * maxGap // of them all
)

// recording gathers the frames of an MP3.
type recording struct {
	first    frame
	frames   int    // with sound in them
	sound    []byte // all frames
	lost     int    // bytes between them
	promised int    // frames the first one says there are; -1: it says nothing
}

// readMP3 goes from frame to frame to the end and counts: nothing in the file is
// asked how long it is, but what it says must be so, for players believe it.
func readMP3(data []byte) (s Sound, err error) {
	rest := untagged(data)
	r := &recording{sound: make([]byte, 0, len(rest)), promised: -1}
	for n := r.take(rest); n > 0; n = r.take(rest) {
		rest = rest[n:]
	}
	switch {
	case len(r.sound) == 0:
		return s, strange()
	case len(rest) > maxGap || r.lost > maxLost:
		return s, broken()
	case r.promised >= 0 && max(r.frames-r.promised, r.promised-r.frames) > max(2, r.frames/50):
		return s, lying()
	}
	return Sound{Media: MP3, Millis: int64(r.frames) * int64(r.first.samples) * 1000 / int64(r.first.rate), Data: r.sound}, nil
}

// take takes the next frame, or passes over what is none; it tells how many
// bytes that were. None: there are no more frames.
func (r *recording) take(rest []byte) (n int) {
	f, ok := r.next(rest)
	if !ok {
		n = nextFrames(rest)
		if r.lost += n; r.lost > maxLost {
			return 0
		}
		return n
	}
	silent := false // a frame that speaks of the others has no sound of its own
	if len(r.sound) == 0 {
		r.first = f
		r.promised, silent = promise(rest[:f.size], f)
	}
	if !silent {
		r.frames++
	}
	r.sound = append(r.sound, rest[:f.size]...)
	return f.size
}

// next is the frame some bytes begin with, if it is one of this recording.
func (r *recording) next(rest []byte) (f frame, ok bool) {
	if f, ok = frameAt(rest); !ok || f.size > len(rest) {
		return f, false
	}
	if len(r.sound) == 0 {
		return f, begins(rest, inARow)
	}
	return f, f.like(r.first)
}

// nextFrames is how far it is to where frames go on; 0: they do not.
func nextFrames(b []byte) int {
	for n := 1; n <= min(maxGap, len(b)); n++ {
		if begins(b[n:], inARow) {
			return n
		}
	}
	return 0
}

// promise is how many frames the first frame says there are, in the words of
// Xing or of Fraunhofer; -1 and false: it says nothing.
func promise(b []byte, f frame) (frames int, said bool) {
	at := 4 + 32 // behind the head and what decoders need for two channels
	switch {
	case f.version == 3 && f.mono, f.version != 3 && !f.mono:
		at = 4 + 17
	case f.version != 3:
		at = 4 + 9
	}
	if len(b) >= at+12 && (string(b[at:at+4]) == "Xing" || string(b[at:at+4]) == "Info") && b[at+7]&1 == 1 {
		return int(binary.BigEndian.Uint32(b[at+8:])), true
	}
	if len(b) >= 36+18 && string(b[36:40]) == "VBRI" {
		return int(binary.BigEndian.Uint32(b[36+14:])), true
	}
	return -1, false
}

// untagged is an MP3 without what stands before and behind its frames: titles,
// singers, covers, words.
func untagged(data []byte) []byte {
	for len(data) >= 10 && string(data[:3]) == "ID3" {
		size := 10 + (int(data[6]&127)<<21 | int(data[7]&127)<<14 | int(data[8]&127)<<7 | int(data[9]&127))
		if data[5]&0x10 != 0 {
			size += 10 // a tag with an end of its own
		}
		data = data[min(size, len(data)):]
	}
	if n := len(data) - 128; n >= 0 && string(data[n:n+3]) == "TAG" {
		data = data[:n]
	}
	if n := len(data) - 32; n >= 0 && bytes.HasPrefix(data[n:], []byte("APETAGEX")) {
		size := int64(binary.LittleEndian.Uint32(data[n+12:])) + 32 // with a head that may be there
		data = data[:max(0, int64(len(data))-size)]
	}
	return data
}
