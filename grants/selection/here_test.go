package selection_test

import (
	"net/http"
	"strings"
	"testing"

	"vekst/grants/municipality"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/platform/testkit"
)

func TestAMunicipalitysPageShowsWhatWasDecidedAndNothingBefore(t *testing.T) {
	places := municipality.Feature(municipality.Options{Decided: selection.Here})
	testkit.Databases(t, reviewkit.Schemas(selection.Feature(), places), func(t *testing.T, k *testkit.World) {
		w := reviewkit.Settle(t, k, "higher", style, selection.Feature(), places)
		assessed(w)
		freeze(w)
		if status, page := w.Get(w.Applicant, "/en/municipalities/VTR13"); status != http.StatusOK || strings.Contains(page, "What was decided") {
			t.Errorf("%d: something is decided before anybody confirmed it", status)
		}
		_, err := selection.Propose.Run(ctx, w.Door, w.Operator, w.Call.ID)
		w.Must(err)
		list, err := selection.Standing(w.Reader(), w.Call.ID)
		w.Must(err)
		_, err = selection.Confirm.Run(ctx, w.Door, w.Member, selection.Confirming{Call: w.Call.ID, Hash: list.Hash})
		w.Must(err)
		for l, title := range map[string]string{"bg": "Какво е решено", "nb": "Hva som er vedtatt", "en": "What was decided"} {
			_, page := w.Get(w.Applicant, "/"+l+"/municipalities/VTR13")
			for _, s := range []string{title, "Best", "Good", "Late", `<span class="v-inv">Сдружение Елена</span>`, "/" + l + "/results/" + w.Call.ID + "#BGLD-1.004-0001"} {
				if !strings.Contains(page, s) {
					t.Errorf("%s: %s is missing", l, s)
				}
			}
			for _, s := range []string{"Weak", "Outside", "Maria"} {
				if strings.Contains(page, s) {
					t.Errorf("%s: %s is public", l, s)
				}
			}
		}
		if _, page := w.Get(w.Applicant, "/en/municipalities/VAR09"); strings.Contains(page, "Best") {
			t.Error("another municipality has the decision too")
		}
	})
}
