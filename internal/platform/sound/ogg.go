package sound

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// page is one page of an OGG.
type page struct {
	flags   byte
	granule int64 // samples up to its end; -1: no packet ends on it
	serial  uint32
	no      uint32
	lacing  []byte // lengths of pieces of packets: one of 255 goes on in the next
	body    []byte
}

// Flags of a page.
const (
	goesOn = 1 // it begins within a packet
	opens  = 2 // it is the first
)

const pageHead, mostPieces = 27, 255

// oggSum works out the checksums of pages.
type oggSum [256]uint32

func newOggSum() *oggSum {
	t := &oggSum{}
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			carry := r >> 31
			r = r<<1 ^ carry*0x04c11db7
		}
		t[i] = r
	}
	return t
}

// of is the checksum of a page in which its own is nought.
func (t *oggSum) of(p []byte) (sum uint32) {
	for i, b := range p {
		if i >= 22 && i < 26 {
			b = 0
		}
		sum = sum<<8 ^ t[byte(sum>>24)^b]
	}
	return sum
}

// next cuts one page off, if it is whole and its sum is right.
func (t *oggSum) next(data []byte) (p page, rest []byte, ok bool) {
	if len(data) < pageHead || string(data[:4]) != "OggS" || data[4] != 0 {
		return p, nil, false
	}
	le, size := binary.LittleEndian, pageHead+int(data[26])
	if len(data) < size {
		return p, nil, false
	}
	p = page{flags: data[5], granule: int64(le.Uint64(data[6:])), serial: le.Uint32(data[14:]), no: le.Uint32(data[18:]), lacing: data[pageHead:size]}
	end := size
	for _, n := range p.lacing {
		end += int(n)
	}
	if len(data) < end || t.of(data[:end]) != le.Uint32(data[22:]) {
		return p, nil, false
	}
	p.body = data[size:end]
	return p, data[end:], true
}

// add writes a page behind others, with the number and the sum it has there.
func (t *oggSum) add(out []byte, p page) []byte {
	le, at := binary.LittleEndian, len(out)
	out = append(out, "OggS\x00"...)
	out = le.AppendUint64(append(out, p.flags), uint64(p.granule))
	out = le.AppendUint32(le.AppendUint32(out, p.serial), p.no)
	out = append(le.AppendUint32(out, 0), byte(len(p.lacing)))
	out = append(append(out, p.lacing...), p.body...)
	le.PutUint32(out[at+22:], t.of(out[at:]))
	return out
}

// codec is what the first packet says of the sound.
type codec struct {
	rate        int64 // of granules, a second
	skipped     int64 // samples at the beginning that are not played
	least, most int64 // samples a packet can hold
	heads       int   // packets before the sound
	comment     []byte
}

// codecOf reads Vorbis' first packet, or that of Opus.
func codecOf(b []byte) (c codec, ok bool) {
	le := binary.LittleEndian
	switch {
	case len(b) >= 30 && bytes.HasPrefix(b, []byte("\x01vorbis\x00\x00\x00\x00")):
		small, large := int64(1)<<(b[28]&15), int64(1)<<(b[28]>>4)
		c = codec{rate: int64(le.Uint32(b[12:])), least: small / 2, most: large / 2, heads: 3, comment: []byte("\x03vorbis\x00\x00\x00\x00\x00\x00\x00\x00\x01")}
		return c, b[11] > 0 && c.rate > 0 && c.rate <= mostRate && small >= 64 && small <= large && large <= 8192
	case len(b) >= 19 && bytes.HasPrefix(b, []byte("OpusHead")):
		c = codec{rate: 48_000, skipped: int64(le.Uint16(b[10:])), least: 120, most: 5760, heads: 2, comment: []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")}
		return c, b[8]>>4 == 0 && b[9] > 0
	}
	return c, false
}

// stream is an OGG on its way from the file into what is kept.
type stream struct {
	codec
	sum     *oggSum
	rest    []byte
	serial  uint32
	read    uint32 // pages
	kept    []byte
	written uint32 // pages
	packets int64  // of sound
	last    int64  // granule of the last page
}

// readOGG goes from page to page. How long it is the last page says, and the
// packets have to be enough for that and not far too many.
func readOGG(data []byte) (s Sound, err error) {
	o := &stream{sum: newOggSum(), rest: data, kept: make([]byte, 0, len(data))}
	if err := o.begin(); err != nil {
		return s, err
	}
	for len(o.rest) > 0 {
		if err := o.sound(); err != nil {
			return s, err
		}
	}
	samples := max(0, o.last-o.skipped)
	if samples > o.packets*o.most || samples+o.skipped+o.rate < (o.packets-2)*o.least {
		return s, lying()
	}
	return Sound{Media: OGG, Millis: samples * 1000 / o.rate, Data: o.kept}, nil
}

// page reads the next page of the one stream there may be.
func (o *stream) page() (p page, err error) {
	var ok bool
	if p, o.rest, ok = o.sum.next(o.rest); !ok || p.no != o.read {
		return p, broken()
	}
	if first := o.read == 0; first {
		o.serial = p.serial
	} else if p.serial != o.serial || p.flags&opens != 0 {
		return p, strange() // pictures beside the sound, or one piece after another
	}
	o.read++
	return p, nil
}

// begin reads the packets before the sound and writes them without what they
// tell of the piece.
func (o *stream) begin() error {
	p, err := o.page()
	if err != nil {
		return err
	}
	var ok bool
	if o.codec, ok = codecOf(p.body); !ok || p.flags&opens == 0 || len(p.lacing) != 1 {
		return strange()
	}
	o.write(p)
	packets, err := o.heading()
	if err != nil {
		return err
	}
	o.pack(append([][]byte{o.comment}, packets[1:]...))
	return nil
}

// heading is the packets between the first and the sound, which begins on a page
// of its own.
func (o *stream) heading() (packets [][]byte, err error) {
	var packet []byte
	for len(packets) < o.heads-1 {
		p, err := o.page()
		if err != nil {
			return nil, err
		}
		for i, n := range p.lacing {
			packet = append(packet, p.body[:n]...)
			p.body = p.body[n:]
			if n == mostPieces {
				continue
			}
			packets, packet = append(packets, packet), nil
			if len(packets) == o.heads-1 && i < len(p.lacing)-1 {
				return nil, broken()
			}
		}
	}
	return packets, nil
}

// pack writes packets into as few pages as they need.
func (o *stream) pack(packets [][]byte) {
	var lacing []byte
	for _, p := range packets {
		lacing = append(lacing, bytes.Repeat([]byte{mostPieces}, len(p)/mostPieces)...)
		lacing = append(lacing, byte(len(p)%mostPieces))
	}
	body := slices.Concat(packets...)
	var flags byte
	for len(lacing) > 0 {
		p := page{flags: flags, granule: -1, serial: o.serial, lacing: lacing[:min(mostPieces, len(lacing))]}
		size := 0
		for _, n := range p.lacing {
			if size += int(n); n < mostPieces {
				p.granule = 0
			}
		}
		p.body, body, lacing = body[:size], body[size:], lacing[len(p.lacing):]
		if flags = 0; p.lacing[len(p.lacing)-1] == mostPieces {
			flags = goesOn
		}
		o.write(p)
	}
}

// sound takes a page of sound over.
func (o *stream) sound() error {
	p, err := o.page()
	if err != nil {
		return err
	}
	for _, n := range p.lacing {
		if n < mostPieces {
			o.packets++
		}
	}
	switch {
	case p.granule == -1:
	case p.granule < o.last:
		return lying()
	default:
		o.last = p.granule
	}
	o.write(p)
	return nil
}

func (o *stream) write(p page) {
	p.no = o.written
	o.written++
	o.kept = o.sum.add(o.kept, p)
}
