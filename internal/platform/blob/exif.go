package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// about is what stands in a picture's file beside the pixels, as far as it
// changes how they are read.
type about struct {
	turned      int // EXIF's orientation, 1 to 8; 0 is not said
	progressive bool
}

// longestExif is what a JPEG can hold in one segment; more is not looked at.
const longestExif = 64 << 10

// about walks through the parts of the file up to its pixels. A file whose parts
// cannot be followed has nothing to say; the decoder says whether it is broken.
func (s *sent) about() (a about, err error) {
	switch s.form {
	case jpegForm:
		a, err = aboutJPEG(s.r)
	case pngForm:
		a.turned, err = find(s.r, 8, pngChunk, "eXIf", "IDAT")
	case webpForm:
		a.turned, err = find(s.r, 12, webpChunk, "EXIF", "")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err != nil {
		return a, fmt.Errorf("blob: parts of a picture: %w", err)
	}
	return a, nil
}

// aboutJPEG reads segments: 0xff, which one, its length with itself.
func aboutJPEG(r io.ReadSeeker) (a about, err error) {
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return a, err
	}
	var head [4]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return a, err
		}
		size := int64(binary.BigEndian.Uint16(head[2:])) - 2
		switch which := head[1]; {
		case head[0] != 0xff || size < 0 || which == 0xda: // the pixels begin
			return a, nil
		case which == 0xc2:
			a.progressive = true
		case which == 0xe1 && a.turned == 0:
			data := make([]byte, size)
			if _, err := io.ReadFull(r, data); err != nil {
				return a, err
			}
			if tiff, ok := bytes.CutPrefix(data, []byte("Exif\x00\x00")); ok {
				a.turned = orientation(tiff)
			}
			continue
		}
		if _, err := r.Seek(size, io.SeekCurrent); err != nil {
			return a, err
		}
	}
}

// pngChunk and webpChunk read the head of a chunk: name and length, and how many
// bytes follow its data.
func pngChunk(head []byte) (name string, size, tail int64) {
	return string(head[4:]), int64(binary.BigEndian.Uint32(head)), 4
}

func webpChunk(head []byte) (name string, size, tail int64) {
	size = int64(binary.LittleEndian.Uint32(head[4:]))
	return string(head[:4]), size, size % 2
}

// find reads the orientation out of the chunk of a name; it gives up at another.
func find(r io.ReadSeeker, from int64, chunk func([]byte) (string, int64, int64), want, stop string) (int, error) {
	if _, err := r.Seek(from, io.SeekStart); err != nil {
		return 0, err
	}
	var head [8]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0, err
		}
		name, size, tail := chunk(head[:])
		if name == stop {
			return 0, nil
		}
		if name == want && size <= longestExif {
			data := make([]byte, size)
			_, err := io.ReadFull(r, data)
			return orientation(bytes.TrimPrefix(data, []byte("Exif\x00\x00"))), err
		}
		if _, err := r.Seek(size+tail, io.SeekCurrent); err != nil {
			return 0, err
		}
	}
}

// orientation reads tag 0x0112 of the first directory of EXIF's TIFF; 0 if it is
// not there.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}
