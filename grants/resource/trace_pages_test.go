package resource_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vekst/grants/resource"
	"vekst/platform/db"
	"vekst/platform/geo"
	"vekst/platform/web"
	"vekst/value/text"
)

// uploads sends a form with a file of a path.
func (s site) uploads(who, path, name, content string, pairs ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	part, _ := form.CreateFormFile("trace_file", name)
	_, _ = part.Write([]byte(content))
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	a := httptest.NewRecorder()
	s.web.ServeHTTP(a, r)
	return a
}

const gpx = `<gpx><trk><trkseg><trkpt lat="42.93" lon="25.87"/><trkpt lat="42.94" lon="25.88"/><trkpt lat="42.95" lon="25.88"/></trkseg></trk></gpx>`

func TestAPathIsEnteredWithoutScript(t *testing.T) {
	s := newSite(t)
	path := []string{"original", "en", "name_en", "Ridge path", "kind", "eco-path", "key", "k"}
	with := func(more ...string) []string { return append(append([]string{}, path...), more...) }
	s.says(s.visit("official", http.MethodGet, newResource), http.StatusOK, `id="as-0" value="point" checked`, `name="shape"`, `name="trace_file"`, `enctype="multipart/form-data"`)
	for sentence, more := range map[string][]string{
		"at least two different positions":                     {"as", "line", "shape", "42.93, 25.87"},
		"Line 2 cannot be read: “by the bridge”":               {"as", "line", "shape", "42.93, 25.87\nby the bridge"},
		"leaves position 1 crosses the one that leaves":        {"as", "area", "shape", "42.90, 25.80\n42.91, 25.81\n42.90, 25.81\n42.91, 25.80"},
		"seem to be swapped":                                   {"as", "line", "shape", "25.87, 42.93\n25.88, 42.94"},
		"km from the seat of the municipality":                 {"as", "line", "shape", "42.93, 25.87\n52.93, 25.87"},
		"You chose a point and wrote several positions":        {"as", "point", "shape", "42.93, 25.87\n42.94, 25.88"},
		"Tick below to leave out those that change the line":   {"as", "line", "shape", strings.Repeat("42.93, 25.87\n42.94, 25.88\n", 1001)},
		"Write the positions round the area, one a line":       {"as", "area", "shape", ""},
		"Write a latitude and a longitude, for example 42.931": {"as", "point", "place", "by the river"},
	} {
		page := s.says(s.visit("official", http.MethodPost, newResource, with(more...)...), http.StatusUnprocessableEntity, sentence, "Ridge path")
		if typed := more[3]; typed != "" && !strings.Contains(page, typed) {
			t.Errorf("%q is lost", typed[:min(40, len(typed))])
		}
	}
	a := s.visit("official", http.MethodPost, newResource, with("as", "line", "shape", "42.93, 25.87\r\n42.94, 25.88\r\n42.95, 25.88")...)
	s.says(a, http.StatusSeeOther)
	page, _, _ := strings.Cut(a.Header().Get("Location"), "?")
	s.says(s.visit("", http.MethodGet, page), http.StatusOK, "path, 2.5\u00a0km", `class="way" data-k="line"`, `class="bar"`)
	s.says(s.visit("", http.MethodGet, "/nb/municipalities/VTR13/resources"), http.StatusOK, "sti, 2,5\u00a0km", `class="way" data-k="line"`)
}

func TestWhatIsWrongWithAPathIsSaidTogetherWithTheRest(t *testing.T) {
	s := newSite(t)
	for _, where := range []string{newResource, "/municipalities/VTR13/resources/here"} {
		page := s.says(s.visit("official", http.MethodPost, where, "key", "k", "as", "line", "shape", "42.93, 25.87"), http.StatusUnprocessableEntity,
			"at least two different positions", "Choose a kind")
		if !strings.Contains(page, `href="#name`) {
			t.Errorf("%s asks for no name", where)
		}
	}
}

func TestAPathIsReadFromAFile(t *testing.T) {
	s := newSite(t)
	fields := []string{"original", "en", "name_en", "Ridge path", "kind", "", "as", "point", "key", "k"}
	s.says(s.uploads("official", newResource, "notes.txt", "42.93, 25.87", fields...), http.StatusUnprocessableEntity, "neither GPX nor GeoJSON")
	s.says(s.uploads("official", newResource, "walk.gpx", gpx[:90], fields...), http.StatusUnprocessableEntity, "breaks off")
	// What the file says stays when something else is wrong, since the browser does not give the file back.
	s.says(s.uploads("official", newResource, "walk.gpx", gpx, fields...), http.StatusUnprocessableEntity, "Choose a kind", "42.93, 25.87\n42.94, 25.88\n42.95, 25.88", `value="line" checked`)
	fields[5] = "eco-path"
	fields[7] = "area"
	a := s.uploads("official", newResource, "walk.gpx", gpx, fields...)
	s.says(a, http.StatusSeeOther)
	id := strings.Split(strings.TrimPrefix(a.Header().Get("Location"), "/resources/"), "?")[0]
	id = id[strings.LastIndex(id, "/")+1:]
	if r := s.find(id); r.Place.As() != resource.AsArea {
		t.Errorf("a walk round an area is %+v", r.Place)
	}
}

func TestTheHistoryDrawsWhatAPathWasAndIs(t *testing.T) {
	s := newSite(t)
	r := s.propose(s.official, spring("Топлата вода"))
	edit := "/resources/" + r.ID + "/edit"
	form := func(version string, more ...string) []string {
		return append([]string{"version", version, "original", "bg", "name_bg", "Топлата вода", "kind", "mineral-spring", "blur", "0"}, more...)
	}
	s.says(s.visit("official", http.MethodPost, edit, form("1", "as", "line", "place", "42.931000, 25.881000", "shape", "42.93, 25.87\n42.94, 25.88")...), http.StatusSeeOther)
	page := s.says(s.visit("", http.MethodGet, "/en/resources/"+r.ID), http.StatusOK, "<ins>path, 1.4\u00a0km</ins>", ">Before<", ">After<")
	if n := strings.Count(page, "v-drawing"); n != 3 {
		t.Errorf("%d drawings, want the path, before and after", n)
	}
	was := s.find(r.ID).Place
	// Saved again as the form gives it, the path and the place that stands for it stay as they are.
	s.says(s.visit("official", http.MethodPost, edit, form("2", "as", "line", "place", "1, 1", "shape", "42.93, 25.87\r\n42.94, 25.88\r\n")...), http.StatusSeeOther)
	if now := s.find(r.ID); now.Place != was || now.Version != 2 {
		t.Errorf("%+v became %+v in version %d", was, now.Place, now.Version)
	}
	s.says(s.visit("official", http.MethodPost, edit, form("2", "as", "point", "place", "42.93, 25.87", "shape", "42.93, 25.87\n42.94, 25.88")...), http.StatusSeeOther)
	if now := s.find(r.ID).Place; now.Shape != "" || now.Lat != 42_930_000 {
		t.Errorf("a point is %+v", now)
	}
}

func TestThePublicIsShownTheSquareAndNeverThePath(t *testing.T) {
	s := newSite(t)
	e := resource.Entry{Name: text.Text{BG: "Пътеката на щъркела"}, Original: text.BG, Kind: "eco-path", Blur: 5000, Place: resource.Place{Shape: `{"type":"LineString","coordinates":[[25.88,42.93],[25.89,42.94]]}`}}
	r := s.propose(s.official, e)
	e.Place.Shape = `{"type":"LineString","coordinates":[[25.88,42.93],[25.89,42.95]]}`
	e.Place.Lon, e.Place.Lat = 0, 0
	if _, err := resource.Change.Run(t.Context(), s.Door, s.official, resource.Changing{ID: r.ID, Version: 1, Entry: e}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/en/resources/" + r.ID, "/en/municipalities/VTR13/resources"} {
		public := s.says(s.visit("", http.MethodGet, path), http.StatusOK, `class="way" data-k="about"`, "somewhere inside")
		if strings.Contains(public, `data-k="line"`) || strings.Contains(public, "path, ") {
			t.Errorf("%s shows the path", path)
		}
	}
	s.says(s.visit("official", http.MethodGet, "/en/resources/"+r.ID), http.StatusOK, `data-k="line"`, `data-k="about"`, "path, 2.4\u00a0km")
}

func TestAPlaceOutsideItsMunicipalityIsAWarningForWhoMayMendIt(t *testing.T) {
	s := newSiteWith(t, resource.Options{Outline: func(_ db.Reader, code string) (geo.Geometry, error) {
		if code != "VTR13" {
			t.Errorf("the outline of %s", code)
		}
		return geo.Areas([]geo.Line{{geo.At(25.8, 42.8), geo.At(25.9, 42.8), geo.At(25.9, 43), geo.At(25.8, 43)}}), nil
	}})
	a := s.visit("official", http.MethodPost, newResource, "original", "en", "name_en", "Ridge path", "kind", "eco-path", "key", "k", "as", "line", "shape", "42.93, 25.87\n42.94, 25.88\n42.95, 25.95")
	s.says(a, http.StatusSeeOther)
	page, _, _ := strings.Cut(a.Header().Get("Location"), "?")
	s.says(s.visit("official", http.MethodGet, page), http.StatusOK, "1 of 3 positions lie outside", "42.95, 25.95")
	if strings.Contains(s.visit("", http.MethodGet, page).Body.String(), "lie outside") {
		t.Error("everybody is warned")
	}
}
