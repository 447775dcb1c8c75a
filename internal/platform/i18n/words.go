package i18n

import "strings"

// Words is n as it is written out on vouchers: "hai mươi lăm triệu". It is
// meant for amounts up to 10^15 ("một triệu tỷ") and correct for all numbers.
func Words(n int64) string {
	if n < 0 {
		return "âm " + words(magnitude(n))
	}
	return words(uint64(n))
}

// words counts in tỷ: what stands before that word is a number of its own.
func words(n uint64) string {
	const billion = 1_000_000_000
	switch {
	case n == 0:
		return "không"
	case n < billion:
		return belowBillion(n, false)
	case n%billion == 0:
		return words(n/billion) + " tỷ"
	}
	return words(n/billion) + " tỷ " + belowBillion(n%billion, true)
}

// belowBillion reads the groups of three digits that are not zero. After a
// higher group, full, a group says its hundreds even if there are none.
func belowBillion(n uint64, full bool) string {
	var said []string
	for _, group := range [...]struct {
		size uint64
		name string
	}{{1_000_000, " triệu"}, {1_000, " nghìn"}, {1, ""}} {
		if part := n / group.size % 1000; part != 0 {
			said = append(said, belowThousand(part, full)+group.name)
			full = true
		}
	}
	return strings.Join(said, " ")
}

func belowThousand(n uint64, full bool) string {
	hundreds, tens, units := n/100, n/10%10, n%10
	var said []string
	if hundreds > 0 || full {
		said = append(said, digit(hundreds), "trăm")
		if tens == 0 && units > 0 {
			said = append(said, "linh")
		}
	}
	switch tens {
	case 0:
	case 1:
		said = append(said, "mười")
	default:
		said = append(said, digit(tens), "mươi")
	}
	if units > 0 {
		said = append(said, unit(tens, units))
	}
	return strings.Join(said, " ")
}

// unit is the last digit, whose name depends on the tens before it.
func unit(tens, units uint64) string {
	switch {
	case units == 1 && tens > 1:
		return "mốt"
	case units == 5 && tens > 0:
		return "lăm"
	}
	return digit(units)
}

func digit(n uint64) string {
	return [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}[n]
}
