package targeting

import (
	"archive/zip"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var why = text.Text{BG: "Данните са сгрешени.", NB: "Tallene er feil.", EN: "The figures are wrong."}

func TestRefusesToWithdrawOrBringBackAnIndex(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		x, other := frozenIndex(t, w, testFiles), frozenIndex(t, w, testFiles)
		if _, err := Withdraw.Run(ctx, w.Door, operator, Withdrawing{Index: other.ID, Reason: why}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			who  action.Actor
			in   Withdrawing
			kind refusal.Kind
			says string
		}{
			"by a citizen":                      {citizen, Withdrawing{Index: x.ID, Reason: why}, refusal.Forbidden, ""},
			"of another programme":              {stranger, Withdrawing{Index: x.ID, Reason: why}, refusal.Forbidden, ""},
			"by nobody":                         {action.Nobody(), Withdrawing{Index: x.ID, Reason: why}, refusal.SignIn, ""},
			"that is not there":                 {operator, Withdrawing{Index: "none", Reason: why}, refusal.Missing, ""},
			"that is withdrawn already":         {operator, Withdrawing{Index: other.ID, Reason: why}, refusal.Conflict, "already"},
			"without a reason":                  {operator, Withdrawing{Index: x.ID}, refusal.Invalid, "reason_nb"},
			"with a reason in two languages":    {operator, Withdrawing{Index: x.ID, Reason: text.Text{BG: "а", EN: "a", NB: "  "}}, refusal.Invalid, "reason_nb"},
			"with a reason of a novel's length": {operator, Withdrawing{Index: x.ID, Reason: text.Text{BG: "а", NB: "a", EN: strings.Repeat("я", mostReason+1)}}, refusal.Invalid, "reason_en"},
			"in favour of itself":               {operator, Withdrawing{Index: x.ID, Reason: why, ReplacedBy: x.ID}, refusal.Invalid, "replaced_by"},
			"in favour of nothing that is":      {operator, Withdrawing{Index: x.ID, Reason: why, ReplacedBy: "none"}, refusal.Invalid, "replaced_by"},
			"in favour of one withdrawn":        {operator, Withdrawing{Index: x.ID, Reason: why, ReplacedBy: other.ID}, refusal.Invalid, "replaced_by"},
		} {
			_, err := Withdraw.Run(ctx, w.Door, c.who, c.in)
			if refusal.KindOf(err) != c.kind || c.says != "" && !complains(err, c.says) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, c := range map[string]struct {
			who  action.Actor
			in   Reinstating
			kind refusal.Kind
		}{
			"by a citizen":         {citizen, Reinstating{other.ID, why}, refusal.Forbidden},
			"without a reason":     {operator, Reinstating{Index: other.ID}, refusal.Invalid},
			"that stands":          {operator, Reinstating{x.ID, why}, refusal.Conflict},
			"that is not there":    {operator, Reinstating{"none", why}, refusal.Missing},
			"of another programme": {stranger, Reinstating{other.ID, why}, refusal.Forbidden},
		} {
			if _, err := Reinstate.Run(ctx, w.Door, c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("brought back %s: %v", name, err)
			}
		}
		if now, err := Find(w.Reader(), x.ID); err != nil || now.IsWithdrawn() || now.Turn.Number != 0 {
			t.Errorf("%+v: %v", now.Turn, err)
		}
	})
}

// complains says whether a refusal has a complaint about a field, or the word in its key.
func complains(err error, says string) bool {
	for _, c := range refusal.Complaints(err) {
		if c.Field == says {
			return true
		}
	}
	return strings.Contains(err.Error(), says)
}

func TestAWithdrawnIndexStaysAsItWasAndCanBeBroughtBack(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		first, last := frozenIndex(t, w, testFiles), frozenIndex(t, w, testFiles)
		if _, err := Withdraw.Run(ctx, w.Door, operator, Withdrawing{Index: last.ID, Reason: why, ReplacedBy: first.ID}); err != nil {
			t.Fatal(err)
		}
		now, err := Find(w.Reader(), last.ID)
		if err != nil || !now.IsWithdrawn() || now.Turn.Reason != why || now.Turn.ReplacedBy != first.ID || now.Turn.By != operator.Name() || now.Turn.At.IsZero() {
			t.Errorf("%+v: %v", now.Turn, err)
		}
		if now.SHA256 != last.SHA256 || string(now.Recipe) != string(testFiles.Recipe) {
			t.Error("the index itself changed")
		}
		if all, err := Indices(w.Reader()); err != nil || len(all) != 2 || all[0].ID != first.ID || !all[1].IsWithdrawn() || len(Standing(all)) != 1 {
			t.Errorf("a withdrawn index comes first: %+v: %v", all, err)
		}
		entry, err := db.One(w.Reader(), db.Value[string], `SELECT entry FROM audit_entries WHERE action = 'targeting.withdraw' AND subject = $1`, last.ID)
		if err != nil || !strings.Contains(entry, first.ID) || strings.Contains(entry, why.EN) {
			t.Errorf("%s: %v", entry, err)
		}
		if _, err := Reinstate.Run(ctx, w.Door, second, Reinstating{last.ID, why}); err != nil {
			t.Fatal(err)
		}
		if all, err := Indices(w.Reader()); err != nil || all[0].ID != last.ID || len(Standing(all)) != 2 {
			t.Errorf("%+v: %v", all, err)
		}
		if turns, err := Turns(w.Reader(), last.ID); err != nil || len(turns) != 2 || turns[0].Kind != Reinstated || turns[1].Kind != Withdrawn {
			t.Errorf("%+v: %v", turns, err)
		}
	})
}

// An operator withdraws an index without script; the public reads who, when and why, and can still verify it.
func TestAWithdrawnIndexSaysSoOnItsPagesAndStillHolds(t *testing.T) {
	d := newDesk(t)
	frozenIndex(t, d.w, testFiles)
	frozenIndex(t, d.w, testFiles)
	at := "/indices/2/withdraw"
	d.as("citizen").shows(at, http.StatusForbidden)
	d.as("").shows("/en/indices/2", http.StatusOK)
	form := url.Values{"do": {"withdraw"}, "reason_bg": {"Сгрешени <данни>"}, "reason_en": {"Wrong <figures>"}}
	if code, _, _ := d.as("citizen").ask(http.MethodPost, at, form); code != http.StatusForbidden {
		t.Errorf("a citizen withdrew it: %d", code)
	}
	code, page, _ := d.ask(http.MethodPost, at, form)
	for _, says := range []string{`id="reason_nb-e">Say why`, "Wrong &lt;figures&gt;</textarea>", "Сгрешени &lt;данни&gt;</textarea>"} {
		if code != http.StatusUnprocessableEntity || !strings.Contains(page, says) {
			t.Errorf("%d, and it does not say %q", code, says)
		}
	}
	form.Set("reason_nb", "Gale <tall>")
	form.Set("replaced_by", "none")
	if code, page, _ := d.ask(http.MethodPost, at, form); code != http.StatusUnprocessableEntity || !strings.Contains(page, `id="replaced_by-e"`) {
		t.Errorf("%d: replaced by nothing that is there", code)
	}
	first, err := Numbered(d.w.Reader(), 1)
	if err != nil {
		t.Fatal(err)
	}
	form.Set("replaced_by", first.ID)
	if code, page, to := d.ask(http.MethodPost, at, form); code != http.StatusSeeOther || to != "/en/indices/2" {
		t.Fatalf("%d %s: %s", code, to, page)
	}
	public := d.as("")
	for _, path := range []string{"/en/indices/2", "/en/indices/2/municipalities/A"} {
		public.shows(path, http.StatusOK, "This index is withdrawn", "by the programme operator", "Wrong &lt;figures&gt;", `href="/en/indices/1"`)
	}
	public.shows("/en/indices", http.StatusOK, "Withdrawn on")
	if page := public.shows("/en/indices/1", http.StatusOK); strings.Contains(page, "This index is withdrawn") {
		t.Error("another index says that it is withdrawn")
	}
	if code, _, _ := d.ask(http.MethodPost, at, form); code != http.StatusConflict {
		t.Errorf("withdrawn twice: %d", code)
	}
	d.verifies("/indices/2/files/index.zip")
	form.Set("do", "reinstate")
	if code, page, _ := d.ask(http.MethodPost, at, form); code != http.StatusSeeOther {
		t.Fatalf("%d: %s", code, page)
	}
	if page := public.shows("/en/indices/2", http.StatusOK, "What became of it since", "Brought back"); strings.Contains(page, "This index is withdrawn") {
		t.Error("it was brought back, and its page says that it is withdrawn")
	}
}

// verifies downloads an index as one file and remakes it.
func (d desk) verifies(path string) {
	d.t.Helper()
	_, file, _ := d.ask(http.MethodGet, path, nil)
	archive, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		d.t.Fatal(err)
	}
	folder, err := fs.Sub(archive, "index-2")
	if err != nil {
		d.t.Fatal(err)
	}
	if report, err := Verify(folder); err != nil || report.Difference != "" {
		d.t.Errorf("a withdrawn index does not hold: %+v: %v", report, err)
	}
}
