package chosen_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// asks submits a request to correct a figure in somebody's own name.
func (w *world) asks(who action.Actor) (application.Submission, action.Actor) {
	w.t.Helper()
	w.publishCall()
	w.Set(time.Date(2022, 9, 20, 9, 0, 0, 0, time.UTC))
	me, err := organisation.ActForMyself.Run(ctx, w.Door, who, struct{}{})
	w.must(err)
	who.Grants = append(who.Grants, action.Grant{Role: account.Owner, Scope: me})
	a, err := application.Start.Run(ctx, w.Door, who, application.Beginning{Call: chosen.CorrectionCall, Organisation: me, Lang: text.EN})
	w.must(err)
	saving := application.Saving{Application: a.ID}
	for path, value := range map[string]string{"municipality": "BLG02", "indicator": "Registered unemployment, 2019 (unemployment_2019)", "year": "2019",
		"published": "12.5", "right": "15.25", "source": "The yearbook of the Employment Agency"} {
		saving.Changes = append(saving.Changes, application.Change{Path: path, Value: value})
	}
	_, err = application.Save.Run(ctx, w.Door, who, saving)
	w.must(err)
	s, err := application.Send(ctx, w.Door, who, application.Sending{Application: a.ID, Key: "key"})
	if err != nil {
		w.t.Fatalf("%v %v", err, refusal.Complaints(err))
	}
	return s, who
}

func (w *world) publishCall() {
	w.t.Helper()
	_, err := call.Publish.Run(action.At(ctx, time.Date(2020, 5, 4, 6, 0, 0, 0, time.UTC)), w.Door, w.operator, call.Publication{File: chosen.CorrectionFile()})
	w.must(err)
}

func accepting(id string) chosen.Answering {
	return chosen.Answering{Application: id, Verdict: chosen.Accepted, Municipality: "BLG02", Figure: "unemployment_2019", Value: "15,25", Reason: "The yearbook says so."}
}

func TestRefusesAnAnswerToARequest(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s, _ := w.asks(w.operator)
		answer := func(who action.Actor, change func(in *chosen.Answering)) error {
			in := accepting(s.Application)
			change(&in)
			_, err := chosen.Answer.Run(ctx, w.Door, who, in)
			return err
		}
		nothing := func(*chosen.Answering) {}
		refused(t, "by an expert", answer(w.expert, nothing), refusal.Forbidden, "")
		refused(t, "by whoever asked", answer(w.operator, nothing), refusal.Forbidden, "own_request")
		refused(t, "to no request", answer(w.second, func(in *chosen.Answering) { in.Application = "none" }), refusal.Missing, "")
		refused(t, "without a reason", answer(w.second, func(in *chosen.Answering) { in.Reason = "" }), refusal.Invalid, "refusal.reason")
		refused(t, "without a verdict", answer(w.second, func(in *chosen.Answering) { in.Verdict = "perhaps" }), refusal.Invalid, "refusal.verdict")
		refused(t, "about nowhere", answer(w.second, func(in *chosen.Answering) { in.Municipality = "SOF00X" }), refusal.Invalid, "refusal.municipality")
		refused(t, "about no figure", answer(w.second, func(in *chosen.Answering) { in.Figure = "happiness_2019" }), refusal.Invalid, "refusal.figure")
		refused(t, "about a figure without a year", answer(w.second, func(in *chosen.Answering) { in.Figure = "unemployment" }), refusal.Invalid, "refusal.figure")
		refused(t, "with words for a figure", answer(w.second, func(in *chosen.Answering) { in.Value = "many" }), refusal.Invalid, "refusal.value")
		if c, err := chosen.CorrectionOf(w.Reader(), s.Application); err != nil || c.Verdict != "" {
			t.Errorf("it is answered all the same: %+v %v", c, err)
		}
	})
}

func TestARequestIsAnsweredOnceAndWhoeverAskedIsTold(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s, asker := w.asks(w.expert)
		c, err := chosen.Answer.Run(ctx, w.Door, w.second, accepting(s.Application))
		w.must(err)
		if c.Value != "15.25" || c.Municipality != "BLG02" {
			t.Errorf("%+v", c)
		}
		_, err = chosen.Answer.Run(ctx, w.Door, w.second, chosen.Answering{Application: s.Application, Verdict: chosen.Declined, Reason: "No."})
		refused(t, "a second answer", err, refusal.Conflict, "answered")
		told, err := notice.Of(w.Reader(), asker.ID, 0, 10)
		w.must(err)
		if len(told) == 0 || told[0].Link != "/corrections/"+s.Application || told[0].News.Kind != "chosen.told.accepted" || told[0].Args["Reason"].EN != "The yearbook says so." {
			t.Errorf("whoever asked was told %+v", told)
		}
	})
}

func TestADeclinedRequestKeepsNoFigure(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		s, _ := w.asks(w.expert)
		in := accepting(s.Application)
		in.Verdict = chosen.Declined
		_, err := chosen.Answer.Run(ctx, w.Door, w.second, in)
		w.must(err)
		if told := w.told(w.expert); len(told) == 0 || told[0].News.Kind != "chosen.told.declined" {
			t.Errorf("whoever asked was told %+v", told)
		}
		all, err := chosen.Corrections(w.Reader())
		if err != nil || len(all) != 1 || all[0].Figure != "" || all[0].Value != "0" && all[0].Value != "" {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// A correction after freezing changes nothing that was published; what it would give stands beside.
func TestACorrectionAfterFreezingChangesNoSelection(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		draft, err := targeting.Begin.Run(ctx, w.Door, w.operator, targeting.Beginning{Files: targeting.Files{Recipe: data.Recipe,
			Data:      []byte("uCode,oblast,unemployment_2019\nVAR09,VAR,30\nBLG01,BLG,20\nBLG02,BLG,12.5\nHKV09,HKV,10\n"),
			Framework: []byte("Level,iCode,Direction,Weight,Parent,Type\n1,unemployment_2019,-1,1,I,Indicator\n2,I,1,1,,Aggregate\n")}})
		w.must(err)
		w.index, err = targeting.Freeze.Run(ctx, w.Door, w.operator, targeting.Freezing{Draft: draft.ID})
		w.must(err)
		frozen := w.publish(ten, "")
		s, _ := w.asks(w.expert)
		in := accepting(s.Application)
		in.Value = "25.5"
		_, err = chosen.Answer.Run(ctx, w.Door, w.second, in)
		w.must(err)
		kept, err := chosen.Find(w.Reader(), frozen.ID)
		w.must(err)
		for i, f := range kept.Files() {
			if !bytes.Equal(f.Bytes, frozen.Files()[i].Bytes) {
				t.Errorf("%s has changed", f.Name)
			}
		}
		book, err := new(statistics.Shelf).Open(w.Reader())
		w.must(err)
		changed, list, err := chosen.WouldBe(w.Reader(), frozen, book)
		w.must(err)
		var codes []string
		for _, r := range list.Chosen() {
			codes = append(codes, r.Code)
		}
		if len(changed) != 1 || changed[0].Was != 12.5 || changed[0].Is != 25.5 || strings.Join(codes, " ") != "VAR09 BLG02" {
			t.Errorf("%+v, chosen: %v", changed, codes)
		}
	})
}
