package i18n

import (
	"math"
	"math/big"
	"testing"

	"donghanh/internal/platform/day"
)

// both checks a table of printed values.
func both[K comparable](t *testing.T, print func(K) string, table map[K]string) {
	t.Helper()
	for in, want := range table {
		if got := print(in); got != want {
			t.Errorf("%v: got %q, want %q", in, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	both(t, Number, map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1.000", 1516: "1.516", 20000000: "20.000.000", -2: "−2", -999: "−999",
		-123456: "−123.456", math.MaxInt64: "9.223.372.036.854.775.807", math.MinInt64: "−9.223.372.036.854.775.808",
	})
}

func TestDecimal(t *testing.T) {
	for _, tc := range []struct {
		in   string
		max  int
		want string
	}{
		{"24.456", 2, "24,46"},
		{"24.455", 2, "24,46"},
		{"-24.455", 2, "−24,46"},
		{"24.4549", 2, "24,45"},
		{"24.50", 2, "24,5"},
		{"100.001", 2, "100"},
		{"0.5", 0, "1"},
		{"-0.5", 0, "−1"},
		{"-0.001", 2, "0"},
		{"0.05", 2, "0,05"},
		{"100", 0, "100"},
		{"1234567.25", 1, "1.234.567,3"},
		{"999999.995", 2, "1.000.000"},
		{"2/3", 6, "0,666667"},
	} {
		r, ok := new(big.Rat).SetString(tc.in)
		if got := Decimal(r, tc.max); !ok || got != tc.want {
			t.Errorf("%s to %d places: got %q, want %q", tc.in, tc.max, got, tc.want)
		}
	}
	if got := Percent(big.NewRat(151600, 1500), 2); got != "101,07%" {
		t.Errorf("percent: got %q", got)
	}
}

func TestMoney(t *testing.T) {
	both(t, Money, map[int64]string{0: "0 đ", 20_000_000: "20.000.000 đ", -500: "−500 đ"})
	both(t, MoneyShort, map[int64]string{
		0: "0 đồng", 350_000: "350.000 đồng", 999_999: "999.999 đồng", 1_000_000: "1 triệu đồng",
		488_000_000: "488 triệu đồng", 488_650_000: "488,7 triệu đồng", 999_949_999: "999,9 triệu đồng",
		999_950_000: "1 tỷ đồng", 18_200_000_000: "18,2 tỷ đồng", 1_628_000_000_000: "1.628 tỷ đồng",
		-18_200_000_000: "−18,2 tỷ đồng", -350_000: "−350.000 đồng",
	})
}

func TestWords(t *testing.T) {
	both(t, Words, map[int64]string{
		0:                     "không",
		5:                     "năm",
		10:                    "mười",
		11:                    "mười một",
		15:                    "mười lăm",
		20:                    "hai mươi",
		21:                    "hai mươi mốt",
		24:                    "hai mươi bốn",
		55:                    "năm mươi lăm",
		100:                   "một trăm",
		101:                   "một trăm linh một",
		105:                   "một trăm linh năm",
		110:                   "một trăm mười",
		121:                   "một trăm hai mươi mốt",
		1_005:                 "một nghìn không trăm linh năm",
		1_050:                 "một nghìn không trăm năm mươi",
		1_516:                 "một nghìn năm trăm mười sáu",
		10_000:                "mười nghìn",
		350_000:               "ba trăm năm mươi nghìn",
		1_000_005:             "một triệu không trăm linh năm",
		25_000_000:            "hai mươi lăm triệu",
		1_050_000_000:         "một tỷ không trăm năm mươi triệu",
		1_000_000_001:         "một tỷ không trăm linh một",
		18_200_000_000:        "mười tám tỷ hai trăm triệu",
		711_162_000_000:       "bảy trăm mười một tỷ một trăm sáu mươi hai triệu",
		1_000_000_000_000_000: "một triệu tỷ",
		-2_000:                "âm hai nghìn",
		math.MinInt64: "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ " +
			"tám trăm năm mươi bốn triệu bảy trăm bảy mươi lăm nghìn tám trăm linh tám",
	})
}

func TestDates(t *testing.T) {
	both(t, Date[string], map[string]string{
		"2023-12-25": "25/12/2023", "2024-02-29": "29/02/2024", "2023-02-29": "2023-02-29", "25/12/2023": "25/12/2023",
		"": "", "hôm nay": "hôm nay",
	})
	both(t, LongDate[day.Date], map[day.Date]string{
		"2023-12-25": "Thứ Hai, 25/12/2023", "2023-12-26": "Thứ Ba, 26/12/2023", "2023-12-27": "Thứ Tư, 27/12/2023",
		"2023-12-28": "Thứ Năm, 28/12/2023", "2023-12-29": "Thứ Sáu, 29/12/2023", "2023-12-30": "Thứ Bảy, 30/12/2023",
		"2023-12-31": "Chủ Nhật, 31/12/2023", "2023-12-32": "2023-12-32",
	})
	both(t, Moment, map[int64]string{
		0:                    "07:00 01/01/1970",
		1703473920000000:     "10:12 25/12/2023",
		1703523599999999:     "23:59 25/12/2023",
		1703523600000000:     "00:00 26/12/2023",
		-7 * 3600 * 1000_000: "00:00 01/01/1970",
	})
}
