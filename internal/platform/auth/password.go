package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"donghanh/internal/platform/errs"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"
)

// MinPassword is the shortest password, in characters (NIST SP 800-63B §5.1.1).
const MinPassword = 10

const maxPassword = 256

func checkPassword(field, password string) *errs.Error {
	n := utf8.RuneCountInString(norm.NFC.String(password))
	if n < MinPassword {
		return errs.At(field, "auth.password.short", errs.Args{"min": MinPassword})
	}
	if n > maxPassword {
		return errs.At(field, "error.text.long", errs.Args{"max": maxPassword})
	}
	return nil
}

// NewPassword makes a first password that can be read out over the telephone:
// three groups of four, without letters and digits that look alike (59 bits).
func NewPassword() string {
	const alphabet = "abcdefghkmnpqrstuvwxyz23456789"
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			panic(err) // never since Go 1.24
		}
		b.WriteByte(alphabet[n.Int64()])
	}
	return b.String()
}

// Argon2id as OWASP advises for servers (design.md §5): two passes, 19 MiB.
const (
	argonTime   = 2
	argonMemory = 19 * 1024
	argonKey    = 32
)

// hasher bounds how many passwords are worked out at once, so that a flood of
// log-ins cannot take the memory of the server.
type hasher struct{ slots *semaphore.Weighted }

func newHasher() *hasher { return &hasher{semaphore.NewWeighted(4)} }

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := h.key(ctx, password, salt, argonTime, argonMemory)
	if err != nil {
		return "", err
	}
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		b.EncodeToString(salt), b.EncodeToString(key)), nil
}

// matches compares in constant time, with the cost the hash was made with. A
// hash that cannot be read matches nothing, and takes as long, so that an
// unknown name is not told by the clock.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	salt, want := make([]byte, 16), []byte(nil)
	var version int
	var memory, time uint32
	parts := strings.Split(hash, "$")
	if len(parts) == 6 {
		_, _ = fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &time) // a broken hash fails to match
		salt, _ = base64.RawStdEncoding.DecodeString(parts[4])
		want, _ = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if memory == 0 || time == 0 {
		memory, time = argonMemory, argonTime
	}
	key, err := h.key(ctx, password, salt, time, memory)
	return err == nil && subtle.ConstantTimeCompare(key, want) == 1, err
}

// key works a password out. Vietnamese keyboards and systems write the same
// word with composed or with separate marks: both are one password.
func (h *hasher) key(ctx context.Context, password string, salt []byte, time, memory uint32) ([]byte, error) {
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer h.slots.Release(1)
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, time, memory, 1, argonKey), nil
}

// secret makes a random text for a cookie or token, and the hash that is kept.
func secret(prefix string) (plain, hash string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails since Go 1.24
	plain = prefix + base64.RawURLEncoding.EncodeToString(b)
	return plain, hashOf(plain)
}

func hashOf(plain string) string {
	h := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(h[:])
}
