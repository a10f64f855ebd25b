package application_test

import (
	"encoding/json"
	"strings"
	"testing"

	"vekst/grants/application"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// The small grants scheme computes the grant for each new job: 146 400 euro, or whatever the test asks for, by six.

func TestNobodyTypesWhatIsComputed(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		_, err := application.Save.Run(t.Context(), w.Door, w.maria, saving(a.ID, map[string]string{"grant_per_job": "7"}))
		if refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("typed over: %v", err)
		}
		w.post(w.maria, "/applications/"+a.ID+"/sections/costs", values("grant_per_job", "7", "-seen", "99", "-was", ""))
		if got, ok := w.answers(a.ID)["grant_per_job"]; ok {
			t.Errorf("it is kept: %q", got)
		}
		_, err = w.send(w.maria, a.ID, id.New())
		must(t, err)
		var document struct {
			Answers struct {
				Grant  int64 `json:"grant_per_job"`
				Budget struct{ Grant int64 }
			}
		}
		must(t, json.Unmarshal([]byte(w.get(w.maria, "/applications/"+a.ID+"/content.json").body), &document))
		if d := document.Answers; d.Grant == 0 || d.Grant != (d.Budget.Grant+3)/6 {
			t.Errorf("frozen is %d of %d", d.Grant, d.Budget.Grant)
		}
	})
}

func TestAPageShowsWhatIsComputedAndWhere(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	base := "/applications/" + a.ID
	body := w.get(w.maria, base+"/sections/costs").body
	for _, want := range []string{`data-figure="grant_per_job"`, "Изчислява се:", base + "/sections/costs#budget", base + "/sections/jobs#jobs_new"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if strings.Contains(body, `name="grant_per_job"`) {
		t.Error("it can be typed")
	}
	var state struct {
		Figures map[string]struct{ Says, Formula string }
	}
	must(t, json.Unmarshal([]byte(w.get(w.maria, base+"/sections/costs/state").body), &state))
	if f := state.Figures["grant_per_job"]; !strings.HasSuffix(f.Says, "€") || !strings.Contains(f.Formula, `"budget"`) || !strings.Contains(f.Formula, `"n":"6"`) {
		t.Errorf("the state has %+v", f)
	}
	do(t, w, application.Save, w.maria, saving(a.ID, map[string]string{"jobs_new": "x"}))
	if got := w.get(w.maria, base).body; !strings.Contains(got, `id="figures"`) {
		t.Error("the main figures are not shown")
	}
	do(t, w, application.Save, w.maria, saving(a.ID, map[string]string{"jobs_new": "6"}))
	for _, page := range []string{base, base + "/check", base + "/print"} {
		if got := w.get(w.maria, page).body; !strings.Contains(got, "Помощ за едно ново работно място") || !strings.Contains(got, state.Figures["grant_per_job"].Says) {
			t.Errorf("%s does not show it", page)
		}
	}
}
