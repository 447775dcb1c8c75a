package document

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func tab(name string, words ...string) Tab {
	var rows [][]Cell
	for _, w := range words {
		rows = append(rows, []Cell{{Text: w}})
	}
	return Tab{Sheet{Name: name, Title: "Kết quả", Columns: []Column{{Title: "Tên"}}}, slices.Values(rows)}
}

func TestABookHasAllItsSheets(t *testing.T) {
	var out bytes.Buffer
	if err := WriteBook(&out, tab("Người chơi", "An", "Bình"), tab("Điều luật", "Điều 6")); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		if got[name], err = f.GetRows(name); err != nil {
			t.Fatal(err)
		}
		panes, err := f.GetPanes(name)
		if err != nil || !panes.Freeze || panes.YSplit != 2 {
			t.Errorf("%s: its head is not frozen: %+v, %v", name, panes, err)
		}
	}
	want := map[string][][]string{
		"Người chơi": {{"Kết quả"}, {"Tên"}, {"An"}, {"Bình"}}, "Điều luật": {{"Kết quả"}, {"Tên"}, {"Điều 6"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSheetsOfOneNameAreRefused(t *testing.T) {
	var out bytes.Buffer
	err := WriteBook(&out, tab("Câu: hỏi"), tab("câu hỏi"))
	if err == nil || !strings.Contains(err.Error(), "two sheets") || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	if err := WriteBook(&out); err == nil {
		t.Error("a book without sheets is written")
	}
}
