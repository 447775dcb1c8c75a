package report

// FingerprintOf is for a forger who knows how a fingerprint is made.
func FingerprintOf(snapshot string) string { return fingerprintOf(snapshot) }
