package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// The first byte of everything hashed says what it is, so that no leaf can
// pass for a node nor a node for a seal (RFC 6962 §2.1).
const (
	leafPrefix = 0x00
	nodePrefix = 0x01
	sealPrefix = 0x02
)

type digest [sha256.Size]byte

func (d digest) String() string { return hex.EncodeToString(d[:]) }

// leafOf hashes an entry: its columns in the order of the table, each with its
// length, so that no two entries share an encoding.
func leafOf(r row) digest {
	b := []byte{leafPrefix}
	b = text(b, r.ID)
	b = number(b, r.At)
	for _, s := range []string{r.Account, r.Action, r.TargetKind, r.Target, r.Unit, r.Detail} {
		b = text(b, s)
	}
	b = number(b, map[bool]int64{true: 1}[r.Sensitive])
	b = text(b, r.Request)
	return sha256.Sum256(text(b, r.IP))
}

// digest hashes a seal; what it chains to is part of it.
func (s seal) digest() digest {
	b := number([]byte{sealPrefix}, s.No)
	b = text(b, s.Previous)
	b = text(b, s.Root)
	b = number(b, s.Count)
	return sha256.Sum256(number(b, s.At))
}

func number(b []byte, n int64) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }

func text(b []byte, s string) []byte { return append(number(b, int64(len(s))), s...) }

// rootOf is the Merkle root of at least one leaf. The last of an odd level
// moves up alone: hashing it with itself would give two different batches the
// same root (CVE-2012-2459).
func rootOf(level []digest) digest {
	for len(level) > 1 {
		var up []digest
		for i := 0; i+1 < len(level); i += 2 {
			up = append(up, nodeOf(level[i], level[i+1]))
		}
		if len(level)%2 == 1 {
			up = append(up, level[len(level)-1])
		}
		level = up
	}
	return level[0]
}

func nodeOf(left, right digest) digest {
	b := append([]byte{nodePrefix}, left[:]...)
	return sha256.Sum256(append(b, right[:]...))
}

func parseDigest(s string) (d digest, err error) {
	if len(s) != hex.EncodedLen(len(d)) {
		return d, hex.ErrLength
	}
	_, err = hex.Decode(d[:], []byte(s))
	return d, err
}
