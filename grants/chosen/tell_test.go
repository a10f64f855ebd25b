package chosen_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/chosen"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/value/text"
)

func (w *world) told(who action.Actor) []notice.Item {
	w.t.Helper()
	told, err := notice.Of(w.Reader(), who.ID, 0, 10)
	w.must(err)
	return told
}

// hears does what waits in the outbox for the feature.
func (w *world) hears() {
	w.t.Helper()
	outbox.NewWorker(w.Door, chosen.New().Feature().Outbox, slog.New(slog.DiscardHandler)).Once(ctx)
}

func TestOperatorsAreToldOnceThatAFigureIsContested(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s, asker := w.asks(w.expert)
		w.hears()
		again, err := db.One(w.Reader(), func(r db.Scanner, l *outbox.Line) error { return r.Scan(&l.ID, &l.Kind, &l.Payload) },
			`SELECT id, kind, payload FROM outbox WHERE kind = $1`, application.ContributedKind)
		w.must(err)
		w.must(chosen.New().Feature().Outbox[application.ContributedKind](ctx, w.Door, again))
		for _, who := range []action.Actor{w.operator, w.second} {
			told := w.told(who)
			if len(told) != 1 || told[0].Link != "/corrections/"+s.Application || strings.Contains(told[0].Args["Figure"].In(text.EN), "_") || told[0].Args["Place"].In(text.BG) != "Белица" {
				t.Errorf("an operator is told %+v", told)
			}
		}
		if told := w.told(asker); len(told) != 0 {
			t.Errorf("whoever asked is told %+v", told)
		}
	})
}

// People who stopped a sort of letter have it on screen only.
func TestAnOperatorWhoWantsNoLetterOfItGetsNone(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		_, err := notice.Choose.Run(ctx, w.Door, w.second, notice.Choosing{Settings: notice.Usual(text.EN), Ways: map[string]notice.Way{"chosen.told.asked": notice.Never}})
		w.must(err)
		w.asks(w.expert)
		w.hears()
		due := func(who action.Actor) int64 {
			at, err := db.One(w.Reader(), db.Value[int64], `SELECT due FROM notices WHERE person = $1`, who.ID)
			w.must(err)
			return at
		}
		if due(w.second) != 0 || due(w.operator) == 0 {
			t.Errorf("letters go at %d and %d", due(w.second), due(w.operator))
		}
	})
}

func TestWhoAnswersForAMunicipalityIsToldWhetherItIsChosen(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		owner, reader, named, asked := w.person("owner"), w.person("reader"), w.person("named"), w.person("asked")
		register := func(who action.Actor, number, seat string, program bool) string {
			in, by := organisation.Registering{Name: seat, Country: "BG", Number: number, Kind: organisation.Municipality, Seat: seat, Owner: who.ID}, action.System("test")
			if !program {
				in.Owner, by = "", who
			}
			id, err := organisation.Register.Run(ctx, w.Door, by, in)
			w.must(err)
			return id
		}
		of := register(owner, "000133673", "VAR09", true)
		register(asked, "000024695", "BLG01", false) // nobody has confirmed that it is the municipality
		owner.Grants = []action.Grant{{Role: account.Owner, Scope: of}}
		_, err := organisation.Invite.Run(ctx, w.Door, owner, organisation.Inviting{Organisation: of, Email: "reader@example.org", Role: account.Reader, Lang: text.EN})
		w.must(err)
		letter, err := db.One(w.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' AND payload LIKE '%/invitations/%' ORDER BY id DESC`)
		w.must(err)
		var l mail.Letter
		w.must(json.Unmarshal([]byte(letter), &l))
		_, err = organisation.Accept.Run(ctx, w.Door, reader, strings.TrimPrefix(l.Args["Link"], "/invitations/"))
		w.must(err)
		answers := func(code string, who action.Actor, email string, agrees bool) {
			_, err := municipality.AnswerFor.Run(ctx, w.Door, w.operator, municipality.Answering{Municipality: code, Office: "Mayor", Email: "mayor@example.org", Person: email})
			w.must(err)
			if agrees {
				_, err = municipality.BeNamed.Run(ctx, w.Door, who, municipality.Naming{Municipality: code, Agreed: true})
				w.must(err)
			}
		}
		answers("HKV09", named, "named@example.org", true)
		answers("BLG02", asked, "asked@example.org", false)
		w.publish(ten, "")
		got := func(who action.Actor) string {
			var all []string
			for _, i := range w.told(who) {
				if strings.HasPrefix(i.News.Kind, "chosen.") {
					all = append(all, i.News.Kind+" "+i.Link+" "+i.Args["Name"].In(text.BG))
				}
			}
			return strings.Join(all, ", ")
		}
		for who, want := range map[string]string{got(owner): "chosen.told.in /chosen/1/municipalities/VAR09 Вълчи дол",
			got(named): "chosen.told.out /chosen/1/municipalities/HKV09 Димитровград", "reader " + got(reader): "reader ", "asked " + got(asked): "asked "} {
			if who != want {
				t.Errorf("told %q, want %q", who, want)
			}
		}
	})
}
