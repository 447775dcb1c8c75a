package gameshow

// distance is how many slips turn one text of plain letters into another: a
// letter too many, too few, another, or two exchanged. Beyond most it is most+1.
func distance(a, b string, most int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most {
		return most + 1
	}
	var room [3 * 64]int // on the stack for all but the longest
	rows := room[:]
	if need := 3 * (len(a) + 1); need > len(rows) {
		rows = make([]int, need)
	}
	n := len(a) + 1
	before, last, row := rows[:n], rows[n:2*n], rows[2*n:3*n]
	for i := range last {
		last[i] = i
	}
	for j := 1; j <= len(b); j++ {
		row[0] = j
		least := j
		for i := 1; i <= len(a); i++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[i] = min(row[i-1]+1, last[i]+1, last[i-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[i] = min(row[i], before[i-2]+1)
			}
			least = min(least, row[i])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(a)], most+1)
}
