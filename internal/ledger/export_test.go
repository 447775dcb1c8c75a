package ledger

import "donghanh/internal/platform/day"

// HotQuery is a statement that pages wait for.
type HotQuery struct {
	Text string
	Args []any
}

// HotQueries are all of them, as the ledger asks them for an indicator: about
// the root, a middle unit, all middle units, a leaf, and the leaves of one unit.
func HotQueries(ind *Indicator, root, ward string, wards []string, leaf string, leaves []string) (map[string]HotQuery, error) {
	series := keysOf(ind.whole.sum())
	year := span{from: "2023-01-01", to: "2023-12-31", treeFrom: "2023-01-01", treeTo: "2023-12-31"}
	stock := span{from: day.Opening, to: "2023-12-31", treeFrom: "2023-12-31", treeTo: "2023-12-31"}
	some := span{from: "2023-05-01", to: "2023-05-12", treeFrom: "2023-05-01", treeTo: "2023-05-12"}
	all := map[string]query{
		"cells of the root":    cellsQuery([]string{root}, series, year, year),
		"cells of a ward":      cellsQuery([]string{ward}, series, year, year),
		"cells of all wards":   cellsQuery(wards, series, year, year),
		"stock of the root":    cellsQuery([]string{root}, series, stock, stock),
		"days of the root":     edgeQuery([]string{root}, series, some, some),
		"days of a ward":       edgeQuery([]string{ward}, series, some, some),
		"days of all wards":    edgeQuery(wards, series, some, some),
		"facts of a leaf":      ownQuery([]string{leaf}, series, year),
		"facts of some leaves": ownQuery(leaves, series, year),
		"stock of some leaves": ownQuery(leaves, series, stock),
		"percentage of a ward": pairedQuery([]string{ward}, ind.whole.sum(), ind.whole.sum(), year),
		"months of the root":   monthsQuery(root, series, 2023, year),
		"months of a leaf":     ownMonthsQuery(leaf, series, 2023),
		"later facts":          laterQuery(series, "2023-12-25", "2023-12-31"),
		"lives of all wards":   livesQuery(wards),
		"age of a ward":        agesQuery([]string{ward}, year.to),
	}
	for name, c := range map[string]circle{
		"the root": {units: []string{root}}, "all wards": {units: wards}, "a ward": {units: []string{ward}, narrow: true},
		"a leaf": {units: []string{leaf}, alone: true}, "some leaves": {units: leaves, alone: true},
	} {
		if len(series) > 1 && !c.narrow && !c.alone {
			continue // the facts of many series are most facts: PostgreSQL may well read all
		}
		counted := &Indicator{Type: Ratio, Basis: Units, denominator: ind.whole.sum()}
		picked := &Indicator{Type: Flow, Pick: Least}
		c.from, c.to, c.treeFrom, c.treeTo, c.flows, c.stocks = year.to, year.to, year.to, year.to, year, stock
		all["units of "+name] = c.query(counted, ind.whole)
		all["what happened in units of "+name] = c.query(&Indicator{Type: Distinct, Basis: Flow}, ind.whole)
		all["least of "+name] = c.query(picked, ind.whole)
		var few binds
		all["size of "+name] = query{c.fewQuery(&few), few}
		if c.narrow || c.alone {
			where, args := c.countedFacts(counted, ind.whole)
			q, err := sourcesQuery(where, args, "2023-06-01,x", 50)
			if err != nil {
				return nil, err
			}
			all["sources of units of "+name] = q
		}
	}
	for name, unit := range map[string]string{"root": root, "ward": ward} {
		for page, cursor := range map[string]string{"first": "", "next": "2023-06-01,x"} {
			from := year.below(false) + ` AND f.series IN (` + numbers(ind.whole.sum()) + `)`
			q, err := sourcesQuery(from, []any{unit, year.from, year.to, year.treeFrom, year.treeTo}, cursor, 50)
			if err != nil {
				return nil, err
			}
			all[page+" sources of a "+name] = q
		}
	}
	some.byDay = true
	turns := []day.Date{"2023-05-10", "2023-08-17"}
	for name, units := range map[string][]string{"the root": {root}, "a ward": {ward}, "all wards": wards} {
		all["turns of "+name] = turnsQuery(units, year)
		all["days of a changing tree, "+name] = edgeQuery(units, series, some, some)
		all["what moved, "+name] = movedCells(units, series, year)
		all["first days of what moved, "+name] = movedFirsts(units, series, turns)
		all["last days of what moved, "+name] = movedLasts(units, series, turns)
		all["atoms below "+name] = atomsBelowQuery(units)
		all["places of atoms of "+name] = rollsOfQuery(units)
		all["representatives of "+name] = representativesQuery(units)
	}
	all["percentage of a ward, by day"] = pairedQuery([]string{ward}, ind.whole.sum(), ind.whole.sum(), some)
	for name, unit := range map[string]string{"the root": root, "a ward": ward} {
		all["what came to "+name], all["what went from "+name] = cameQuery(unit, ind.whole.sum(), year), wentQuery(unit, ind.whole.sum(), year)
		all["who ever stood below "+name] = query{whoStoodBelow, []any{unit}}
	}
	all["what was booked in a ward"] = bookedQuery(ward, ind.whole.sum(), some, false, "reorg")
	all["what was booked in a leaf"] = bookedQuery(leaf, ind.whole.sum(), year, true, "reorg")
	all["months of what leaves"] = monthsOfQuery(leaves)
	all["cells nothing is left in"] = emptyCells(ward, series)
	for name, text := range map[string]string{"below": endsBelow, "above": endsAbove, "heirs": endsHeir} {
		all["an end, "+name] = query{text, []any{ward, "2023-06-30"}}
	}
	out := map[string]HotQuery{}
	for name, q := range all {
		out[name] = HotQuery{q.text, q.args}
	}
	return out, nil
}
