package application_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// mayor is a reader of the association who signs for it; the association has decided that somebody does.
func (w *world) mayor() action.Actor {
	w.t.Helper()
	do(w.t, w, giving, w.maria, account.Grant{Person: w.reader.ID, Role: account.Reader, Scope: w.org})
	do(w.t, w, organisation.Certify, w.maria, organisation.Certifying{Organisation: w.org, Person: w.reader.ID, Signs: true})
	do(w.t, w, organisation.DecideSignOff, w.maria, organisation.Deciding{Organisation: w.org, Signs: true})
	w.reader.Grants = append(w.reader.Grants, action.Grant{Role: account.Certifier, Scope: w.org})
	return w.reader
}

var hashOnPage = regexp.MustCompile(`name="hash" value="([0-9a-f]{64})"`)

// toSign is the hash of what the check page shows a certifier.
func (w *world) toSign(who action.Actor, id string) string {
	w.t.Helper()
	found := hashOnPage.FindStringSubmatch(w.get(who, "/applications/"+id+"/check").body)
	if found == nil {
		w.t.Fatal("the page offers no signature")
	}
	return found[1]
}

func TestRefusesSubmissionWithoutAValidSignature(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		mayor := w.mayor()
		a := w.fill(full())
		refused := func(what, key string, err error) {
			t.Helper()
			if refusal.KindOf(err) != refusal.Conflict || !strings.Contains(err.Error(), key) {
				t.Fatalf("%s: %v", what, err)
			}
		}
		_, err := w.send(w.maria, a.ID, "1")
		refused("unsigned", "sign.missing", err)
		_, err = w.send(mayor, a.ID, "1")
		refused("unsigned, by who signs", "sign.missing", err)
		if got := w.post(w.maria, "/applications/"+a.ID+"/submit", values("key", "1")); got.status != http.StatusConflict {
			t.Errorf("over bare HTTP: %d", got.status)
		}
		for who, actor := range map[string]action.Actor{"an owner who does not sign": w.maria, "a stranger": w.other} {
			_, err = application.Sign.Run(t.Context(), w.Door, actor, application.Signing{Application: a.ID, Hash: w.toSign(mayor, a.ID)})
			if kind := refusal.KindOf(err); kind != refusal.Forbidden && kind != refusal.Missing {
				t.Errorf("%s signs: %v", who, err)
			}
		}
		_, err = application.Sign.Run(t.Context(), w.Door, mayor, application.Signing{Application: a.ID, Hash: strings.Repeat("0", 64)})
		refused("what was not read", "sign.unread", err)

		do(t, w, application.Sign, mayor, application.Signing{Application: a.ID, Hash: w.toSign(mayor, a.ID)})
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "risks", Value: "Град.", Rev: 99}}})
		_, err = w.send(w.maria, a.ID, "1")
		refused("changed since", "sign.void", err)
		if got := w.get(w.maria, "/applications/"+a.ID+"/check"); !strings.Contains(got.body, "Подписът вече не важи") || !strings.Contains(got.body, "#risks") || strings.Contains(got.body, "#need\"") {
			t.Error("the page does not say what changed since the signature")
		}

		do(t, w, application.Sign, mayor, application.Signing{Application: a.ID, Hash: w.toSign(mayor, a.ID)})
		s, err := w.send(w.maria, a.ID, "1")
		must(t, err)
		r, err := application.SignatureOf(w.Door.Reader(t.Context()), a.ID, s.Hash)
		if must(t, err); !r.Holds(s.Hash) || r.By != mayor.ID {
			t.Errorf("the signature under the submission is %+v", r)
		}
		for _, page := range []string{"/receipt", "/print"} {
			if got := w.get(w.maria, "/applications/"+a.ID+page); !strings.Contains(got.body, "подписващ за организацията") {
				t.Errorf("%s does not say who signed", page)
			}
		}
	})
}

func TestACertifierIsAskedSendsBackAndSignsAndSubmitsInOneGo(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		mayor := w.mayor()
		a := w.fill(with("need", ""))
		path := "/applications/" + a.ID
		if got := w.post(w.maria, path+"/ask-to-sign", nil); got.status != http.StatusConflict && got.status != http.StatusUnprocessableEntity {
			t.Errorf("asked to sign what is not complete: %d", got.status)
		}
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "need", Value: "Хората заминават.", Rev: 99}}})
		if got := w.post(mayor, path+"/send-back", values("back-", "Рано е.")); got.status != http.StatusConflict {
			t.Errorf("sent back what nobody asked to sign: %d", got.status)
		}
		if got := w.post(mayor, path+"/ask-to-sign", nil); got.status != http.StatusForbidden {
			t.Errorf("a reader asks: %d", got.status)
		}
		for range 2 {
			if got := w.post(w.maria, path+"/ask-to-sign", nil); got.status != http.StatusSeeOther {
				t.Fatal(got.status, got.body)
			}
		}
		if n := w.lettersOf("application.mail.sign"); n != 1 {
			t.Errorf("%d letters ask for one signature", n)
		}
		if got := w.post(mayor, path+"/send-back", values("back-", " ")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "back--e") {
			t.Errorf("sent back without a word: %d", got.status)
		}
		section := sectionWith(w.call, "need")
		if got := w.post(mayor, path+"/send-back", values("back-"+section, "Кои хора?")); got.status != http.StatusSeeOther {
			t.Fatal(got.status, got.body)
		}
		if got := w.get(w.maria, path+"/check"); !strings.Contains(got.body, "Кои хора?") {
			t.Error("the page does not say what is to be changed")
		}
		do(t, w, application.AskToSign, w.maria, application.Asking{Application: a.ID})
		hash := w.toSign(mayor, a.ID)
		if got := w.post(mayor, path+"/sign", values("hash", hash, "key", "k", "then", "submit")); got.status != http.StatusSeeOther || !strings.HasSuffix(got.location, "/receipt") {
			t.Fatal(got.status, got.body)
		}
	})
}

// lettersOf counts those of a sort in the outbox.
func (w *world) lettersOf(key string) int {
	w.t.Helper()
	n := 0
	rows, err := w.Door.Reader(w.t.Context()).Query(`SELECT payload FROM outbox WHERE kind = 'mail'`)
	must(w.t, err)
	defer rows.Close()
	for rows.Next() {
		var payload string
		must(w.t, rows.Scan(&payload))
		if strings.Contains(payload, `"`+key+`"`) {
			n++
		}
	}
	return n
}
