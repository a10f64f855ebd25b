package resource_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func (c town) send(who action.Actor, name, content string) resource.Import {
	c.t.Helper()
	i, err := resource.Send.Run(c.t.Context(), c.Door, who, resource.Sending{File: name, Content: []byte(content)})
	if err != nil {
		c.t.Fatal(err)
	}
	return i
}

func (c town) preview(who action.Actor, id string) (resource.Judged, string, resource.Scope) {
	c.t.Helper()
	scope, err := resource.ScopeOf(c.Reader(), who)
	if err != nil {
		c.t.Fatal(err)
	}
	i, err := resource.FindImport(c.Reader(), id)
	if err != nil {
		c.t.Fatal(err)
	}
	j, state, err := resource.Preview(c.Reader(), i, scope)
	if err != nil {
		c.t.Fatal(err)
	}
	return j, state, scope
}

func (c town) accept(who action.Actor, id string, leaveOut, anyway bool) error {
	_, state, scope := c.preview(who, id)
	_, err := resource.Accept.Run(c.t.Context(), c.Door, who, resource.Accepting{ID: id, State: state, LeaveOut: leaveOut, Anyway: anyway, Scope: scope})
	return err
}

func (c town) public() []resource.Resource {
	c.t.Helper()
	all, err := resource.Public(c.Reader(), resource.Filter{Order: "municipality"})
	if err != nil {
		c.t.Fatal(err)
	}
	return all
}

func faultKeys(j resource.Judged) string {
	var all []string
	for _, f := range j.Faults {
		key := f.Key[strings.LastIndex(f.Key, ".")+1:]
		all = append(all, fmt.Sprintf("%d:%s", f.Line, key))
	}
	return strings.Join(all, " ")
}

const onTheMap = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"община":"VTR13","вид":"минерален извор","име":"Топлият извор"},"geometry":{"type":"Point","coordinates":[25.88,42.93]}},
{"type":"Feature","properties":{"municipality":"Елена","kind":"Forest","name":"Beech forest"},"geometry":{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,42.9],[25.9,43],[25.8,43]]]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"forest","name":"Осмицата"},"geometry":{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,43],[25.9,42.9],[25.8,43.01],[25.8,42.9]]]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"cave","name":"Обърнатата"},"geometry":{"type":"Point","coordinates":[42.93,25.88]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"cave","name":"В метри"},"geometry":{"type":"Point","coordinates":[408000,4754000]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"dragon","name":"Змей"},"geometry":null},
{"type":"Feature","properties":{"municipality":"BLG01","kind":"cave","name":"Чужда"},"geometry":null},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"mineral-spring","name":"топлият извор"},"geometry":null}]}`

func TestOnlyAnOfficialImportsAndOnlyForTheirMunicipality(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		for _, who := range []action.Actor{c.villager, stranger, {}} {
			if _, err := resource.Send.Run(t.Context(), c.Door, who, resource.Sending{File: "x.geojson", Content: []byte(onTheMap)}); err == nil {
				t.Errorf("%v may import", who)
			}
		}
		i := c.send(c.official, "x.geojson", onTheMap)
		if _, err := resource.Discard.Run(t.Context(), c.Door, operator, i.ID); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("another discards it: %v", err)
		}
		j, _, _ := c.preview(c.official, i.ID)
		if got := faultKeys(j); got != "3:crosses 4:swapped 5:metres 6:kind 7:not_yours 8:twice" {
			t.Errorf("found %s", got)
		}
		if len(j.Added) != 2 || j.Mended != 1 || !j.Swapped || j.Added[1].Municipality != "VTR13" || j.Added[1].Entry.Place.Shape == "" {
			t.Errorf("would add %+v, mended %d", j.Added, j.Mended)
		}
	})
}

func TestAnImportIsShownBeforeItIsMadeAndCanBeTakenBack(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		i := c.send(c.official, "x.geojson", onTheMap)
		if len(c.public()) != 0 {
			t.Fatal("sending a file changes something")
		}
		if err := c.accept(c.official, i.ID, false, false); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("faults are left out without a word: %v", err)
		}
		_, state, scope := c.preview(c.official, i.ID)
		if _, err := resource.Accept.Run(t.Context(), c.Door, c.official, resource.Accepting{ID: i.ID, State: state, LeaveOut: true, Scope: resource.Scope{All: true}}); err == nil {
			t.Error("a scope that is not theirs is believed")
		}
		other := c.propose(c.official, spring("Студеният извор"))
		if _, err := resource.Accept.Run(t.Context(), c.Door, c.official, resource.Accepting{ID: i.ID, State: state, LeaveOut: true, Scope: scope}); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("what was shown is old, and it is done: %v", err)
		}
		if _, err := resource.Retire.Run(t.Context(), c.Door, c.official, resource.Deciding{ID: other.ID, Reason: "За теста"}); err != nil {
			t.Fatal(err)
		}
		if err := c.accept(c.official, i.ID, true, false); err != nil {
			t.Fatal(err)
		}
		if all := c.public(); len(all) != 2 {
			t.Fatalf("%d are public", len(all))
		}
		if err := c.accept(c.official, i.ID, true, false); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("done twice: %v", err)
		}
		again := c.send(c.official, "x.geojson", onTheMap)
		if j, _, _ := c.preview(c.official, again.ID); len(j.Added) != 0 || len(j.Repeats) != 2 {
			t.Errorf("sent again, %d would be added and %d are there already", len(j.Added), len(j.Repeats))
		}
		kept := c.public()[0]
		entry := kept.Entry
		entry.Condition = "good"
		if _, err := resource.Change.Run(t.Context(), c.Door, c.official, resource.Changing{ID: kept.ID, Version: kept.Version, Entry: entry}); err != nil {
			t.Fatal(err)
		}
		if back, stays, err := resource.WouldUndo(c.Reader(), i.ID); back != 1 || stays != 1 || err != nil {
			t.Errorf("undoing takes %d back and leaves %d: %v", back, stays, err)
		}
		if _, err := resource.Undo.Run(t.Context(), c.Door, c.official, i.ID); err != nil {
			t.Fatal(err)
		}
		if all := c.public(); len(all) != 1 || all[0].ID != kept.ID {
			t.Errorf("after undoing %v are public", all)
		}
		if _, err := resource.Undo.Run(t.Context(), c.Door, c.official, i.ID); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestAnOldTableWithDecimalCommasIsRead(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	c := newTown(t, w)
	written := "Община;Област;Вид;Име;Ширина;Дължина\r\nБяла;Русе;Пещера;Орлова чука 2;43,46;25,73\r\nБяла;;Пещера;Коя е;43,5;25,7\r\nSOF00;;Музей или сбирка;Музеят;42,69;23,32\r\nVTR13;;Пещера;Обърнатата;25,88;42,93\r\nVTR13;;Пещера;Без число;тук;42,93\r\n"
	old, err := charmap.Windows1251.NewEncoder().String(written)
	if err != nil {
		t.Fatal(err)
	}
	i := c.send(operator, "ресурси.csv", old)
	j, _, _ := c.preview(operator, i.ID)
	if got := faultKeys(j); got != "3:two_places 5:swapped 6:numbers" {
		t.Errorf("found %s", got)
	}
	if len(j.Added) != 2 || j.Added[0].Municipality != "RSE04" || j.Added[0].Entry.Place.Lat != 43_460_000 || j.Added[1].Municipality != "SOF46" {
		t.Errorf("would add %+v", j.Added)
	}
	if _, err := resource.Turn.Run(t.Context(), c.Door, operator, i.ID); err != nil {
		t.Fatal(err)
	}
	turned, _, _ := c.preview(operator, i.ID)
	if got := faultKeys(turned); !strings.Contains(got, "2:") || strings.Contains(got, "5:") {
		t.Errorf("turned round, found %s", got)
	}
}

func TestAFileThatCannotBeReadIsRefusedWithAReason(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	c := newTown(t, w)
	for _, f := range []struct{ name, content, key string }{
		{"", "", "none"}, {"a.csv", "  ", "empty"}, {"a.geojson", `{"type":"Topology"}`, "kind"}, {"a.geojson", `{"type":"FeatureCollection","features":[{`, "broken"},
		{"a.geojson", `{"crs":{"properties":{"name":"EPSG:7801"}},"features":[]}`, "system"}, {"a.csv", "name,age\nx,1\n", "columns"},
		{"a.geojson", `{"features":[` + strings.Repeat(`{},`, 10_000) + `{}]}`, "size"}, {"a.geojson", strings.Repeat(" ", 16<<20) + "{}", "size"},
		{"a.geojson", `{"features":[{"properties":{"x":"` + strings.Repeat("x", 1<<21) + `"}}]}`, "feature"},
	} {
		_, err := resource.Send.Run(t.Context(), c.Door, operator, resource.Sending{File: f.name, Content: []byte(f.content)})
		if got := refusal.Complaints(err); len(got) != 1 || got[0].Key != "resource.imports.refusal."+f.key {
			t.Errorf("%s: %v", f.key, err)
		}
	}
}

func TestTenThousandResourcesAreImportedAtOnce(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	c := newTown(t, w)
	var b strings.Builder
	b.WriteString("municipality,kind,name,longitude,latitude\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "VTR13,old-house,Къща номер %d,%.6f,%.6f\n", i, 25.8+float64(i%100)/500, 42.85+float64(i/100)/500)
	}
	i := c.send(operator, "houses.csv", b.String())
	began := time.Now()
	j, _, _ := c.preview(operator, i.ID)
	shown := time.Since(began)
	if err := c.accept(operator, i.ID, false, false); err != nil {
		t.Fatal(err)
	}
	t.Logf("shown in %s, done in %s", shown, time.Since(began)-shown)
	if n := len(c.public()); n != 10_000 || len(j.Added) != n {
		t.Errorf("%d of %d are there", n, len(j.Added))
	}
}

// Sixty rows with one fault do not hide the sixty-first, which has another.
func TestAFaultOfManyRowsIsSaidOnce(t *testing.T) {
	s := newSite(t)
	var rows strings.Builder
	for i := range 60 {
		fmt.Fprintf(&rows, "VTR13;Крепост;Крепост %d\n", i)
	}
	i := s.send(s.official, "крепости.csv", "община;вид;име\n"+rows.String()+"Атлантида;Пещера;Потънала\n")
	page := s.says(s.visit("official", http.MethodGet, "/resource-imports/"+i.ID), http.StatusOK, "Perhaps: Римска крепост или град; Средновековна крепост.", "The same is wrong with 59 more rows.",
		"There is no such municipality.", "61 rows cannot be imported")
	if n := strings.Count(page, "Perhaps:"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
}
