// Package iban checks international bank account numbers (ISO 13616).
//
// Right check digits say that a number was typed without a slip. They do not say that the account exists.
package iban

import (
	"errors"
	"strings"
)

// Why a text is not an account number.
var (
	ErrForm       = errors.New("iban: not two letters, two digits and an account")
	ErrLength     = errors.New("iban: wrong length for its country")
	ErrCheckDigit = errors.New("iban: wrong check digits")
)

// lengths are those of the countries our accounts are in; others have from 15 to 34 characters.
var lengths = map[string]int{"BG": 22, "NO": 15, "IS": 26, "LI": 21}

// Parse reads an account number and returns it without spaces, in capital letters.
func Parse(s string) (string, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	switch {
	case len(s) < 5 || !isLetters(s[:2]) || strings.Trim(s[2:4], "0123456789") != "" || strings.Trim(s[4:], "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return "", ErrForm
	case lengths[s[:2]] != 0 && len(s) != lengths[s[:2]], len(s) < 15, len(s) > 34:
		return "", ErrLength
	case remainder(s[4:]+s[:4]) != 1:
		return "", ErrCheckDigit
	}
	return s, nil
}

func isLetters(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' }

// remainder is what is left of the number by 97, letters counting from 10 on.
func remainder(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c >= 'A' {
			n = (n*100 + int(c-'A') + 10) % 97
		} else {
			n = (n*10 + int(c-'0')) % 97
		}
	}
	return n
}

// Format writes an account number in groups of four, as it stands on statements.
func Format(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}
