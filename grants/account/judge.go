package account

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/platform/refusal"
	"vekst/value/text"
)

func complainName(name string) []refusal.Complaint {
	switch {
	case strings.TrimSpace(name) == "":
		return []refusal.Complaint{refusal.About("name", "account.refusal.name_empty")}
	case utf8.RuneCountInString(name) > NameLimit || strings.ContainsFunc(name, isControl):
		return []refusal.Complaint{refusal.About("name", "account.refusal.name_long", "Limit", NameLimit)}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func complainEmail(email string) []refusal.Complaint {
	if !IsAddress(strings.TrimSpace(email)) {
		return []refusal.Complaint{refusal.About("email", "account.refusal.email")}
	}
	return nil
}

// complainPassword judges a new password by what NIST SP 800-63B, 3.1.1 asks for: its length, and that it is not what an
// attacker tries first. No rules about digits and signs.
func complainPassword(field, password, name, email string) []refusal.Complaint {
	folded := strings.ToLower(password)
	local, _, _ := strings.Cut(Fold(email), "@")
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMinimum:
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_short", "Minimum", PasswordMinimum)}
	case n > PasswordLimit:
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_long", "Limit", PasswordLimit)}
	case distinct(folded) < 5, folded == Fold(email), folded == strings.ToLower(name), strings.ReplaceAll(folded, local, "") == "",
		slices.ContainsFunc(expected, func(s string) bool { return strings.Trim(folded, "0123456789!.?") == s }):
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_easy")}
	}
	return nil
}

// expected are words that are long enough and tried first, without the digits people put behind them.
var expected = []string{"password", "passwordpassword", "qwertyuiop", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl", "qwertyqwerty",
	"administrator", "letmeinletmein", "passordpassord", "passord", "парола", "паролапарола", "явертъуиоп", "iloveyouiloveyou", ""}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

func complainLang(lang string) []refusal.Complaint {
	if !text.Is(lang) {
		return []refusal.Complaint{refusal.About("lang", "account.refusal.lang")}
	}
	return nil
}
