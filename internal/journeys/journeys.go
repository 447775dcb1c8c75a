// Package journeys walks through the whole program in a real browser, as its
// users do. It holds tests only.
package journeys
