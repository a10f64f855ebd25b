package organisation_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
)

func (h house) describes(person, org string, seen int64, pairs ...string) error {
	in := organisation.Describing{Organisation: org, Seen: seen, Facts: map[organisation.Key]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Facts[organisation.Key(pairs[i])] = pairs[i+1]
	}
	_, err := organisation.Describe.Run(context.Background(), h.Door, h.as(person), in)
	return err
}

func (h house) profile(org string) organisation.Profile {
	h.Helper()
	p, err := organisation.ProfileOf(h.Reader(), org)
	if err != nil {
		h.Fatal(err)
	}
	return p
}

func TestStrangersAndReadersDoNotWriteAProfile(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Reader)
		for _, person := range []string{h.kari, h.per} {
			if err := h.describes(person, org, 0, "address", "ул. Иларион 24"); refusal.KindOf(err) != refusal.Forbidden {
				h.Errorf("refused by %v", err)
			}
		}
		if status, _, _ := h.browser(h.per).ask("GET", "/organisations/"+org+"/profile"); status != http.StatusNotFound {
			h.Errorf("a stranger reads the profile: %d", status)
		}
		if _, _, body := h.browser(h.kari).ask("GET", "/organisations/"+org+"/profile"); strings.Contains(body, "<textarea") || !strings.Contains(body, "You can read") {
			h.Error("a reader is given a form")
		}
		if len(h.profile(org)) != 0 {
			h.Error("something was kept")
		}
	})
}

func TestAProfileWithASlipIsNotKeptAndSaysWhere(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		for key, wrong := range map[string]string{"iban": "BG81 BNBG 9661 1020 3456 78", "email": "office", "web": "ftp://elena.bg", "phone": "ring me", "founded": "3026",
			"employees": "-1", "vat": "000133673", "postcode": "5070!", "address": strings.Repeat("я", 201), "experience/bg": strings.Repeat("я", 4001), "settlement": "Еле\x00на"} {
			err := h.describes(h.ola, org, 0, "contact", "Мария", key, wrong)
			if c := refusal.Complaints(err); len(c) != 1 || c[0].Field != key {
				h.Errorf("%s: %v", key, err)
			}
		}
		if len(h.profile(org)) != 0 {
			h.Error("a part of it was kept")
		}
		status, _, body := h.browser(h.ola).ask("POST", "/organisations/"+org+"/profile", "-seen", "0", "iban", "BG81 BNBG", "contact", "Мария")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="iban-e"`) || !strings.Contains(body, `value="BG81 BNBG"`) || !strings.Contains(body, `value="Мария"`) {
			h.Errorf("%d", status)
		}
	})
}

func TestWhatAColleagueChangedMeanwhileIsNotOverwrittenUnseen(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Editor)
		must(h, h.describes(h.ola, org, 0, "phone", "+359 6151 6183", "contact", "Мария", "iban", "bg80bnbg96611020345678", "web", "elena.bg"))
		if p := h.profile(org); p["iban"].Value != "BG80 BNBG 9661 1020 3456 78" || p["web"].Value != "https://elena.bg" || p.Entry() != 1 {
			h.Errorf("%v", p)
		}
		must(h, h.describes(h.kari, org, 1, "phone", "+359 6151 0000", "contact", "Мария"))
		err := h.describes(h.ola, org, 1, "phone", "+359 6151 9999", "contact", "Петър")
		if c := refusal.Complaints(err); len(c) != 1 || c[0].Field != "phone" || c[0].Args["Value"] != "+359 6151 0000" {
			h.Errorf("%v", err)
		}
		must(h, h.describes(h.ola, org, 1, "phone", "+359 6151 6183", "contact", "Петър")) // the phone was not touched: it stays as the colleague has it
		if p := h.profile(org); p["phone"].Value != "+359 6151 0000" || p["contact"].Value != "Петър" {
			h.Errorf("%v", p)
		}
		must(h, h.describes(h.ola, org, 3, "contact", ""))
		_, _, body := h.browser(h.ola).ask("GET", "/organisations/"+org+"/profile")
		for _, want := range []string{"What was changed", "taken out", "Kari Hansen", "359 6151 6183", `name="-seen" value="4"`} {
			if !strings.Contains(body, want) {
				h.Errorf("the page does not say %q", want)
			}
		}
		if _, _, body := h.browser(h.ola).ask("GET", "/organisations/"+org); !strings.Contains(body, "3 of 14 filled in") {
			h.Error("the page of the organisation does not say how much is filled in")
		}
	})
}

func must(h house, err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}
