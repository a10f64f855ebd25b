package resource_test

import (
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/testkit"
)

// answered is a town in which a villager has answered the survey of assets.
func answered(t *testing.T, w *testkit.World) (town, application.Submission) {
	t.Helper()
	c := newTown(t, w)
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Kind == call.Contribution {
			w.Set(d.Window.Opens.Add(-time.Hour))
			if _, err := call.Publish.Run(t.Context(), w.Door, program, call.Publication{File: d.Bytes()}); err != nil {
				t.Fatal(err)
			}
			w.Set(d.Window.Opens.Add(time.Hour))
		}
	}
	me, err := organisation.ActForMyself.Run(t.Context(), w.Door, c.villager, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	as := action.Actor{ID: c.villager.ID, Grants: []action.Grant{{Role: account.Owner, Scope: me}}}
	a, err := application.Start.Run(t.Context(), w.Door, as, application.Beginning{Call: "survey-2019", Organisation: me, Lang: "bg"})
	if err != nil {
		t.Fatal(err)
	}
	in := application.Saving{Application: a.ID}
	for _, change := range [][2]string{{"municipality", "VTR13"}, {"tie", "resident"}, {"may_publish", "yes"},
		{"assets/1/name", "Минералният извор при моста"}, {"assets/1/class", "natural"}, {"assets/1/where", "Марян"}, {"assets/1/about", "Топла вода."},
		{"assets/2/name", "Баба Неда и чергите"}, {"assets/2/class", "human"}, {"assets/2/where", "над селото"}} {
		in.Changes = append(in.Changes, application.Change{Path: change[0], Value: change[1]})
	}
	if _, err := application.Save.Run(t.Context(), w.Door, as, in); err != nil {
		t.Fatal(err)
	}
	v, err := application.Send(t.Context(), w.Door, as, application.Sending{Application: a.ID, Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	return c, v
}

func surveySchemas() []fs.FS {
	return append(schemas(), call.Feature(call.Options{}).Schema, follow.Feature().Schema, application.Feature(application.Options{}).Schema)
}

func TestWhatASurveyToldIsReadByTheMunicipalityItIsAbout(t *testing.T) {
	testkit.Databases(t, surveySchemas(), func(t *testing.T, w *testkit.World) {
		_, v := answered(t, w)
		told, err := resource.ToldIn(w.Reader(), w.Now(), resource.Scope{Codes: []string{"VTR13"}})
		if err != nil || len(told) != 2 || told[0].Application != v.Application {
			t.Fatalf("%+v, %v", told, err)
		}
		first, second := told[0].Entry(), told[1].Entry()
		if first.Kind != "mineral-spring" || first.Settlement == "" || first.Description.BG != "Топла вода." {
			t.Errorf("the kind or the settlement is not understood: %+v", first)
		}
		if second.Kind != "other-human" || second.Settlement != "" || !strings.Contains(second.Description.BG, "над селото") {
			t.Errorf("where it is has been lost: %+v", second)
		}
		if others, err := resource.ToldIn(w.Reader(), w.Now(), resource.Scope{Codes: []string{"BLG01"}}); err != nil || len(others) != 0 {
			t.Errorf("another municipality reads it: %+v, %v", others, err)
		}
	})
}

func TestAnOfficialTakesARowOverOnceAsAProposalOfWhoeverWroteIt(t *testing.T) {
	s := newSiteIn(t, surveySchemas(), func(w *testkit.World) town { c, _ := answered(t, w); return c })
	told, err := resource.ToldIn(s.Reader(), s.Now(), resource.Scope{All: true})
	if err != nil || len(told) != 2 {
		t.Fatalf("%+v, %v", told, err)
	}
	path := "/surveys/" + told[0].Application + "/resources/" + told[0].Row
	s.says(s.visit("stranger", http.MethodPost, path), http.StatusForbidden)
	s.says(s.visit("villager", http.MethodPost, path), http.StatusForbidden)
	s.says(s.visit("official", http.MethodPost, "/surveys/"+told[0].Application+"/resources/nothing"), http.StatusNotFound)
	s.says(s.visit("official", http.MethodGet, "/resources/desk"), http.StatusOK, "2 resources from surveys", path, "Минералният извор при моста")
	for range 2 {
		s.says(s.visit("official", http.MethodPost, path), http.StatusSeeOther)
	}
	waiting, err := resource.Waiting(s.Reader(), resource.Scope{All: true})
	if err != nil || len(waiting) != 1 || waiting[0].By != s.villager.ID || waiting[0].State != resource.Proposed {
		t.Fatalf("%+v, %v", waiting, err)
	}
	if left, _ := resource.ToldIn(s.Reader(), s.Now(), resource.Scope{All: true}); len(left) != 1 {
		t.Errorf("%+v is offered still", left)
	}
	versions, err := resource.Versions(s.Reader(), waiting[0].ID)
	if err != nil || !slices.ContainsFunc(versions, func(v resource.Version) bool { return v.Verb == "take_over" && v.By == s.official.ID }) {
		t.Errorf("%+v, %v", versions, err)
	}
}
