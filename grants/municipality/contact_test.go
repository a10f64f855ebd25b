package municipality_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

var (
	ctx      = context.Background()
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
)

func schemas() []fs.FS {
	return []fs.FS{account.Feature(account.Options{}).Schema, notice.Feature().Schema, municipality.Feature(municipality.Options{}).Schema}
}

func TestRefusesWhoAnswersForAPage(t *testing.T) {
	well := municipality.Answering{Municipality: "VTR13", Office: "Отдел „Проекти“", Email: "proekti@elena.bg"}
	with := func(change func(*municipality.Answering)) municipality.Answering { in := well; change(&in); return in }
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			who   action.Actor
			in    municipality.Answering
			kind  refusal.Kind
			field string
		}{
			"of a visitor":        {action.Nobody(), well, refusal.SignIn, ""},
			"of somebody else":    {action.Actor{ID: "x"}, well, refusal.Forbidden, ""},
			"of no municipality":  {operator, with(func(in *municipality.Answering) { in.Municipality = "XXX" }), refusal.Missing, ""},
			"without an office":   {operator, with(func(in *municipality.Answering) { in.Office = " " }), refusal.Invalid, "office"},
			"with a long office":  {operator, with(func(in *municipality.Answering) { in.Office = strings.Repeat("а", 121) }), refusal.Invalid, "office"},
			"without an address":  {operator, with(func(in *municipality.Answering) { in.Email = "elena" }), refusal.Invalid, "email"},
			"with words to dial":  {operator, with(func(in *municipality.Answering) { in.Phone = "call me" }), refusal.Invalid, "phone"},
			"with nobody we know": {operator, with(func(in *municipality.Answering) { in.Person = "nobody@elena.bg" }), refusal.Invalid, "person"},
		} {
			_, err := municipality.AnswerFor.Run(ctx, w.Door, c.who, c.in)
			if found := refusal.Complaints(err); refusal.KindOf(err) != c.kind || c.field != "" && (len(found) != 1 || found[0].Field != c.field) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAPersonIsNamedOnlyWhileTheyAgree(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		id, err := account.Create.Run(ctx, w.Door, action.System("test"), account.New{Name: "Мария", Email: "maria@elena.bg", Lang: "bg"})
		if err != nil {
			t.Fatal(err)
		}
		maria := action.Actor{ID: id}
		in := municipality.Answering{Municipality: "VTR13", Office: "Кмет", Email: "kmet@elena.bg", Person: "Maria@elena.bg"}
		c, err := municipality.AnswerFor.Run(ctx, w.Door, operator, in)
		if err != nil || c.Person != id || !c.Consented.IsZero() {
			t.Fatalf("%+v, %v", c, err)
		}
		if told, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM notices WHERE person = $1`, id); err != nil || told != 1 {
			t.Errorf("told %d times, %v", told, err)
		}
		if _, err := municipality.BeNamed.Run(ctx, w.Door, operator, municipality.Naming{Municipality: "VTR13", Agreed: true}); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("the operator agrees for her: %v", err)
		}
		if c, err = municipality.BeNamed.Run(ctx, w.Door, maria, municipality.Naming{Municipality: "VTR13", Agreed: true}); err != nil || c.Consented.IsZero() {
			t.Fatalf("%+v, %v", c, err)
		}
		in.Phone = "+359 6151 1234"
		if c, err = municipality.AnswerFor.Run(ctx, w.Door, operator, in); err != nil || c.Consented.IsZero() {
			t.Errorf("a new telephone number takes her consent away: %+v, %v", c, err)
		}
		if c, err = municipality.BeNamed.Run(ctx, w.Door, maria, municipality.Naming{Municipality: "VTR13"}); err != nil || c.Person != "" || c.Email == "" {
			t.Errorf("%+v, %v", c, err)
		}
		if _, err := municipality.BeNamed.Run(ctx, w.Door, maria, municipality.Naming{Municipality: "VTR13", Agreed: true}); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("she comes back unasked: %v", err)
		}
	})
}

// Whatever country a municipality is in, somebody answers for its page.
func TestSomebodyAnswersForAMunicipalityOfAnotherCountry(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		id, err := account.Create.Run(ctx, w.Door, action.System("test"), account.New{Name: "Kari", Email: "kari@froya.no", Lang: "nb"})
		if err != nil {
			t.Fatal(err)
		}
		in := municipality.Answering{Municipality: "NO-5014", Office: "Servicetorget", Email: "post@froya.no", Person: "kari@froya.no"}
		if _, err = municipality.AnswerFor.Run(ctx, w.Door, operator, in); err != nil {
			t.Fatal(err, refusal.Complaints(err))
		}
		if _, err = municipality.BeNamed.Run(ctx, w.Door, action.Actor{ID: id}, municipality.Naming{Municipality: "NO-5014", Agreed: true}); err != nil {
			t.Fatal(err)
		}
		if c, err := municipality.ContactOf(w.Reader(), "NO-5014"); err != nil || c.Person != id || c.Consented.IsZero() {
			t.Errorf("%+v %v", c, err)
		}
	})
}
