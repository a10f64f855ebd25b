package resource_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

// site is the pages of a town. Who visits is one of its people, or nobody.
type site struct {
	town
	web *web.Site
}

func newSite(t *testing.T) site {
	t.Helper()
	return newSiteWith(t, resource.Options{})
}

// newSiteWith is the pages of a town that are given something.
func newSiteWith(t *testing.T, o resource.Options) site {
	t.Helper()
	return newSiteOf(t, o, surveySchemas(), func(w *testkit.World) town { return newTown(t, w) })
}

// newSiteIn is the pages of a town that is settled on tables.
func newSiteIn(t *testing.T, tables []fs.FS, settle func(*testkit.World) town) site {
	t.Helper()
	return newSiteOf(t, resource.Options{}, tables, settle)
}

func newSiteOf(t *testing.T, o resource.Options, tables []fs.FS, settle func(*testkit.World) town) site {
	t.Helper()
	c := settle(testkit.SQLite(t, tables))
	all := []feature.Feature{{Name: "look", Words: look.Words()}, account.Feature(account.Options{}), notice.Feature(),
		municipality.Feature(municipality.Options{Resources: resource.Here}), organisation.Feature(), resource.Feature(o)}
	var words []lang.Words
	for _, f := range all {
		if f.Words != nil {
			words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	catalog, err := lang.NewCatalog(words...)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]action.Actor{"official": c.official, "villager": c.villager, "stranger": stranger, "operator": operator}
	s := &web.Site{Door: c.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: people[secret], Name: secret, Lang: "en"}, nil
		}}
	for _, f := range all {
		if f.Routes != nil {
			f.Routes(s)
		}
	}
	return site{c, s}
}

func (s site) visit(who, method, path string, pairs ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	a := httptest.NewRecorder()
	s.web.ServeHTTP(a, r)
	if strings.Contains(a.Body.String(), "⟨") {
		s.t.Errorf("%s has a word missing", path)
	}
	return a
}

// says wants a page with a status that says all of some things.
func (s site) says(a *httptest.ResponseRecorder, status int, things ...string) string {
	s.t.Helper()
	if a.Code != status {
		s.t.Errorf("%d, want %d: %s", a.Code, status, a.Body)
	}
	for _, thing := range things {
		if !strings.Contains(a.Body.String(), thing) {
			s.t.Errorf("it does not say %q", thing)
		}
	}
	return a.Body.String()
}

func TestAnEmptyInventoryTeachesInEachLanguage(t *testing.T) {
	s := newSite(t)
	for l, words := range map[string]string{"bg": "Списъкът започва с първия ресурс", "nb": "Oversikten begynner med den første ressursen", "en": "The inventory begins with the first resource"} {
		s.says(s.visit("", http.MethodGet, "/"+l+"/municipalities/VTR13/resources"), http.StatusOK, words, "/municipalities/VTR13/resources/new")
		s.says(s.visit("", http.MethodGet, "/"+l+"/municipalities/VTR13"), http.StatusOK, `id="resources"`, "/municipalities/VTR13/resources/new")
		s.says(s.visit("", http.MethodGet, "/"+l+"/resources"), http.StatusOK)
	}
	s.says(s.visit("", http.MethodGet, "/en/municipalities/XXX/resources"), http.StatusNotFound)
}

const newResource = "/municipalities/VTR13/resources/new"

func TestBadInputIsSaidBesideItsFieldAndNothingTypedIsLost(t *testing.T) {
	s := newSite(t)
	if a := s.visit("", http.MethodGet, newResource); a.Code == http.StatusOK {
		t.Error("a visitor is shown the form")
	}
	a := s.visit("villager", http.MethodPost, newResource, "original", "en", "name_en", "<b>", "text_en", "Warm & clear", "place", "by the river", "kind", "", "condition", "good", "month", "5")
	s.says(a, http.StatusUnprocessableEntity, "Write a latitude and a longitude", "by the river", "Warm &amp; clear", `id="month-5" value="5" checked`, `value="good" selected`, "&lt;b&gt;")
	a = s.visit("villager", http.MethodPost, newResource, "original", "en", "name_en", "Warm spring", "place", "25.88, 42.93")
	s.says(a, http.StatusUnprocessableEntity, "Choose a kind from the list", "seem to be swapped")
	if waiting, _ := resource.Waiting(s.Reader(), resource.Scope{All: true}); len(waiting) != 0 {
		t.Errorf("something was kept: %+v", waiting)
	}
}

func TestAProposalIsSeenByItsProposerAndOfficialsOnlyUntilItIsConfirmed(t *testing.T) {
	s := newSite(t)
	a := s.visit("villager", http.MethodPost, newResource, "original", "en", "name_en", "Warm spring", "kind", "mineral-spring", "place", "42.931, 25.881", "key", "k")
	s.says(a, http.StatusSeeOther)
	page, _, _ := strings.Cut(a.Header().Get("Location"), "?")
	for who, status := range map[string]int{"": http.StatusNotFound, "stranger": http.StatusNotFound, "villager": http.StatusOK, "official": http.StatusOK} {
		if a := s.visit(who, http.MethodGet, page); a.Code != status {
			t.Errorf("%q gets %d, want %d", who, a.Code, status)
		}
	}
	id := page[strings.LastIndex(page, "/")+1:]
	s.says(s.visit("stranger", http.MethodPost, "/resources/"+id+"/confirm"), http.StatusForbidden)
	desk := s.says(s.visit("official", http.MethodGet, "/resources/desk"), http.StatusOK, "Warm spring", "petar", "One proposal waits", "/resources/"+id+"/confirm")
	if strings.Contains(s.visit("stranger", http.MethodGet, "/resources/desk").Body.String(), "Warm spring") || !strings.Contains(desk, "description") {
		t.Error("a stranger sees what waits, or the official not what is missing")
	}
	s.says(s.visit("official", http.MethodPost, "/resources/"+id+"/return", "reason", ""), http.StatusUnprocessableEntity, "Write a reason")
	s.says(s.visit("official", http.MethodPost, "/resources/"+id+"/confirm", "from", "desk"), http.StatusSeeOther)
	s.says(s.visit("", http.MethodGet, page), http.StatusOK, "Warm spring", "Nobody has rated", "42.931000, 25.881000")
	if strings.Contains(s.visit("", http.MethodGet, page).Body.String(), "petar") {
		t.Error("the public is told who proposed it")
	}
	s.says(s.visit("official", http.MethodPost, "/resources/"+id+"/confirm"), http.StatusUnprocessableEntity, "Something else has been decided")
	s.says(s.visit("", http.MethodGet, "/nb/resources?q=warm"), http.StatusOK, "Warm spring", "Én ressurs")
	s.says(s.visit("", http.MethodGet, "/bg/municipalities/VTR13/resources"), http.StatusOK, "Warm spring", `lang="en"`)
}

func TestAsksIsItOneOfTheseBeforeItIsKept(t *testing.T) {
	s := newSite(t)
	s.propose(s.official, spring("Топлата вода"))
	send := func(more ...string) *httptest.ResponseRecorder {
		return s.visit("villager", http.MethodPost, newResource, append([]string{"original", "bg", "name_bg", "Топла вода", "kind", "mineral-spring", "place", "42.9311, 25.8811", "key", "k"}, more...)...)
	}
	s.says(send(), http.StatusUnprocessableEntity, "Is it one of these?", "Топлата вода", `id="anyway"`, "Топла вода")
	s.says(send("anyway", "yes"), http.StatusSeeOther)
	s.says(s.visit("official", http.MethodGet, "/resources/desk"), http.StatusOK, "It may repeat another")
}

func TestASensitivePlaceIsBlurredOnThePageAndInItsHistory(t *testing.T) {
	s := newSite(t)
	nest := spring("Гнездо")
	nest.Kind = "nesting-site"
	r := s.propose(s.official, nest)
	moved := nest
	moved.Blur = 5000
	moved.Place.Lat += 500
	if _, err := resource.Change.Run(t.Context(), s.Door, s.official, resource.Changing{ID: r.ID, Version: 1, Entry: moved}); err != nil {
		t.Fatal(err)
	}
	public := s.says(s.visit("", http.MethodGet, "/en/resources/"+r.ID), http.StatusOK, "not shown", "a square with sides of 10 km", "about 42.")
	for _, secret := range []string{"42.931", "25.881"} {
		if strings.Contains(public, secret) {
			t.Errorf("the public reads %s", secret)
		}
	}
	if figures := regexp.MustCompile(`about (\S+), (\S+?)<`).FindStringSubmatch(public); len(figures) != 3 || len(figures[1]) != len("42.93") {
		t.Errorf("the middle of a square looks like a place: %q", figures)
	}
	s.says(s.visit("official", http.MethodGet, "/en/resources/"+r.ID), http.StatusOK, "42.931500", "42.931000")
}

func TestWhatWasWrittenBeforeTheConfirmationIsNotPublic(t *testing.T) {
	s := newSite(t)
	e := spring("Топлата вода")
	e.Description.BG = "Питайте баба Гана, 0888 123456."
	r := s.propose(s.villager, e)
	e.Description.BG = "Топла вода под моста."
	if _, err := resource.Change.Run(t.Context(), s.Door, s.official, resource.Changing{ID: r.ID, Version: 1, Entry: e}); err != nil {
		t.Fatal(err)
	}
	if _, err := resource.Confirm.Run(t.Context(), s.Door, s.official, r.ID); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.visit("", http.MethodGet, "/en/resources/"+r.ID).Body.String(), "0888") {
		t.Error("the public reads what the official took out")
	}
	s.says(s.visit("official", http.MethodGet, "/en/resources/"+r.ID), http.StatusOK, "0888 123456")
}

func TestRatesAddsMergesAndRestoresOnPages(t *testing.T) {
	s := newSite(t)
	r, other := s.propose(s.official, spring("Топлата вода")), s.propose(s.official, spring("Топла вода"))
	path := "/resources/" + r.ID
	s.says(s.visit("villager", http.MethodGet, path+"/rate"), http.StatusForbidden)
	s.says(s.visit("official", http.MethodPost, path+"/rate", "score_demand", "4"), http.StatusUnprocessableEntity, "Write why", `value="4" selected`)
	s.says(s.visit("official", http.MethodPost, path+"/rate", "score_demand", "4", "reason_demand", "People ask."), http.StatusSeeOther)
	s.says(s.visit("", http.MethodGet, "/en"+path), http.StatusOK, "People ask.", "rated 4 of 5", "Община Елена")
	s.says(s.visit("villager", http.MethodPost, path+"/add", "sort", "evidence", "words", "A book", "link", "nowhere"), http.StatusUnprocessableEntity, "begins with https://", "A book")
	s.says(s.visit("villager", http.MethodPost, path+"/add", "sort", "done", "words", "A roof was built", "link", "https://www.example.org/roof"), http.StatusSeeOther)
	s.says(s.visit("", http.MethodGet, "/en"+path), http.StatusOK, "A roof was built", "example.org", "a local person")
	s.says(s.visit("", http.MethodGet, "/en/resources/"+other.ID), http.StatusOK, "What was done with them", "A roof was built", "One other of the kind")
	s.says(s.visit("official", http.MethodPost, path+"/merge", "into", "https://vekst.example/en/resources/nothing"), http.StatusUnprocessableEntity, "There is no such resource")
	s.says(s.visit("official", http.MethodPost, path+"/merge", "into", "https://vekst.example/en/resources/"+other.ID+"?kept=1"), http.StatusSeeOther)
	if a := s.visit("", http.MethodGet, "/en"+path); a.Header().Get("Location") != "/en/resources/"+other.ID {
		t.Errorf("the old address leads to %d %s", a.Code, a.Header().Get("Location"))
	}
	s.says(s.visit("", http.MethodGet, "/en/resources/"+other.ID), http.StatusOK, "A roof was built")
}

func TestSomebodyWhoSawAnOlderVersionLosesNothing(t *testing.T) {
	s := newSite(t)
	r := s.propose(s.official, spring("Топлата вода"))
	path := "/resources/" + r.ID + "/edit"
	s.says(s.visit("official", http.MethodGet, path), http.StatusOK, "Топлата вода", "42.931000, 25.881000")
	first := []string{"version", "1", "original", "bg", "kind", "mineral-spring", "place", "42.931000, 25.881000", "blur", "0"}
	s.says(s.visit("official", http.MethodPost, path, append(first, "name_bg", "Горещата вода")...), http.StatusSeeOther)
	s.says(s.visit("operator", http.MethodPost, path, append(first, "name_bg", "Ледената вода")...), http.StatusUnprocessableEntity, "Somebody else changed this resource", "Ледената вода")
	s.says(s.visit("official", http.MethodPost, "/resources/"+r.ID+"/restore", "version", "1"), http.StatusSeeOther)
	if got := s.find(r.ID); got.Name.BG != "Топлата вода" || got.Version != 3 {
		t.Errorf("%+v", got)
	}
	s.says(s.visit("", http.MethodGet, "/nb/resources/"+r.ID), http.StatusOK, "Versjon 1 hentet fram igjen", "<del>Горещата вода</del>")
}

func TestPagesOfTheListHoldTogether(t *testing.T) {
	s := newSite(t)
	for i := range 50 {
		s.propose(s.official, resource.Entry{Name: text.Text{EN: "Trail " + strings.Repeat("x", i)}, Kind: "eco-path"})
	}
	first := s.says(s.visit("", http.MethodGet, "/en/resources?kind=eco-path&sort=newest"), http.StatusOK, "50 resources", `href="/en/resources?kind=eco-path&amp;page=2&amp;sort=newest"`)
	if n := strings.Count(first, `<th scope="row">`); n != 48 {
		t.Errorf("%d on the first page", n)
	}
	s.says(s.visit("", http.MethodGet, "/en/resources?kind=eco-path&sort=newest&page=2"), http.StatusOK, "Showing 49 to 50", `rel="prev"`)
	s.says(s.visit("", http.MethodGet, "/en/resources?kind=cave"), http.StatusOK, "No resource fits all of this")
	s.says(s.visit("", http.MethodGet, "/en/resources?page=99"), http.StatusOK, "50 resources", "Showing 1 to 48")
}

// A position is understood the same on the spot as in the office, however it is written or pasted.
func TestTheFormOfTheSpotUnderstandsAPositionAsPeopleWriteIt(t *testing.T) {
	s := newSite(t)
	at := "/municipalities/VTR13/resources/here"
	s.says(s.visit("official", http.MethodPost, at, "kind", "cave", "name", "Nowhere cave", "place", "by the river", "key", "k0"), http.StatusUnprocessableEntity, "Write a latitude and a longitude")
	for i, typed := range []string{`42°55'51.6"N 25°52'40.8"E`, "geo:42.931,25.878", "42,931, 25,878"} {
		r := s.visit("official", http.MethodPost, at, "kind", "cave", "name", "Cave "+typed, "place", typed, "anyway", "1", "key", "k"+typed)
		if s.says(r, http.StatusSeeOther); r.Code != http.StatusSeeOther {
			continue
		}
		kept := s.find(r.Header().Get("Location")[len("/resources/"):])
		if kept.Place.Lat != 42_931_000 || kept.Place.Lon != 25_878_000 {
			t.Errorf("%d: %q is %+v", i, typed, kept.Place)
		}
	}
}

func TestALongInventoryIsTurnedSearchedAndKeptInItsAddress(t *testing.T) {
	s := newSite(t)
	s.propose(s.official, spring("Топлата вода"))
	for i := range 59 {
		s.propose(s.official, resource.Entry{Name: text.Text{EN: "Trail " + strings.Repeat("x", i)}, Kind: "eco-path", Condition: "good"})
	}
	const at = "/en/municipalities/VTR13/resources"
	none := s.says(s.visit("", http.MethodGet, at+"?kind=cave&q=%00%25'"), http.StatusOK, "No resource fits all of this", "0 resources", `href="`+at+`"`)
	if strings.Contains(none, "<table") {
		t.Error("a table of nothing")
	}
	s.says(s.visit("", http.MethodGet, at+"?page=-1&sort=nonsense&municipality=SML05"), http.StatusOK, "60 confirmed resources", "Showing 1 to 48")
	first := s.says(s.visit("", http.MethodGet, at), http.StatusOK, "60 confirmed resources", "Showing 1 to 48", "Natural", `href="`+at+`?page=2"`, "Топлата вода")
	if n := strings.Count(first, `<th scope="row">`); n != 48 {
		t.Errorf("%d on the first page", n)
	}
	if len(first) > 60_000 {
		t.Errorf("a page of %d bytes", len(first))
	}
	second := s.says(s.visit("", http.MethodGet, at+"?page=2"), http.StatusOK, "Showing 49 to 60", `<span class="v-pin">60</span>`)
	if strings.Contains(second, "Топлата вода") {
		t.Error("what stood on the first page stands on the second too")
	}
	narrow := s.says(s.visit("", http.MethodGet, at+"?condition=good&sort=newest&q=trail"), http.StatusOK, "59 resources", `href="`+at+`?condition=good&amp;page=2&amp;q=trail&amp;sort=newest"`, `value="good" selected`)
	if strings.Contains(narrow, "Топлата вода") {
		t.Error("what does not fit is shown")
	}
	other := s.says(s.visit("", http.MethodGet, "/en/municipalities/SML05/resources"), http.StatusOK, "no confirmed resource here yet")
	if strings.Contains(other, `role="search"`) {
		t.Error("an empty inventory offers a search")
	}
}
