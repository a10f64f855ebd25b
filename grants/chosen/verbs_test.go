package chosen_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/follow"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var (
	ctx  = context.Background()
	ten  = chosen.Rule{Title: text.Text{BG: "Две", NB: "To", EN: "Two"}, Number: 2, From: targeting.Lowest}
	data = targeting.Files{
		Data:      []byte("uCode,oblast,jobs\nVAR09,VAR,10\nBLG01,BLG,20\nBLG02,BLG,30\nHKV09,HKV,40\n"),
		Framework: []byte("Level,iCode,Direction,Weight,Parent,Type\n1,jobs,1,1,I,Indicator\n2,I,1,1,,Aggregate\n"),
		Recipe:    []byte("format: vekst-index-1\nid: test\ntitle: {bg: Т, nb: T, en: T}\ngroup: oblast\nchoose: {number: 2, from: lowest}\n"),
	}
)

func testFeatures() []feature.Feature {
	return []feature.Feature{{Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{}), notice.Feature(), municipality.Feature(municipality.Options{}),
		statistics.New().Feature(), targeting.Feature(), organisation.Feature(), call.Feature(call.Options{}), follow.Feature(),
		application.Feature(application.Options{}), chosen.New().Feature()}
}

// world is a database with officers and a published index.
type world struct {
	*testkit.World
	t                        *testing.T
	index                    targeting.Index
	operator, second, expert action.Actor
}

func worlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	var schemas []fs.FS
	for _, f := range testFeatures() {
		if f.Schema != nil {
			schemas = append(schemas, f.Schema)
		}
	}
	testkit.Databases(t, schemas, func(t *testing.T, k *testkit.World) {
		w := &world{World: k, t: t}
		w.operator, w.second = w.person("operator", account.Operator), w.person("second", account.Operator, account.Committee)
		w.expert = w.person("expert", account.Expert)
		draft, err := targeting.Begin.Run(ctx, w.Door, w.operator, targeting.Beginning{Files: data})
		w.must(err)
		w.index, err = targeting.Freeze.Run(ctx, w.Door, w.operator, targeting.Freezing{Draft: draft.ID})
		w.must(err)
		test(t, w)
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(name string, roles ...string) action.Actor {
	w.t.Helper()
	id, err := account.Create.Run(ctx, w.Door, action.System("test"), account.New{Name: name, Email: name + "@example.org", Lang: "en"})
	w.must(err)
	a := action.Actor{ID: id}
	for _, role := range roles {
		_, err := account.GiveRole.Run(ctx, w.Door, action.System("test"), account.Grant{Person: id, Role: role, Scope: account.Programme})
		w.must(err)
		a.Grants = append(a.Grants, action.Grant{Role: role, Scope: account.Programme})
	}
	return a
}

func (w *world) propose(rule chosen.Rule, supersedes string) chosen.Selection {
	w.t.Helper()
	s, err := chosen.Propose.Run(ctx, w.Door, w.operator, chosen.Proposing{Index: w.index.ID, Rule: rule, Supersedes: supersedes})
	w.must(err)
	return s
}

func (w *world) publish(rule chosen.Rule, supersedes string) chosen.Selection {
	w.t.Helper()
	s := w.propose(rule, supersedes)
	s, err := chosen.Confirm.Run(ctx, w.Door, w.second, chosen.Confirming{Selection: s.ID, SHA256: s.SHA256})
	w.must(err)
	return s
}

func refused(t *testing.T, what string, err error, kind refusal.Kind, key string) {
	t.Helper()
	if refusal.KindOf(err) != kind || key != "" && !strings.Contains(fmt.Sprint(err, refusal.Complaints(err)), key) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func TestRefusesAProposal(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		propose := func(who action.Actor, in chosen.Proposing) error {
			_, err := chosen.Propose.Run(ctx, w.Door, who, in)
			return err
		}
		good := chosen.Proposing{Index: w.index.ID, Rule: ten}
		refused(t, "by a visitor", propose(action.Nobody(), good), refusal.SignIn, "")
		refused(t, "by an expert", propose(w.expert, good), refusal.Forbidden, "")
		refused(t, "by a stranger's operator", propose(action.Actor{ID: "x", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}, good), refusal.Forbidden, "")
		refused(t, "by an index that is not there", propose(w.operator, chosen.Proposing{Index: "none", Rule: ten}), refusal.Missing, "")
		faulty := good
		faulty.Rule.Number = 0
		refused(t, "by a rule that chooses nobody", propose(w.operator, faulty), refusal.Invalid, "chosen.refusal.number")
		beyond := 1000.0
		faulty = good
		faulty.Rule.Thresholds = []chosen.Threshold{{Code: "jobs", AtLeast: &beyond}}
		refused(t, "by a rule that nobody meets", propose(w.operator, faulty), refusal.Invalid, "chosen.refusal.nobody")
		refused(t, "in the place of none", propose(w.operator, chosen.Proposing{Index: w.index.ID, Rule: ten, Supersedes: "none"}), refusal.Missing, "")
		waiting := w.propose(ten, "")
		refused(t, "in the place of one that is not published", propose(w.operator, chosen.Proposing{Index: w.index.ID, Rule: ten, Supersedes: waiting.ID}), refusal.Conflict, "superseded")
		if all, err := chosen.Selections(w.Reader()); err != nil || len(all) != 0 {
			t.Errorf("%d are published all the same: %v", len(all), err)
		}
	})
}

func TestRefusesToConfirm(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s := w.propose(ten, "")
		confirm := func(who action.Actor, hash string) error {
			_, err := chosen.Confirm.Run(ctx, w.Door, who, chosen.Confirming{Selection: s.ID, SHA256: hash})
			return err
		}
		refused(t, "by an expert", confirm(w.expert, s.SHA256), refusal.Forbidden, "")
		refused(t, "by whoever proposed it", confirm(w.operator, s.SHA256), refusal.Forbidden, "same_person")
		other := w.operator
		other.Grants = []action.Grant{{Role: account.Operator, Scope: ""}, {Role: account.Committee, Scope: account.Programme}}
		refused(t, "by whoever proposed it under another role", confirm(other, s.SHA256), refusal.Forbidden, "same_person")
		refused(t, "what was not seen", confirm(w.second, strings.Repeat("0", 64)), refusal.Conflict, "other")
		_, err := chosen.Confirm.Run(ctx, w.Door, w.second, chosen.Confirming{Selection: "none"})
		refused(t, "what is not there", err, refusal.Missing, "")
		_, err = chosen.SendBack.Run(ctx, w.Door, w.expert, chosen.SendingBack{Selection: s.ID, Reason: "No"})
		refused(t, "sending back by an expert", err, refusal.Forbidden, "")
		_, err = chosen.SendBack.Run(ctx, w.Door, w.second, chosen.SendingBack{Selection: s.ID, Reason: " "})
		refused(t, "sending back without a reason", err, refusal.Invalid, "refusal.reason")
		_, err = chosen.SendBack.Run(ctx, w.Door, w.second, chosen.SendingBack{Selection: s.ID, Reason: strings.Repeat("ж", 1001)})
		refused(t, "sending back with a novel", err, refusal.Invalid, "reason_long")
		_, err = chosen.SendBack.Run(ctx, w.Door, w.second, chosen.SendingBack{Selection: s.ID, Reason: "Two are too few."})
		w.must(err)
		refused(t, "what was sent back", confirm(w.second, s.SHA256), refusal.Conflict, "was_sent_back")
		if back, err := chosen.Find(w.Reader(), s.ID); err != nil || back.Stage != chosen.SentBack || back.Reason != "Two are too few." || back.Number != 0 {
			t.Errorf("%+v %v", back, err)
		}
		if told, err := notice.Of(w.Reader(), w.operator.ID, 0, 10); err != nil || len(told) != 1 {
			t.Errorf("the one who proposed it was told %d things: %v", len(told), err)
		}
	})
}

func TestNothingChangesAPublishedSelection(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s := w.publish(ten, "")
		_, err := chosen.Confirm.Run(ctx, w.Door, w.second, chosen.Confirming{Selection: s.ID, SHA256: s.SHA256})
		refused(t, "confirming it twice", err, refusal.Conflict, "final")
		_, err = chosen.SendBack.Run(ctx, w.Door, w.second, chosen.SendingBack{Selection: s.ID, Reason: "Late"})
		refused(t, "sending it back", err, refusal.Conflict, "final")
		later := ten
		later.Number = 1
		second := w.publish(later, s.ID)
		_, err = chosen.Propose.Run(ctx, w.Door, w.operator, chosen.Proposing{Index: w.index.ID, Rule: ten, Supersedes: s.ID})
		refused(t, "taking its place twice", err, refusal.Conflict, "superseded")
		kept, err := chosen.Numbered(w.Reader(), s.Number)
		w.must(err)
		for i, f := range kept.Files() {
			if !bytes.Equal(f.Bytes, s.Files()[i].Bytes) {
				t.Errorf("%s has changed", f.Name)
			}
		}
		if kept.SHA256 != s.SHA256 || kept.DecidedAt.IsZero() || kept.AuditID == "" || second.Number != 2 || second.Supersedes != s.ID {
			t.Errorf("%+v\n%+v", kept, second)
		}
	})
}

// What is confirmed stands in the audit entry, and with it in the log, with all it follows from.
func TestTheEntryNamesEveryHash(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s := w.publish(ten, "")
		rows, err := w.Reader().Query(`SELECT entry FROM audit_entries WHERE id = $1`, s.AuditID)
		w.must(err)
		defer rows.Close()
		var facts string
		for rows.Next() {
			w.must(rows.Scan(&facts))
		}
		w.must(rows.Err())
		for _, want := range []string{s.SHA256, w.index.SHA256, targeting.Program()} {
			if !strings.Contains(facts, want) {
				t.Errorf("%q is not in %s", want, facts)
			}
		}
	})
}

func TestOfTwoWhoTakeTheSamePlaceOneIsFirst(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		first := w.publish(ten, "")
		third := w.person("third", account.Operator)
		proposals := []chosen.Selection{w.propose(ten, first.ID), w.propose(ten, first.ID)}
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, who := range []action.Actor{w.second, third} {
			both.Go(func() {
				_, errs[i] = chosen.Confirm.Run(ctx, w.Door, who, chosen.Confirming{Selection: proposals[i].ID, SHA256: proposals[i].SHA256})
			})
		}
		both.Wait()
		all, err := chosen.Selections(w.Reader())
		w.must(err)
		if len(all) != 2 || all[0].Number != 2 || (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("%d are published: %v", len(all), errs)
		}
	})
}

func TestNothingNewIsMadeByAnIndexThatWasWithdrawn(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		published, waiting := w.publish(ten, ""), w.propose(ten, "")
		why := text.Text{BG: "Сгрешен.", NB: "Feil.", EN: "Wrong."}
		_, err := targeting.Withdraw.Run(ctx, w.Door, w.operator, targeting.Withdrawing{Index: w.index.ID, Reason: why})
		w.must(err)
		_, err = chosen.Propose.Run(ctx, w.Door, w.operator, chosen.Proposing{Index: w.index.ID, Rule: ten})
		refused(t, "proposed by a withdrawn index", err, refusal.Conflict, "withdraw.refusal.used")
		confirm := chosen.Confirming{Selection: waiting.ID, SHA256: waiting.SHA256}
		_, err = chosen.Confirm.Run(ctx, w.Door, w.second, confirm)
		refused(t, "confirmed by a withdrawn index", err, refusal.Conflict, "withdraw.refusal.used")
		if s, err := chosen.Find(w.Reader(), published.ID); err != nil || s.Stage != chosen.Final || s.SHA256 != published.SHA256 {
			t.Errorf("what was published before does not stand: %+v: %v", s, err)
		}
		_, err = targeting.Reinstate.Run(ctx, w.Door, w.operator, targeting.Reinstating{Index: w.index.ID, Reason: why})
		w.must(err)
		_, err = chosen.Confirm.Run(ctx, w.Door, w.second, confirm)
		w.must(err)
	})
}
