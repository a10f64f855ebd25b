package application_test

import (
	"net/http"
	"strings"
	"testing"

	"vekst/platform/action"
	"vekst/platform/scan/scankit"
	"vekst/value/id"
)

func TestOperatorsSeeWhatWaitsAndWhatWasRemovedAndNobodyElseDoes(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		away := true
		scanned(w, func(data []byte) string {
			if away {
				return ""
			}
			return scankit.Eicar(data)
		})
		operator := action.Actor{ID: "role-operator"}
		for _, who := range []action.Actor{w.maria, w.other, {ID: "role-expert"}, {ID: "role-auditor"}} {
			if got := w.get(who, "/files/held"); got.status != http.StatusForbidden {
				t.Errorf("%s: %d", who.ID, got.status)
			}
		}
		if got := w.get(operator, "/files/held"); got.status != http.StatusOK || !strings.Contains(got.body, "Нищо не е открито") {
			t.Errorf("before there is anything: %d", got.status)
		}
		a := w.fill(full())
		w.upload(a, "file_offers", "оферта.pdf", append(pdf(100), scankit.EICAR...))
		v, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		draft := w.fill(with("title", "Тайна чернова"))
		w.upload(draft, "file_offers", "чернова.pdf", append(pdf(90), scankit.EICAR...))
		w.jobs()
		if got := w.get(operator, "/files/held"); !strings.Contains(got.body, "<dd>2<small>") || !strings.Contains(got.body, "the scanner went away") {
			t.Errorf("while the scanner is away: %s", got.body)
		}
		away = false
		w.Set(w.Now().Add(11e9))
		w.jobs()
		got := w.get(operator, "/files/held")
		if !strings.Contains(got.body, v.Number) || !strings.Contains(got.body, "Eicar-Signature") || strings.Contains(got.body, "чернова") || strings.Contains(got.body, "went away") {
			t.Errorf("afterwards: %s", got.body)
		}
	})
}
