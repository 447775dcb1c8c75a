package arch

import (
	"os"
	"testing"
)

func TestRepository(t *testing.T) {
	tree, err := Load(os.DirFS("../.."), Excuses())
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			for _, fault := range rule.Check(tree) {
				t.Error(fault)
			}
		})
	}
	t.Run("no excuse idle", func(t *testing.T) {
		for _, fault := range tree.Idle() {
			t.Error(fault)
		}
	})
	t.Log(tree.Lengths())
}
