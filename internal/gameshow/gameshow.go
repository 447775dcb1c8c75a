// Package gameshow is "Âm nhạc và công nhân": a show of songs and questions of
// law that a hall plays on its phones (seeds/000, 002).
package gameshow
