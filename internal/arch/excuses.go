package arch

// Excuses are what the rules let through, each with its reason. An entry is
// named by its rule:
//
//	read <table>       packages above the table's owner may read it
//	tables <file>      the file may name every table, and write them
//	keys <prefix>      keys below the prefix are made of data
//	<function> <file>  the file may use the function
func Excuses() map[string]string {
	return map[string]string{
		"read ledger_place":    "scope and tree are SQL in the query of a list, so that no list can leak (design.md §3, Access)",
		"read ledger_leaf":     "as ledger_place",
		"read ledger_roll":     "as ledger_place",
		"read org_unit":        "a list shows and sorts by the unit's name and code",
		"read activity_record": "work under a commitment counts as long as its record stands, in the query of a list",
		"read auth_account":    "a record shows who made it",

		"tables internal/app/backup.go": "a backup is all tables, whoever owns them",

		"time.Now internal/platform/web/middleware.go":   "how long a request took is the machine's time, whatever day the demo has",
		"time.Since internal/platform/web/middleware.go": "as time.Now",

		"keys web.title.":     "an error page is titled by its status, a number",
		"keys figure.gap.":    "joined of two parts: which side of the target, and whether it is a limit",
		"keys target.chip.":   "a period's words are chosen by its sort",
		"keys target.period.": "as target.chip., inside a sentence",
		"keys home.say.":      "joined of the things the sentence tells",
	}
}
