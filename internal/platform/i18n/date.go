package i18n

import (
	"time"

	"donghanh/internal/platform/day"
)

const onPaper = "02/01/2006"

// Date is an ISO day (text or day.Date) as on paper: 25/12/2023. What is no
// day comes back as it is.
func Date[D ~string](iso D) string {
	d, err := day.Parse(string(iso))
	if err != nil {
		return string(iso)
	}
	return d.Time().Format(onPaper)
}

// LongDate is an ISO day with its weekday: Thứ Hai, 25/12/2023. What is no day
// comes back as it is.
func LongDate[D ~string](iso D) string {
	d, err := day.Parse(string(iso))
	if err != nil {
		return string(iso)
	}
	return weekday(d.Time().Weekday()) + ", " + Date(iso)
}

// Moment is a moment, in microseconds UTC, by the clock of Vietnam:
// 10:12 25/12/2023.
func Moment(micro int64) string {
	return time.UnixMicro(micro).In(day.Zone).Format("15:04 " + onPaper)
}

func weekday(d time.Weekday) string {
	return [...]string{"Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}[d]
}
