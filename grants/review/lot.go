package review

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
)

// Vacancy is a place on the sheet of an application that wants an expert, with those who may take it: free of ties, and
// not on this application already.
type Vacancy struct {
	Application string // identifier, for the program
	Number      string // of the application, which the lot is drawn by
	Place       int
	May         []string // identifiers of experts
}

// Drawn is what the lot gave: Expert is empty where nobody may.
type Drawn struct {
	Vacancy Vacancy
	Expert  string
}

// DrawExperts fills vacancies by lot (rule L5). They are met in the order of number and place; of those who may, the ones
// with the smallest load so far are looked at, and of these the one whose lot is smallest gets the place. A lot is the
// SHA-256 of the seed, the number and the expert's identifier, a line feed between them. Nobody gets two places of one
// application. The same seed, vacancies and loads always give the same experts. The loads are not changed.
func DrawExperts(seed string, vacancies []Vacancy, loads map[string]int) []Drawn {
	load := make(map[string]int, len(loads))
	for expert, n := range loads {
		load[expert] = n
	}
	vacancies = slices.Clone(vacancies)
	slices.SortStableFunc(vacancies, func(a, b Vacancy) int {
		if order := strings.Compare(a.Number, b.Number); order != 0 {
			return order
		}
		return a.Place - b.Place
	})
	taken := map[[2]string]bool{}
	drawn := make([]Drawn, len(vacancies))
	for i, v := range vacancies {
		drawn[i] = Drawn{v, v.draw(seed, load, taken)}
		if expert := drawn[i].Expert; expert != "" {
			load[expert]++
			taken[[2]string{v.Number, expert}] = true
		}
	}
	return drawn
}

func (v Vacancy) draw(seed string, load map[string]int, taken map[[2]string]bool) (best string) {
	for _, expert := range v.May {
		if taken[[2]string{v.Number, expert}] {
			continue
		}
		if best == "" || load[expert] < load[best] || load[expert] == load[best] && v.before(seed, expert, best) {
			best = expert
		}
	}
	return best
}

func (v Vacancy) before(seed, a, b string) bool {
	first, second := v.lot(seed, a), v.lot(seed, b)
	return bytes.Compare(first[:], second[:]) < 0
}

func (v Vacancy) lot(seed, expert string) [sha256.Size]byte {
	return sha256.Sum256([]byte(seed + "\n" + v.Number + "\n" + expert))
}
