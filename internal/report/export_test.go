package report

// FingerprintOf is for a forger who knows how a fingerprint is made.
func FingerprintOf(snapshot string) string { return fingerprintOf(snapshot) }

// Following is the period a report looks ahead to.
func Following(period string) string { return following(period) }
