package agreement

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// What a code may be, and how long what it opens stays open.
const (
	codeLives  = 10 * time.Minute
	mostTries  = 5              // of one code
	mostCodes  = 5              // an hour, of one link
	linkWaits  = 24 * time.Hour // for a mail server that is down
	mostWrites = 60             // an hour, of one party
)

// RoomStays is how long a browser that has come in stays in.
const RoomStays = 12 * time.Hour

const codeDigits, secretLength = 6, 43 // 32 bytes as base64 without padding

// newCode is a code of six digits, each as likely as any other.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}

// hashCode is what is kept of a code. The link's own secret is the key: without
// it a million codes would be tried in a second.
func hashCode(secret, id, code string) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = h.Write([]byte(id + ":" + code)) // a hash never fails
	return hex.EncodeToString(h.Sum(nil))
}

// sameHash compares in constant time.
func sameHash(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// readCode is a code as it was typed, perhaps in groups; empty when it is none.
func readCode(typed string) string {
	if len(typed) > 4*codeDigits {
		return ""
	}
	code := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(typed))
	if len(code) != codeDigits || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code
}

// likeSecret tells whether a text may be a link's secret: nothing else is looked
// for.
func likeSecret(text string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	return len(text) == secretLength && !strings.ContainsFunc(text, odd)
}
