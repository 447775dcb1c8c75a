package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Stamp tells one state of a party from another, for a form that changes it:
// parties have no version of their own.
func (b Binds) Stamp() string {
	return stamp(b.Signer, b.Post, b.Authority, b.Number, string(b.SignedOn), b.Contact, b.Email)
}

// Stamp tells one state of a commitment from another.
func (c Commitment) Stamp() string {
	return stamp(c.Field, c.Text, string(c.Side), idText(c.Party), c.Lead, string(c.Due), fmt.Sprint(c.Every), c.Indicator, c.Dim, c.Part, idText(c.Counts), c.Target, string(c.DroppedOn))
}

func idText(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func stamp(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return hex.EncodeToString(sum[:12])
}
