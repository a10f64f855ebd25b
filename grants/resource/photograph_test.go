package resource_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/outbox"
	"vekst/platform/picture/picturekit"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

func (c town) keepsPhotograph(who action.Actor, key string) resource.Photograph {
	c.t.Helper()
	p, err := resource.KeepPhotograph.Run(c.t.Context(), c.Door, who, resource.Keeping{Key: key, SHA256: strings.Repeat("ab", 32), Small: strings.Repeat("cd", 32), Media: "image/jpeg", Size: 9})
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

var credited = resource.Credit{Author: "Даниела", Licence: "by", Caption: "Изворът отгоре", Lang: text.BG}

func TestRefusesPhotographs(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.villager, spring("Топлата вода"))
		official, villagers := c.keepsPhotograph(c.official, ""), c.keepsPhotograph(c.villager, "")
		with := func(change func(*resource.Credit)) resource.Credit { x := credited; change(&x); return x }
		for name, x := range map[string]struct {
			who   action.Actor
			photo string
			of    resource.Credit
			kind  refusal.Kind
			field string
		}{
			"of a visitor":               {action.Nobody(), official.ID, credited, refusal.SignIn, ""},
			"of another municipality":    {c.elsewhere, official.ID, credited, refusal.Forbidden, ""},
			"somebody else's":            {c.official, villagers.ID, credited, refusal.Missing, ""},
			"one that is not":            {c.official, "nothing", credited, refusal.Missing, ""},
			"without an author":          {c.official, official.ID, with(func(x *resource.Credit) { x.Author = " " }), refusal.Invalid, "author"},
			"without words":              {c.official, official.ID, with(func(x *resource.Credit) { x.Caption = "" }), refusal.Invalid, "caption"},
			"without a licence":          {c.official, official.ID, with(func(x *resource.Credit) { x.Licence = "mine" }), refusal.Invalid, "licence"},
			"with all rights reserved":   {c.official, official.ID, with(func(x *resource.Credit) { x.Licence = resource.Reserved }), refusal.Invalid, "licence"},
			"with words without end":     {c.official, official.ID, with(func(x *resource.Credit) { x.Caption = strings.Repeat("я", 400) }), refusal.Invalid, "caption"},
			"in a language nobody reads": {c.official, official.ID, with(func(x *resource.Credit) { x.Lang = "xx" }), refusal.Invalid, "caption"},
		} {
			_, err := resource.AddPhotograph.Run(t.Context(), c.Door, x.who, resource.Picturing{ID: r.ID, Photograph: x.photo, Credit: x.of})
			refused(t, name, err, x.kind, x.field)
		}
		if _, err := resource.Confirm.Run(t.Context(), c.Door, c.official, r.ID); err != nil {
			t.Fatal(err)
		}
		_, err := resource.AddPhotograph.Run(t.Context(), c.Door, c.villager, resource.Picturing{ID: r.ID, Photograph: villagers.ID, Credit: credited})
		refused(t, "of who proposed it, once it is public", err, refusal.Forbidden, "")
		for range 19 {
			c.keepsPhotograph(c.villager, "")
		}
		_, err = resource.KeepPhotograph.Run(t.Context(), c.Door, c.villager, resource.Keeping{SHA256: "x", Small: "x", Media: "image/jpeg"})
		refused(t, "of which nobody says what they show", err, refusal.TooMany, "")
	})
}

func TestPhotographsAreAddedMovedRemovedAndPutBack(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.official, spring("Топлата вода"))
		var ids []string
		for _, key := range []string{"a", "b", "c"} {
			p := c.keepsPhotograph(c.official, key)
			if again := c.keepsPhotograph(c.official, key); again.ID != p.ID {
				t.Errorf("sent twice it is there twice: %s, %s", p.ID, again.ID)
			}
			for range 2 {
				if _, err := resource.AddPhotograph.Run(t.Context(), c.Door, c.official, resource.Picturing{ID: r.ID, Photograph: p.ID, Credit: credited}); err != nil {
					t.Fatal(err)
				}
			}
			ids = append(ids, p.ID)
		}
		a, b, last := ids[0], ids[1], ids[2]
		order := func(want ...string) {
			t.Helper()
			all, err := resource.PhotographsOf(c.Reader(), r.ID)
			if err != nil || len(all) != len(want) {
				t.Fatalf("%d photographs, %v", len(all), err)
			}
			for i, p := range all {
				if p.ID != want[i] {
					t.Errorf("place %d is not as wanted", i)
				}
			}
		}
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		order(a, b, last)
		_, err := resource.MovePhotograph.Run(t.Context(), c.Door, c.official, resource.Ordering{ID: r.ID, Photograph: last})
		do(err)
		order(a, last, b)
		_, err = resource.MovePhotograph.Run(t.Context(), c.Door, c.official, resource.Ordering{ID: r.ID, Photograph: b, Cover: true})
		do(err)
		order(b, a, last)
		_, err = resource.RemovePhotograph.Run(t.Context(), c.Door, c.elsewhere, resource.Taking{ID: r.ID, Photograph: b})
		refused(t, "removed from elsewhere", err, refusal.Forbidden, "")
		_, err = resource.RemovePhotograph.Run(t.Context(), c.Door, c.official, resource.Taking{ID: r.ID, Photograph: b})
		do(err)
		order(a, last)
		_, err = resource.RemovePhotograph.Run(t.Context(), c.Door, c.official, resource.Taking{ID: r.ID, Photograph: b, Back: true})
		do(err)
		order(b, a, last)
		_, err = resource.JudgePhotograph.Run(t.Context(), c.Door, action.System("scan"), resource.Finding{SHA256: strings.Repeat("ab", 32), Found: "Eicar"})
		do(err)
		order()
		if got := c.unread(c.official.ID); len(got) == 0 || got[0] != "resource.told.infected" {
			t.Errorf("whoever sent it is told %v", got)
		}
	})
}

// visits is the town over the web.
type visits struct {
	town
	site *web.Site
	scan outbox.Handler
}

func onTheWeb(t *testing.T, w *testkit.World) visits {
	t.Helper()
	return onTheWebWith(t, w, resource.Options{Folder: t.TempDir()})
}

func onTheWebWith(t *testing.T, w *testkit.World, o resource.Options) visits {
	t.Helper()
	v := visits{town: newTown(t, w)}
	f := resource.Feature(o)
	v.scan = f.Slow[resource.ScanKind]
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "municipality", Files: municipality.Feature(municipality.Options{}).Words},
		lang.Words{Feature: "resource", Files: f.Words}, lang.Words{Feature: "organisation", Files: organisation.Feature().Words}, lang.Words{Feature: "account", Files: account.Feature(account.Options{}).Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]action.Actor{"official": v.official, "villager": v.villager, "elsewhere": v.elsewhere}
	v.site = &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: people[secret], Name: "Даниела", Lang: "en"}, nil
		}}
	f.Routes(v.site)
	return v
}

func (v visits) asks(r *http.Request, who string) *httptest.ResponseRecorder {
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	a := httptest.NewRecorder()
	v.site.ServeHTTP(a, r)
	return a
}

func (v visits) gets(who, path string) *httptest.ResponseRecorder {
	return v.asks(httptest.NewRequest(http.MethodGet, path, nil), who)
}

const spot = "/municipalities/VTR13/resources/here"

// sends sends the form of the spot, as a browser without script, or as the script does.
func (v visits) sends(who string, byScript bool, name string, photo []byte, fields map[string]string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, s := range fields {
		_ = form.WriteField(k, s)
	}
	part, _ := form.CreateFormFile("photo", name)
	_, _ = part.Write(photo)
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, spot, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if byScript {
		r.Header.Set("Accept", "application/json")
	}
	return v.asks(r, who)
}

func written(more map[string]string) map[string]string {
	all := map[string]string{"key": "k1", "kind": "mineral-spring", "name": "The warm water", "text": "It never freezes.", "author": "Daniela", "licence": "by", "caption": "", "place": "", "lang": "en"}
	for k, s := range more {
		all[k] = s
	}
	return all
}

func TestABadPhotographKeepsEverythingBackAndWhatWasTyped(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	good := picturekit.Photograph(80, 60, 42.931, 25.881)
	for name, x := range map[string]struct {
		file   string
		photo  []byte
		fields map[string]string
		says   string
	}{
		"HEIC":                  {"IMG_1.HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1"), nil, "Most Compatible"},
		"HEIC called JPEG":      {"IMG_1.jpg", []byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1"), nil, "Most Compatible"},
		"a type that lies":      {"spring.jpg", []byte("%PDF-1.7 not a photograph"), nil, "is not a photograph, whatever its name says"},
		"cut off":               {"spring.jpg", good[:300], nil, "cannot be read to its end"},
		"40 MB":                 {"spring.jpg", append(bytes.Clone(good), make([]byte, 40<<20)...), nil, "is 41 MB, and we take up to 20 MB"},
		"all rights reserved":   {"spring.jpg", good, map[string]string{"licence": "reserved", "asked": "1"}, "cannot be published"},
		"without an author":     {"spring.jpg", good, map[string]string{"author": "", "asked": "1"}, "Write who took it."},
		"of no kind":            {"spring.jpg", good, map[string]string{"kind": "", "asked": "1"}, "Choose a kind from the list."},
		"a place that is words": {"spring.jpg", good, map[string]string{"place": "by the oak"}, "Write a latitude and a longitude"},
		"a path of one":         {"spring.jpg", good, map[string]string{"as": "line", "shape": "42.931, 25.881"}, "at least two different positions"},
		"latitude last":         {"spring.jpg", good, map[string]string{"place": "25.881, 42.931"}, "swapped"},
	} {
		a := v.sends("official", false, x.file, x.photo, written(x.fields))
		page := a.Body.String()
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(page, x.says) || !strings.Contains(page, "The warm water") || !strings.Contains(page, "It never freezes.") {
			t.Errorf("%s: %d, says %q: %v", name, a.Code, x.says, strings.Contains(page, x.says))
		}
		if isKept := strings.Contains(page, `name="kept"`); isKept != (x.fields != nil) {
			t.Errorf("%s: the photograph is kept: %v", name, isKept)
		}
		if all, err := resource.Public(v.Reader(), resource.Filter{}); err != nil || len(all) != 0 {
			t.Errorf("%s: half of it is saved", name)
		}
	}
	if a := v.sends("", true, "spring.jpg", good, written(nil)); a.Code != http.StatusUnauthorized {
		t.Errorf("nobody: %d", a.Code)
	}
	if a := v.sends("official", true, "spring.jpg", good, written(map[string]string{"person": "somebody else"})); a.Code != http.StatusUnauthorized || !strings.Contains(a.Body.String(), "Somebody else is signed in") {
		t.Errorf("somebody else on the same telephone: %d", a.Code)
	}
}

var kept = regexp.MustCompile(`name="kept" value="([^"]+)"`)

func TestAFormWithoutScriptAsksWhetherThePhotographIsRight(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	photo := picturekit.Photograph(80, 60, 42.931, 25.881)
	a := v.sends("official", false, "spring.jpg", photo, written(nil))
	page := a.Body.String()
	if m := kept.FindStringSubmatch(page); a.Code != http.StatusUnprocessableEntity || m == nil || !strings.Contains(page, `value="42.931000, 25.881000"`) {
		t.Fatalf("%d: the place is not offered", a.Code)
	} else if b := v.gets("villager", "/photographs/"+m[1]); b.Code != http.StatusNotFound {
		t.Errorf("a photograph that shows nothing yet is given to others: %d", b.Code)
	} else if a = v.sends("official", false, "", nil, written(map[string]string{"kept": m[1], "place": "42.931000, 25.881000", "asked": "1"})); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	link := a.Header().Get("Location")
	page = v.gets("", "/en"+link).Body.String()
	for _, says := range []string{"The warm water", `alt="The warm water"`, "Daniela", "CC BY 4.0"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page of the resource is without %q", says)
		}
	}
	at := regexp.MustCompile(`/photographs/[0-9a-f-]{36}`).FindString(page)
	for _, path := range []string{at, at + "/small"} {
		b := v.gets("", path)
		if b.Code != http.StatusOK || !strings.HasPrefix(b.Body.String(), "\xff\xd8\xff") || strings.Contains(b.Body.String(), picturekit.Artist) || strings.Contains(b.Body.String(), "2026:06:14") {
			t.Errorf("%s: %d, or it says whose it is", path, b.Code)
		}
	}
}

func TestSentTwiceByATelephoneItArrivesOnce(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	photo := picturekit.Photograph(80, 60, 42.931, 25.881)
	person := regexp.MustCompile(`data-person="([^"]+)"`).FindStringSubmatch(v.gets("official", spot).Body.String())[1]
	fields := written(map[string]string{"person": person, "asked": "1", "place": "42,931; 25,881", "accuracy": "7.4"})
	var links []string
	for range 3 {
		a := v.sends("official", true, "spring.jpg", photo, fields)
		var heard struct{ See string }
		if err := json.Unmarshal(a.Body.Bytes(), &heard); err != nil || a.Code != http.StatusOK {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		links = append(links, heard.See)
	}
	all, err := resource.Public(v.Reader(), resource.Filter{})
	if err != nil || len(all) != 1 || links[0] != links[2] {
		t.Fatalf("%d resources at %v, %v", len(all), links, err)
	}
	if p := all[0].Place; p.Lat != 42_931_000 || p.Lon != 25_881_000 || p.Accuracy != 8 || all[0].Name.EN != "The warm water" {
		t.Errorf("%+v", all[0].Entry)
	}
	if photos, err := resource.PhotographsOf(v.Reader(), all[0].ID); err != nil || len(photos) != 1 {
		t.Errorf("%d photographs, %v", len(photos), err)
	}
	fields["key"] = "another"
	a := v.sends("official", true, "spring.jpg", photo, fields)
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), `"Field":"anyway"`) || !strings.Contains(a.Body.String(), "There already: The warm water") {
		t.Errorf("one like it: %d %s", a.Code, a.Body)
	}
	fields["anyway"] = "1"
	if a = v.sends("official", true, "spring.jpg", photo, fields); a.Code != http.StatusOK {
		t.Errorf("another one all the same: %d %s", a.Code, a.Body)
	}
}

func TestAPathIsWalkedOnTheSpot(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	person := regexp.MustCompile(`data-person="([^"]+)"`).FindStringSubmatch(v.gets("official", spot).Body.String())[1]
	fields := written(map[string]string{"person": person, "asked": "1", "as": "area", "shape": "42.90, 25.80\n42.91, 25.81\n42.90, 25.81\n42.91, 25.80"})
	if a := v.sends("official", true, "", nil, fields); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), `"Field":"shape"`) || !strings.Contains(a.Body.String(), "crosses itself near 42.905, 25.805") {
		t.Errorf("an area that crosses itself: %d %s", a.Code, a.Body)
	}
	fields["as"] = "line" // a path may
	if a := v.sends("official", true, "", nil, fields); a.Code != http.StatusOK {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	all, err := resource.Public(v.Reader(), resource.Filter{})
	if err != nil || len(all) != 1 || all[0].Place.As() != resource.AsLine || len(all[0].Place.Geometry().Positions()) != 4 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestThePageCanBePutOnTheHomeScreen(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	page := v.gets("official", spot)
	if !strings.Contains(page.Header().Get("Permissions-Policy"), "geolocation=(self)") || !strings.Contains(page.Body.String(), `<link rel="manifest" href="`+spot+`/app"`) {
		t.Error("the page may not ask where the telephone is, or cannot be put on the home screen")
	}
	var m struct {
		Start string `json:"start_url"`
		Name  string
	}
	if err := json.Unmarshal(v.gets("", spot+"/app").Body.Bytes(), &m); err != nil || m.Start != spot || m.Name == "" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestPhotographsAreChangedOnTheirPage(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	r := v.propose(v.official, spring("Топлата вода"))
	p := v.keepsPhotograph(v.official, "")
	if _, err := resource.AddPhotograph.Run(t.Context(), v.Door, v.official, resource.Picturing{ID: r.ID, Photograph: p.ID, Credit: credited}); err != nil {
		t.Fatal(err)
	}
	path := "/resources/" + r.ID + "/photographs"
	if a := v.gets("villager", path); a.Code != http.StatusNotFound {
		t.Errorf("a stranger: %d", a.Code)
	}
	post := func(path, body string) *httptest.ResponseRecorder {
		q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return v.asks(q, "official")
	}
	a := post(path+"/"+p.ID, "author-"+p.ID+"=Ivan+the+photographer&caption-"+p.ID+"=&licence-"+p.ID+"=by-sa")
	if s := a.Body.String(); a.Code != http.StatusUnprocessableEntity || !strings.Contains(s, "Ivan the photographer") || !strings.Contains(s, `href="#caption-`+p.ID+`"`) {
		t.Errorf("without words: %d", a.Code)
	}
	if a = post(path+"/"+p.ID+"/remove", ""); a.Code != http.StatusSeeOther {
		t.Fatal(a.Code)
	}
	if s := v.gets("official", a.Header().Get("Location")).Body.String(); !strings.Contains(s, "Put it back") || !strings.Contains(s, "There is no photograph yet") {
		t.Error("removing cannot be taken back")
	}
	if a = post(path+"/"+p.ID+"/back", ""); a.Code != http.StatusSeeOther || !strings.Contains(v.gets("official", path).Body.String(), "Изворът отгоре") {
		t.Error("it is not back")
	}
}

// scanner finds what it says, or is away.
type scanner struct {
	finds string
	away  bool
}

func (s *scanner) Scan(_ context.Context, from io.Reader) (string, error) {
	_, err := io.Copy(io.Discard, from)
	if s.away {
		err = errors.New("away")
	}
	return s.finds, err
}

func TestAPhotographIsHeldUntilItIsFoundClean(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		s := &scanner{away: true}
		v := onTheWebWith(t, w, resource.Options{Folder: t.TempDir(), Scanner: s})
		a := v.sends("official", false, "spring.jpg", picturekit.Photograph(80, 60, 42.931, 25.881), written(map[string]string{"asked": "1"}))
		if a.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		link := "/en" + a.Header().Get("Location")
		all, err := resource.PhotographsOf(v.Reader(), strings.TrimPrefix(a.Header().Get("Location"), "/resources/"))
		if err != nil || len(all) != 1 {
			t.Fatalf("%d, %v", len(all), err)
		}
		path := "/photographs/" + all[0].ID
		held := func(when string) {
			t.Helper()
			if v.gets("", path).Code != http.StatusNotFound || strings.Contains(v.gets("", link).Body.String(), path) || v.gets("", path+"/small").Code != http.StatusNotFound {
				t.Errorf("%s everybody gets it", when)
			}
		}
		held("before the scan")
		if v.gets("official", path).Code != http.StatusOK || !strings.Contains(v.gets("official", link).Body.String(), "until the virus scanner") {
			t.Error("whoever sent it does not see it, or not that it is held")
		}
		job := outbox.Line{Kind: resource.ScanKind, Payload: `{"SHA256":"` + all[0].SHA256 + `"}`}
		if err := v.scan(t.Context(), v.Door, job); err == nil {
			t.Error("a scanner that is away finds it clean")
		}
		held("with the scanner away")
		s.away = false
		if err := v.scan(t.Context(), v.Door, job); err != nil {
			t.Fatal(err)
		}
		if v.gets("", path).Code != http.StatusOK || !strings.Contains(v.gets("", link).Body.String(), path) {
			t.Error("a clean one is given to nobody")
		}
	})
}

func TestOfficialsSeeThePhotographOfWhatWaits(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, surveySchemas()))
	if a := v.sends("villager", false, "spring.jpg", picturekit.Photograph(80, 60, 42.931, 25.881), written(map[string]string{"asked": "1"})); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	small := regexp.MustCompile(`/photographs/[0-9a-f-]{36}/small`).FindString(v.gets("official", "/resources/desk").Body.String())
	if small == "" {
		t.Fatal("the desk shows no photograph")
	}
	if v.gets("official", small).Code != http.StatusOK {
		t.Error("the photograph is not given to officials")
	}
	for _, who := range []string{"", "elsewhere"} {
		if c := v.gets(who, small).Code; c != http.StatusNotFound {
			t.Errorf("%q gets the photograph of what is not confirmed: %d", who, c)
		}
	}
}

// A proposal that was merged into another proposal is no more public than that one: not by the address of its photograph either.
func TestAPhotographOfWhatIsMergedIsAsPublicAsWhatItLivesOnIn(t *testing.T) {
	v := onTheWeb(t, testkit.SQLite(t, schemas()))
	if a := v.sends("villager", false, "spring.jpg", picturekit.Photograph(80, 60, 42.931, 25.881), written(map[string]string{"asked": "1"})); a.Code != http.StatusSeeOther {
		t.Fatal(a.Code, a.Body)
	}
	mine, err := resource.Mine(v.Reader(), v.villager.ID)
	if err != nil || len(mine) != 1 {
		t.Fatal(mine, err)
	}
	photographs, err := resource.PhotographsOf(v.Reader(), mine[0].ID)
	if err != nil || len(photographs) != 1 {
		t.Fatal(photographs, err)
	}
	other := v.propose(v.villager, spring("Топлата вода"))
	if _, err := resource.Merge.Run(t.Context(), v.Door, v.official, resource.Merging{ID: mine[0].ID, Into: other.ID}); err != nil {
		t.Fatal(err)
	}
	at := "/photographs/" + photographs[0].ID
	if a := v.gets("", at); a.Code != http.StatusNotFound {
		t.Errorf("everybody sees it before anybody has judged it: %d", a.Code)
	}
	if a := v.gets("official", at); a.Code != http.StatusOK {
		t.Errorf("the official: %d", a.Code)
	}
	if _, err := resource.Confirm.Run(t.Context(), v.Door, v.official, other.ID); err != nil {
		t.Fatal(err)
	}
	if a := v.gets("", at); a.Code != http.StatusOK {
		t.Errorf("nobody sees it once it is confirmed: %d", a.Code)
	}
}
