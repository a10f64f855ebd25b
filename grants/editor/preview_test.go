package editor_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vekst/grants/call"
)

func TestThePreviewIsNeverRefusedWhateverIsWrongWithTheCall(t *testing.T) {
	d := newDesk(t)
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, shipped := range all {
		file := string(shipped.Bytes())
		home := d.post("/editor/new", "way", "file", "text", file).Header().Get("Location")
		lines, rev := strings.Split(file, "\n"), 1
		for i := 0; i < len(lines); i += max(1, len(lines)/40) {
			for _, instead := range []string{"", lines[i][:len(lines[i])-len(strings.TrimLeft(lines[i], " -"))] + "nothing: [here]"} {
				broken := strings.Join(append(append(append([]string{}, lines[:i]...), instead), lines[i+1:]...), "\n")
				if a := d.post(home+"/file", "rev", fmt.Sprint(rev), "text", broken); a.Code != http.StatusSeeOther {
					continue // no keys and values at all: not kept
				}
				rev++
				if a := d.get(home + "/try"); a.Code != http.StatusOK {
					t.Errorf("%s, line %d %q: %d", shipped.ID, i+1, instead, a.Code)
				}
			}
		}
		if rev < 20 {
			t.Errorf("only %d broken files were looked at", rev)
		}
	}
}

func TestThePreviewShowsWhatCanBeReadAndMarksWhatCannotInItsPlace(t *testing.T) {
	says := map[string][]string{
		"en": {"The call has ", "In other parts of the call:", "needs a call without faults", "so no box is shown", "Correct it in “What will you do?”"},
		"nb": {"Utlysningen har ", "I andre deler av utlysningen:", "trenger derfor en utlysning uten feil", "vises ikke noe felt", "Rett det i «Hva skal dere gjøre?»"},
		"bg": {"Поканата има ", "В други части на поканата:", "иска покана без грешки", "затова няма поле", "Поправете го в „"},
	}
	d := newDesk(t)
	home := d.begun()
	d.post(home+"/file", "rev", "1", "text", strings.Replace(d.file(home), "kind: long", "kind: lang", 1))
	for l, sentences := range says {
		a := d.in(l).get(home + "/try")
		if a.Code != http.StatusOK {
			t.Fatalf("%s: %d", l, a.Code)
		}
		for _, want := range append(sentences, `href="`+home+`/edit/form/1/fields/2#kind"`, `href="`+home+`/part/facts"`, `id="see-form-1-fields-0"`) {
			if !strings.Contains(a.text, want) {
				t.Errorf("%s: the page lacks %q", l, want)
			}
		}
	}
	if a := d.get(home + "/edit/form/1/fields/2"); !strings.Contains(a.text, `id="kind"`) {
		t.Error("the link to where it is mended leads to no input")
	}
}

func TestThePreviewOfACallWithoutFaultsMarksNothing(t *testing.T) {
	d := newDesk(t)
	a := d.get(d.finished() + "/try")
	if !strings.Contains(a.text, "The form as an applicant reads it") || !strings.Contains(a.text, `id="see-form-1-fields-0"`) {
		t.Error("no form is shown")
	}
	for _, never := range []string{"The call has ", "Correct it in", "needs a call without faults", "v-bad"} {
		if strings.Contains(a.text, never) {
			t.Errorf("the page says %q", never)
		}
	}
}

func TestThePreviewStaysWhileATrialIsOpenAndTheCallGetsAFault(t *testing.T) {
	d := newDesk(t)
	home := d.finished()
	d.post(home+"/try", "do", "anew")
	if strings.Contains(d.get(home+"/try").text, "The form as an applicant reads it") {
		t.Error("the form is shown twice")
	}
	d.save(home+"/edit/form/1/fields/0", "label/bg", "", "label/nb", "", "label/en", "")
	a := d.get(home + "/try")
	if !strings.Contains(a.text, "v-frame") || !strings.Contains(a.text, "The form as an applicant reads it") || !strings.Contains(a.text, "The call has ") {
		t.Errorf("%d: the trial or the form is gone", a.Code)
	}
}
