package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
)

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
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		b.EncodeToString(salt), b.EncodeToString(key)), nil
}

// matches compares in constant time. A hash that cannot be read matches
// nothing, and takes as long, so that an unknown name is not told by the clock.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	parts := strings.Split(hash, "$")
	salt, want := make([]byte, 16), make([]byte, argonKey)
	if len(parts) == 6 {
		salt, _ = base64.RawStdEncoding.DecodeString(parts[4]) // a broken salt only fails to match
		want, _ = base64.RawStdEncoding.DecodeString(parts[5])
	}
	key, err := h.key(ctx, password, salt)
	return err == nil && len(parts) == 6 && subtle.ConstantTimeCompare(key, want) == 1, err
}

func (h *hasher) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer h.slots.Release(1)
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonKey), nil
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
