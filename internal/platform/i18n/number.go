package i18n

import (
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
)

// minus is the sign of negative numbers: as wide as the digits, and no place
// for a line to break.
const minus = "−" // U+2212

// Number is n with dots between thousands: 1.516, −2.
func Number(n int64) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	return signed(negative, group(digits))
}

// Decimal is r with a decimal comma, rounded half away from zero to at most
// maxDecimals places, zeros at the end cut: 24,46.
func Decimal(r *big.Rat, maxDecimals int) string {
	digits, negative := strings.CutPrefix(r.FloatString(maxDecimals), "-")
	whole, decimals, _ := strings.Cut(digits, ".")
	decimals = strings.TrimRight(decimals, "0")
	switch {
	case decimals != "":
		return signed(negative, group(whole)+","+decimals)
	case whole == "0": // −0,001 rounds to 0, not to −0
		return "0"
	}
	return signed(negative, group(whole))
}

// Percent is r, in percent points, as by Decimal with the sign: 24,46%.
func Percent(r *big.Rat, maxDecimals int) string { return Decimal(r, maxDecimals) + "%" }

// Money is an amount in đồng, to the đồng: 20.000.000 đ.
func Money(dong int64) string { return Number(dong) + " đ" }

// MoneyShort is an amount in đồng as one says it, to one decimal: 18,2 tỷ đồng,
// 488 triệu đồng; below a million to the đồng: 350.000 đồng.
func MoneyShort(dong int64) string {
	switch n := magnitude(dong); {
	case n >= 999_950_000: // would round to 1.000 triệu
		return Decimal(big.NewRat(dong, 1_000_000_000), 1) + " tỷ đồng"
	case n >= 1_000_000:
		return Decimal(big.NewRat(dong, 1_000_000), 1) + " triệu đồng"
	}
	return Number(dong) + " đồng"
}

// show prints any value in a message.
func show(v any) string {
	_, named := v.(fmt.Stringer)
	if n := reflect.ValueOf(v); n.CanInt() && !named {
		return Number(n.Int())
	}
	return Date(fmt.Sprint(v))
}

// group puts a dot before every third digit from the right.
func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}

func signed(negative bool, s string) string {
	if negative {
		return minus + s
	}
	return s
}

// magnitude is |n|, also for the one int64 whose negative is none.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
