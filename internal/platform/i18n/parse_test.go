package i18n

import (
	"math"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "1516": 1516, "1.516": 1516, "1,516": 1516, "1 516": 1516, "1\u00a0516": 1516, " 1\u202f516\t": 1516,
		"20.000.000": 20_000_000, "−2": -2, "-2": -2, "–2": -2, "- 2": -2, "-1.516": -1516, "007": 7, "-0": 0,
		"9.223.372.036.854.775.807": math.MaxInt64, "-9223372036854775808": math.MinInt64,
	} {
		if got, err := ParseNumber(in); err != nil || got != want {
			t.Errorf("%q: got %d, %v", in, got, err)
		}
	}
}

func TestParseNumberRefuses(t *testing.T) {
	for in, key := range map[string]string{
		"": "error.number.form", "  ": "error.number.form", "-": "error.number.form", "1,5": "error.number.form",
		"1.5": "error.number.form", "1e9": "error.number.form", "1.51": "error.number.form", "1516.000": "error.number.form",
		"0.516": "error.number.form", "1.000,000": "error.number.form", "1..516": "error.number.form", "+5": "error.number.form",
		"--5": "error.number.form", "12 người": "error.number.form", "0x10": "error.number.form", "١٢": "error.number.form",
		"1_000": "error.number.form", "1.516\n.": "error.number.form",
		"9223372036854775808": "error.number.overflow", "-99.999.999.999.999.999.999": "error.number.overflow",
	} {
		if n, err := ParseNumber(in); !refused(err, key) || n != 0 {
			t.Errorf("%q: got %d, %v, want %s", in, n, err, key)
		}
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2023-12-25": "2023-12-25", "25/12/2023": "2023-12-25", "5/9/2023": "2023-09-05", "05/09/2023": "2023-09-05",
		"5-9-2023": "2023-09-05", " 25/12/2023 ": "2023-12-25", "29/02/2024": "2024-02-29", "2023-9-5": "2023-09-05",
		"01/01/1900": "1900-01-01", "31/12/2100": "2100-12-31",
	} {
		if got, err := ParseDate(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for in, key := range map[string]string{
		"": "error.date.form", "25/12": "error.date.form", "25/12/23": "error.date.form", "hôm nay": "error.date.form",
		"25/12/2023x": "error.date.form", "2023-12-25T00:00": "error.date.form", "٢٥/12/2023": "error.date.form",
		"30/02/2023": "error.date.impossible", "29/02/2023": "error.date.impossible", "12/25/2023": "error.date.impossible",
		"0/1/2023": "error.date.impossible", "2023-13-01": "error.date.impossible",
		"31/12/1899": "error.date.year", "01/01/2101": "error.date.year", "0000-00-00": "error.date.year",
	} {
		if got, err := ParseDate(in); !refused(err, key) || got != "" {
			t.Errorf("%q: got %q, %v, want %s", in, got, err, key)
		}
	}
}

func TestRefusalsHaveWords(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"error.number.form", "error.number.overflow", "error.date.form", "error.date.year", "error.date.impossible",
	} {
		if !c.Has(key) {
			t.Errorf("no message %s", key)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1.516", "−2", "1,5", "9223372036854775808", "1 516"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			return
		}
		if again, err := ParseNumber(Number(n)); err != nil || again != n {
			t.Errorf("%q is %d, printed %q, read again %d, %v", s, n, Number(n), again, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"25/12/2023", "2023-12-25", "30/02/2023", "5-9-2023"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iso, err := ParseDate(s)
		if err != nil {
			return
		}
		if _, err := day.Parse(iso); err != nil {
			t.Errorf("%q gave %v", s, err)
		}
		if again, err := ParseDate(Date(iso)); err != nil || again != iso {
			t.Errorf("%q is %s, printed %q, read again %s, %v", s, iso, Date(iso), again, err)
		}
	})
}

func refused(err error, key string) bool {
	return errs.Is(err, errs.Invalid) && errs.Of(err).Key == key
}

func TestParseMoney(t *testing.T) {
	for in, want := range map[string]int64{
		"18.200.000": 18_200_000, "18200000": 18_200_000, "18 200 000 đ": 18_200_000, "18.200.000 đồng": 18_200_000, "18,2 triệu": 18_200_000,
		"18.2 tr": 18_200_000, "18,25 triệu đồng": 18_250_000, "1.500 triệu": 1_500_000_000, "1,5 tỷ": 1_500_000_000, "1,5 TỈ": 1_500_000_000,
		"0": 0, "−5 triệu": -5_000_000, "350.000 VNĐ": 350_000,
	} {
		got, err := ParseMoney(in)
		if err != nil || got != want {
			t.Errorf("%q: got %d, %v", in, got, err)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	for _, in := range []string{"", "đồng", "mười triệu", "18,200 triệu", "2 ty dong", "1,5", "1,5 nghìn", "1e9", "triệu", "1.5.2 tỷ", "5 tỷ triệu"} {
		if n, err := ParseMoney(in); !refused(err, "error.money.form") {
			t.Errorf("%q: got %d, %v", in, n, err)
		}
	}
}
