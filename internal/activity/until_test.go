package activity_test

import (
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
)

// A regulation of coordination counts from the day it is registered to the last
// day of its stage; the next stage is recorded again. Only base unions count.
func TestWhatARecordPostsStandsUntilItsDay(t *testing.T) {
	eachWith(t, catalogue.FS, func(t *testing.T, w world) {
		register := func(unit string, on day.Date, to string) {
			t.Helper()
			if _, err := w.activity.Record(w.System(), activity.Draft{
				Kind: "coordination_rule", Unit: unit, Day: on, Fields: activity.Fields{"signed_with": "Ban Giám hiệu", "stage_to": to},
			}); err != nil {
				t.Fatal(err)
			}
		}
		register("A1", "2021-03-01", "30/06/2022")
		register("A1", "2022-09-01", "")
		register("B1", "2023-05-01", "30/11/2023")
		for period, want := range map[string]string{
			"2020": "0/3", "2021": "1/3", "2022-06": "1/3", "2022-07": "0/3", "2022-09": "1/3", "2023-05": "2/3", "2023-06": "2/3", "2023-07": "2/2", "2023-11": "2/2", "2023": "1/2",
		} {
			if got := w.Figure("HN", "ORG.REG.COORD.PCT", period); got != want {
				t.Errorf("%s: %s, want %s", period, got, want)
			}
		}
		w.Verify()
	})
}
