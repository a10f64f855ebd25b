package organisation_test

import (
	"testing"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
)

func TestOnlyOwnersDecideWhoSignsAndSomebodyMust(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Editor)
		certify := func(by, person string, signs bool) refusal.Kind {
			_, err := organisation.Certify.Run(h.Context(), h.Door, h.as(by), organisation.Certifying{Organisation: org, Person: person, Signs: signs})
			return refusal.KindOf(err)
		}
		decide := func(by string) refusal.Kind {
			_, err := organisation.DecideSignOff.Run(h.Context(), h.Door, h.as(by), organisation.Deciding{Organisation: org, Signs: true})
			return refusal.KindOf(err)
		}
		for what, got := range map[string]refusal.Kind{"an editor decides who signs": certify(h.kari, h.kari, true), "an editor decides that somebody signs": decide(h.kari),
			"a stranger decides": decide(h.per)} {
			if got != refusal.Forbidden {
				t.Errorf("%s: %q", what, got)
			}
		}
		if got := certify(h.ola, h.per, true); got != refusal.Missing {
			t.Errorf("a stranger signs: %q", got)
		}
		if got := decide(h.ola); got != refusal.Invalid {
			t.Errorf("a signature is wanted of nobody: %q", got)
		}
		if certify(h.ola, h.kari, true) != "" || decide(h.ola) != "" {
			t.Fatal("the owner cannot decide")
		}
		on, err := organisation.SignsOff(h.Reader(), org)
		if err != nil || !on || !organisation.MaySign(h.as(h.kari), org) || organisation.MaySign(h.as(h.ola), org) {
			t.Errorf("decided %v, %v", on, err)
		}
		if _, err := organisation.Remove.Run(h.Context(), h.Door, h.as(h.ola), organisation.Changing{Organisation: org, Person: h.kari}); err != nil {
			t.Fatal(err)
		}
		if all, err := organisation.Certifiers(h.Reader(), org); err != nil || len(all) != 0 || organisation.MaySign(h.as(h.kari), org) {
			t.Errorf("who has left still signs: %v, %v", all, err)
		}
	})
}
