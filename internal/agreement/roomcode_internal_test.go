package agreement

import (
	"strings"
	"testing"

	"donghanh/internal/platform/auth"
)

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"123456": "123456", " 123 456 ": "123456", "123-456": "123456", "000000": "000000",
		"": "", "12345": "", "1234567": "", "12345a": "", "１２３４５６": "", "+12345": "", "12345\n6": "", strings.Repeat(" ", 500) + "123456": "",
	} {
		if got := readCode(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestANewCodeHasSixDigits(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		code, err := newCode()
		if err != nil || readCode(code) != code {
			t.Fatal(code, err)
		}
		seen[code] = true
	}
	if len(seen) < 190 {
		t.Errorf("200 codes are %d different ones", len(seen))
	}
}

func TestAHashOfACodeIsThatOfItsLink(t *testing.T) {
	one, _ := auth.Secret()
	two, _ := auth.Secret()
	if !sameHash(hashCode(one, "c", "123456"), hashCode(one, "c", "123456")) {
		t.Error("the right code is not right")
	}
	for why, other := range map[string]string{
		"of another link": hashCode(two, "c", "123456"), "of another code": hashCode(one, "d", "123456"), "of other digits": hashCode(one, "c", "123457"),
	} {
		if sameHash(hashCode(one, "c", "123456"), other) {
			t.Errorf("a hash %s is the same", why)
		}
	}
}

func FuzzWhatComesFromOutside(f *testing.F) {
	secret, _ := auth.Secret()
	for _, text := range []string{secret, "123456", "", "../..", strings.Repeat("a", secretLength), "ầễộ123", "123 456"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if code := readCode(text); code != "" && (len(code) != codeDigits || strings.Trim(code, "0123456789") != "" || readCode(code) != code) {
			t.Errorf("%q is read as the code %q", text, code)
		}
		if likeSecret(text) && (len(text) != secretLength || strings.ContainsAny(text, "/.%?#& \x00")) {
			t.Errorf("%q is taken for a secret", text)
		}
	})
}
