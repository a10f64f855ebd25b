package call_test

import (
	"strings"
	"testing"
	"time"

	"vekst/grants/call"
)

// at is a moment of the day on which a call closes at 17:00.
func at(clock string) time.Time {
	form := "2006-01-02 15:04:05"[:11+len(clock)]
	t, err := time.Parse(form, "2027-05-31 "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAnOutageShortlyBeforeTheDeadlineMovesIt(t *testing.T) {
	opens, closes := at("17:00").AddDate(0, -2, 0), at("17:00")
	rule := call.DefaultOutageRule
	for name, c := range map[string]struct {
		rule     call.OutageRule
		down, up time.Time
		to       time.Time
	}{
		"two hours, back before the deadline":             {rule, at("14:30"), at("16:30"), at("19:00")},
		"two hours and a quarter are two and a half":      {rule, at("14:00"), at("16:15"), at("19:30")},
		"five minutes give an hour":                       {rule, at("16:00"), at("16:05"), at("18:00")},
		"killed ten minutes before, back twenty after":    {rule, at("16:50"), at("17:20"), at("18:20")},
		"back at 17:20:30 counts from the next minute":    {rule, at("16:50"), at("17:20:30"), at("18:21")},
		"half a minute is nothing":                        {rule, at("16:50"), at("16:50:30"), closes},
		"after the deadline it is nothing":                {rule, at("17:00"), at("19:00"), closes},
		"the day before it is nothing":                    {rule, at("14:00").AddDate(0, 0, -1), at("16:59").AddDate(0, 0, -1), closes},
		"of a long one only the last day counts":          {rule, closes.AddDate(0, 0, -3), at("12:00"), at("12:00").Add(24 * time.Hour)},
		"it gives no more than the most":                  {call.OutageRule{Within: 24 * time.Hour, From: time.Minute, Round: time.Minute, Least: time.Minute, Most: 2 * time.Hour}, at("05:00"), at("16:00"), at("19:00")},
		"a call without the rule stays":                   {call.OutageRule{None: true, Within: 24 * time.Hour, Round: time.Minute, Most: time.Hour}, at("14:00"), at("16:00"), closes},
		"before the call opened nobody could have worked": {rule, opens.AddDate(0, 0, -2), opens, closes},
	} {
		got, moved := c.rule.Moved(opens, closes, c.down, c.up)
		if !got.Equal(c.to) || moved != !c.to.Equal(closes) {
			t.Errorf("%s: %v, %v", name, got, moved)
		}
	}
	if _, moved := rule.Moved(opens, time.Time{}, at("14:00"), at("16:00")); moved {
		t.Error("a call without end was moved")
	}
}

func TestACallFileSaysItsRuleAboutOutages(t *testing.T) {
	d := herbal(t, "assessment:", "outages: {within_hours: 48, from_minutes: 10, round_minutes: 15, least_minutes: 30, most_hours: 10}\nassessment:")
	want := call.OutageRule{Within: 48 * time.Hour, From: 10 * time.Minute, Round: 15 * time.Minute, Least: 30 * time.Minute, Most: 10 * time.Hour}
	if d.Outages != want || herbal(t).Outages != call.DefaultOutageRule {
		t.Errorf("%+v and %+v", d.Outages, herbal(t).Outages)
	}
	for wrong, says := range map[string]string{
		"outages: {within_hours: 0}":                   "within_hours",
		"outages: {within: 24}":                        "not a key",
		"outages: {least_minutes: 300, most_hours: 1}": "more than the most",
	} {
		_, faults := call.Read([]byte(strings.Replace(herbs, "assessment:", wrong+"\nassessment:", 1)))
		if len(faults) != 1 || !strings.Contains(faults[0].Path+faults[0].Sentence, says) {
			t.Errorf("%s: %v", wrong, faults)
		}
	}
}
