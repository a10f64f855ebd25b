package targeting

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vekst/value/text"
)

// deepPlan has groups within groups, a group without any, and an indicator that is part of the index itself.
func deepPlan() Plan {
	p := goodPlan()
	p.Groups = []PlanGroup{{Code: "economy", Names: text.Text{EN: "Economy"}, Weight: "3"}, {Code: "work", Names: text.Text{EN: "Work"}, Weight: "2", Parent: "economy"},
		{Code: "young", Names: text.Text{EN: "The young"}, Weight: "1", Parent: "work"}, {Code: "people", Names: text.Text{EN: "People"}, Weight: "1"}}
	p.Parts = []PlanPart{{Code: "unemployment_2019", Direction: "-1", Weight: "1", Group: "work"}, {Code: "natural_increase_2019", Direction: "1", Weight: "1", Group: "young"},
		{Code: "net_migration_2019", Direction: "1", Weight: "0.5", Group: "people"}, {Code: "income", Direction: "1", Weight: "1", Group: "economy"},
		{Code: "water", Direction: "1", Weight: "0.25", Group: planTop}}
	p.Middle = []string{string(Geometric), string(Harmonic)}
	return p
}

const deepData = "uCode,oblast,unemployment_2019,natural_increase_2019,net_migration_2019,income,water\nA,X,1,2,3,4,1\nB,X,2,3,4,1,7\nC,Y,3,5,7,1,5\nD,Y,6,1,7,3,2\n" +
	"E,Y,6,2,8,2,2\nF,X,4,4,1,9,3\nG,X,7,9,3,8,4\nH,X,6,5,2,5,6\nI,Y,2,3,1,3,8\nJ,Y,4,8,9,2,1\nK,Y,5,5,5,4,5\nL,X,1,1,2,6,3\n"

func TestAFaultOfTheTreeLeadsToItsField(t *testing.T) {
	for field, spoil := range map[string]func(p *Plan){
		"gparent_0": func(p *Plan) { p.Groups[0].Parent = "young" }, // a circle: told once, at the first of it
		"gparent_2": func(p *Plan) { p.Parts[1].Group = "work" },    // nothing is left in it
		"gparent_3": func(p *Plan) { p.Groups[3].Parent = "people" },
		"gweight_2": func(p *Plan) { p.Parts[0].Group, p.Groups[2].Weight = "people", "0" }, // the only part of work
		"weight_3":  func(p *Plan) { p.Groups[1].Weight, p.Parts[3].Weight = "0", "0" },
		"weight_1":  func(p *Plan) { p.Parts[1].Weight = "0" },
		"weight_4":  func(p *Plan) { p.Groups[0].Weight, p.Groups[3].Weight, p.Parts[4].Weight = "0", "0", "0" },
	} {
		p := deepPlan()
		spoil(&p)
		_, r, faults := calculated(Files{[]byte(deepData), p.framework(), p.recipe()})
		if len(faults) != 1 {
			t.Errorf("%s: %v", field, faults)
			continue
		}
		if got := p.field(faults[0], r); got != field {
			t.Errorf("%s: the fault %q leads to %q", field, faults[0], got)
		}
	}
}

// Each level is made of those below by its own weights and its own mean.
func TestGroupsWithinGroupsAreCountedFromTheInside(t *testing.T) {
	p := deepPlan()
	result, _, faults := calculated(Files{[]byte(deepData), p.framework(), p.recipe()})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	f := result.Framework
	for code, want := range map[string]struct {
		level int
		by    Averaging
		share float64
	}{"young": {2, Arithmetic, 3 / 4.25 * 2 / 3 * 1 / 2}, "people": {2, Arithmetic, 1 / 4.25}, "work": {3, Geometric, 3 / 4.25 * 2 / 3}, "economy": {4, Harmonic, 3 / 4.25}, planTop: {5, Arithmetic, 1}} {
		n := f.Nodes[f.find(code)]
		if by := result.Recipe.Method.Aggregate.at(n.Level); n.Level != want.level || by != want.by || abs(result.Overall[f.find(code)]-want.share) > 1e-12 {
			t.Errorf("%s: level %d, %s, share %v", code, n.Level, by, result.Overall[f.find(code)])
		}
	}
}

func TestATreeOfAnyDepthIsReadBackFromItsFiles(t *testing.T) {
	for name, change := range map[string]func(framework, recipe string) (string, string){
		"as it was written": func(f, r string) (string, string) { return f, r },
		"one way for all": func(f, r string) (string, string) {
			return f, strings.Replace(r, "[arithmetic, geometric, harmonic, arithmetic]", "harmonic", 1)
		},
		"another name on top": func(f, r string) (string, string) { return strings.ReplaceAll(f, planTop+",", "Total,"), r },
		"rows in another order": func(f, r string) (string, string) {
			lines := strings.Split(strings.TrimSpace(f), "\n")
			for i, j := 1, len(lines)-1; i < j; i, j = i+1, j-1 {
				lines[i], lines[j] = lines[j], lines[i]
			}
			return strings.Join(lines, "\n") + "\n", r
		},
	} {
		p := deepPlan()
		framework, recipe := change(string(p.framework()), string(p.recipe()))
		again, ok := planOf([]byte(framework), []byte(recipe))
		if !ok {
			t.Errorf("%s: not opened\n%s\n%s", name, framework, recipe)
			continue
		}
		want, _, faults := calculated(Files{[]byte(deepData), []byte(framework), []byte(recipe)})
		got, _, more := calculated(Files{[]byte(deepData), again.framework(), again.recipe()})
		if len(faults)+len(more) > 0 {
			t.Errorf("%s: %v %v", name, faults, more)
			continue
		}
		for u := range want.Units {
			if abs(got.Index()[u]-want.Index()[u]) > 1e-9 || got.Ranks[u] != want.Ranks[u] {
				t.Errorf("%s: %s has %v, and had %v", name, got.Units[u].Code, got.Index()[u], want.Index()[u])
			}
		}
	}
}

// A group is taken out: what was in it goes to what it was part of.
func TestWhatWasInAGroupThatIsGoneGoesUp(t *testing.T) {
	before := deepPlan()
	p := deepPlan()
	p.Groups = append(p.Groups[:1:1], p.Groups[2:]...) // without work
	p.Parts = append(p.Parts, PlanPart{Code: "new"})
	p.regroup(before)
	if p.Groups[1].Parent != "economy" || p.Parts[0].Group != "economy" || p.Parts[4].Group != planTop || p.Parts[5].Group != "economy" {
		t.Errorf("%+v\n%+v", p.Groups, p.Parts)
	}
	p.Groups = nil
	p.regroup(before)
	if p.Parts[0].Group != "" {
		t.Errorf("%+v", p.Parts)
	}
}

// Somebody without script puts a group into another, makes a circle, is told, and mends it.
func TestGroupsArePutIntoGroupsWithoutScript(t *testing.T) {
	d := newDesk(t)
	p := deepPlan()
	draft := begun(t, d.w, Files{Data: []byte(deepData), Framework: p.framework(), Recipe: p.recipe()})
	at := "/index-drafts/" + draft.ID
	page := d.shows(at, http.StatusOK, "How groups become larger groups (2)", `name="gparent_1"`, "How it hangs together", `id="middle_2"`)
	form := formOf(t, page)
	form.Set("gparent_0", "young")
	code, page, _ := d.ask(http.MethodPost, at, form)
	if code != http.StatusUnprocessableEntity || !strings.Contains(page, `id="gparent_0-e">Economy cannot be part of itself: Economy → The young → Work → Economy.`) {
		t.Errorf("%d: a circle is not told beside its field", code)
	}
	form = formOf(t, page)
	if form.Get("gparent_0") != "young" || form.Get("gparent_1") != "economy" || form.Get("middle_1") == "" {
		t.Errorf("what was typed is lost: %v", form)
	}
	form.Set("gparent_0", planTop)
	form.Set("gparent_2", planTop)
	if code, page, _ = d.ask(http.MethodPost, at, form); code != http.StatusSeeOther {
		t.Fatalf("%d: %s", code, page)
	}
	page = d.shows(at, http.StatusOK)
	if strings.Contains(page, `id="middle_2"`) || !strings.Contains(page, `id="middle_1"`) {
		t.Error("there are two steps between the index and its indicators, and the page asks of others")
	}
	if now, err := FindDraft(d.w.Reader(), draft.ID); err != nil || !strings.Contains(string(now.Framework), "2,young,1,1,index,") || !strings.Contains(string(now.Framework), "3,economy,1,3,index,") {
		t.Errorf("%s: %v", now.Framework, err)
	}
}

var (
	inputTag  = regexp.MustCompile(`<input [^>]*>`)
	selectTag = regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)".*?</select>`)
	selected  = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	areaTag   = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>`)
	attribute = regexp.MustCompile(`([a-z]+)="([^"]*)"`)
)

// formOf is what a browser without script would send of the builder's form.
func formOf(t testing.TB, page string) url.Values {
	t.Helper()
	_, page, _ = strings.Cut(page, "data-live-form")
	page, _, _ = strings.Cut(page, "<aside")
	form := url.Values{}
	for _, tag := range inputTag.FindAllString(page, -1) {
		of := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(tag, -1) {
			of[a[1]] = html.UnescapeString(a[2])
		}
		if of["type"] != "checkbox" || strings.HasSuffix(tag, " checked>") {
			form.Add(of["name"], of["value"])
		}
	}
	for _, tag := range selectTag.FindAllStringSubmatch(page, -1) {
		if chosen := selected.FindStringSubmatch(tag[0]); chosen != nil {
			form.Add(tag[1], html.UnescapeString(chosen[1]))
		}
	}
	for _, tag := range areaTag.FindAllStringSubmatch(page, -1) {
		form.Add(tag[1], html.UnescapeString(tag[2]))
	}
	return form
}

func TestGroupsAreShownUnderWhatTheyArePartOf(t *testing.T) {
	p := deepPlan()
	p.Groups[0], p.Groups[2] = p.Groups[2], p.Groups[0] // young, work, economy, people
	var said []string
	for _, b := range p.inTree() {
		said = append(said, whole(b.depth)+p.Groups[b.at].Code)
	}
	if got := strings.Join(said, " "); got != "0economy 1work 2young 0people" {
		t.Error(got)
	}
	p.Groups[2].Parent = "young" // a circle
	if got := p.inTree(); len(got) != 4 || p.Groups[got[0].at].Code != "people" {
		t.Errorf("%+v", got)
	}
}
