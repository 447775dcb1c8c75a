package audit

import (
	"crypto/sha256"
	"testing"
)

// The tree is that of RFC 6962 §2.1: its definition by halves, against ours by levels.
func TestRootIsThatOfRFC6962(t *testing.T) {
	var leaves []digest
	for n := 1; n <= 33; n++ {
		leaves = append(leaves, sha256.Sum256([]byte{leafPrefix, byte(n)}))
		if got, want := rootOf(leaves), byHalves(leaves); got != want {
			t.Errorf("%d leaves: %s, want %s", n, got, want)
		}
	}
}

func byHalves(leaves []digest) digest {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return nodeOf(byHalves(leaves[:k]), byHalves(leaves[k:]))
}

// What is hashed is for ever: a change here makes every old seal wrong. The
// digests were computed by another program (Python's hashlib and struct).
func TestTheEncodingStaysAsItIs(t *testing.T) {
	r := row{
		ID: "0190", At: 1703462400000000, Account: "an", Action: "member.read", TargetKind: "member", Target: "m-1",
		Unit: "u-1", Detail: `{"why":"thẻ"}`, Sensitive: true, Request: "r-1", IP: "::1",
	}
	s := seal{No: 2, Previous: leafOf(r).String(), Root: leafOf(r).String(), Count: 1, At: 1703462400000000}
	for name, c := range map[string][2]string{
		"leaf": {leafOf(r).String(), "9b4b700f47c2aeb6ee48b61ed4cbb03c71bfe3250d0c641ed593c55b34ee3cce"},
		"seal": {s.digest().String(), "d6a0a243866921d87f60f51fd9557d4ea5f4c0297089c1079cc169f5e21f7864"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %s, want %s", name, c[0], c[1])
		}
	}
}
