package i18n

import "testing"

func TestHowTextsBegin(t *testing.T) {
	for s, want := range map[string][2]string{
		"": {"", ""}, "đã nộp": {"Đã nộp", "đã nộp"}, "Đoàn viên": {"Đoàn viên", "đoàn viên"}, "CĐCS mới": {"CĐCS mới", "CĐCS mới"}, "Ở đây": {"Ở đây", "Ở đây"},
		"503 đơn vị": {"503 đơn vị", "503 đơn vị"}, "a": {"A", "a"},
	} {
		if got := [2]string{Upper(s), Lower(s)}; got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
