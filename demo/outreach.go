package demo

import (
	"math/rand/v2"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// planOutreach takes the year's subject to every CĐCS, to the new ones after
// their founding; from so many of a hundred workers on it reaches them.
func planOutreach(units []unit, from int, rng *rand.Rand) (out []record) {
	usual := span("2023-04-03", "2023-11-30")
	for _, u := range units {
		days := usual
		if u.FoundedOn != "" {
			days = span(u.FoundedOn, u.FoundedOn.Add(21))
		}
		invited := max(u.Workers, u.Members, 5)
		reached := max(1, invited*int64(from+rng.IntN(101-from))/100)
		out = append(out, work(u.Code, "outreach", pick(rng, days), activity.Fields{
			"subject": "Chính sách, pháp luật và quan hệ lao động năm 2023", "channel": pick(rng, channels), "sessions": num(int64(1 + rng.IntN(2))),
			"reach_invited": num(invited), "reached": num(reached),
		}))
	}
	return out
}

// channels come as often as they are used.
var channels = []string{"meeting", "meeting", "meeting", "online", "print", "broadcast"}

// districtOutreach is what the district does itself, besides its show
// (shows.go), which is recorded from what the hall has answered.
func districtOutreach() (out []record) {
	for _, x := range []struct {
		on                                 day.Date
		subject, channel, invited, reached string
	}{
		{"2023-04-27", "Luật Thực hiện dân chủ ở cơ sở năm 2022", "meeting", "320", "286"},
		{"2023-05-10", "Tháng Công nhân, Tháng hành động về an toàn, vệ sinh lao động năm 2023", "mobile", "450", "412"},
		{"2023-08-17", "Chính sách bảo hiểm xã hội, bảo hiểm thất nghiệp", "online", "600", "538"},
	} {
		out = append(out, work(baDinh, "outreach", x.on, activity.Fields{
			"subject": x.subject, "channel": x.channel, "sessions": "1", "reach_invited": x.invited, "reached": x.reached,
		}))
	}
	return out
}
