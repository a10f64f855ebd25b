// Package address knows how mail addresses are written.
package address

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
)

// errDomain says that an address cannot be written the way mail servers take it.
var errDomain = errors.New("address: the domain cannot be written in ASCII")

// ASCII writes an address the way every mail server takes it: a domain in other letters, such as община.бг, in its
// ASCII form. What stands before the @ is left as it is, and so is a domain that is ASCII already.
func ASCII(s string) (string, error) {
	at := strings.LastIndexByte(s, '@')
	if at < 0 || isASCII(s[at+1:]) {
		return s, nil
	}
	domain, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil {
		return "", errDomain
	}
	return s[:at+1] + domain, nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}
