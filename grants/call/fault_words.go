package call

import "fmt"

// faultKeys are the keys, in this feature's words, of the sentences about faults by their English patterns. A test keeps
// the list whole: whoever adds a fault adds its sentence in three languages.
var faultKeys = map[string]string{
	"There is no rule set %q.":                                                                                     "no_rule_set",
	"The rule set %s is in version %s, not %d.":                                                                    "rule_version",
	"%s EUR is outside rule G1 (%s), which has %s EUR and is %s.":                                                  "outside_grant_rule",
	"The call would be open for less than %d months, which rule C2 has (%s).":                                      "open_too_short",
	"The call closes before it opens.":                                                                             "closes_before_opens",
	"The call is announced after it has opened.":                                                                   "announced_late",
	"The decision is expected before the call has closed.":                                                         "decision_early",
	"Activities end before the call has closed.":                                                                   "activities_early",
	"A call of kind %s gives money: say how much under money.":                                                     "money_missing",
	"A call of kind %s gives no money and is not assessed: leave %s out.":                                          "contribution_has",
	"The smallest grant (%s) is more than the largest (%s).":                                                       "smallest_above_largest",
	"The largest grant (%s) is more than the whole budget (%s).":                                                   "largest_above_budget",
	"A rate of 0 %% pays nothing.":                                                                                 "rate_zero",
	"The field %q is already on line %d. A field's id is used once in the whole form.":                             "field_twice",
	"A field cannot be called %q: the word has a meaning in conditions.":                                           "field_reserved",
	"The budget field, and no other, has the id budget.":                                                           "budget_name",
	"A budget needs to know how much one may ask for, and the call has no money.":                                  "budget_without_money",
	"Settlements make a target area, and the territory does not say how large it may be (target_area).":            "settlements_without_limit",
	"The least is more than the most.":                                                                             "least_above_most",
	"The earliest day comes after the latest.":                                                                     "earliest_after_latest",
	"One file of the field %q may have %d MB, and all files together %d MB.":                                       "files_total_small",
	"At least %d rows are wanted, and at most %d fit.":                                                             "rows_least_above_most",
	"A budget has at least one heading.":                                                                           "no_heading",
	"There is no heading %q.%s":                                                                                    "unknown_heading",
	"The other funding cannot be called grant: the grant is what is asked for.":                                    "funding_grant",
	"A question cannot be called %q: the word has a meaning in conditions.":                                        "question_reserved",
	"The threshold of %s points cannot be reached: the group has %s.":                                              "group_threshold_unreachable",
	"The groups, weighed, add up to %s points, and the total says %s.":                                             "total_wrong",
	"The threshold of %s points cannot be reached: the total is %s.":                                               "threshold_unreachable",
	"A criterion of 0 points decides nothing.":                                                                     "criterion_zero",
	"The best option gives %s points, and the criterion says %s.":                                                  "best_option",
	"With two experts, say at what divergence (percent of the higher score) a third is called.":                    "divergence_missing",
	"With two experts, say which pair counts when the third score lies in the middle: higher, lower or committee.": "tie_missing",
	"There is no %s %q that could be compared.%s":                                                                  "breaker_unknown",
	"A draw decides everything: nothing can come after it.":                                                        "draw_not_last",
	"The last tie-breaker is a draw, so that there is always an order.":                                            "draw_missing",
	"Say what happens to the first project the money does not suffice for: stop, skip or partial.":                 "marginal_missing",
	"Say the least part of a grant that is worth giving (partial_min).":                                            "partial_min_missing",
	"The call gives no money, so say how many are selected (places).":                                              "places_missing",
	"The mark stands for %q, and there is no such place in the file.":                                              "mark_of_nothing",
	"What is marked %s was read somewhere: name the source.":                                                       "mark_without_source",
	"What is invented has a note that says so to people.":                                                          "invented_unsaid",
	"There is no source %q.%s":                                                                                     "source_unknown",
	"Nothing says how sure we are of %q. Mark it (confirmed, programme, unconfirmed or invented) under marks.":     "unmarked",
	"Anchors and aliases (& and *) are not used in call files. Write the value out here.":                          "alias",
	"Here should be keys and values (%s).":                                                                         "not_keys",
	"%q is not a key that can stand here.%s":                                                                       "unknown_key",
	"%q is written twice.":                                                                                         "key_twice",
	"%q is missing.":                                                                                               "missing",
	"Here should be a list: one or more lines that begin with a dash.":                                             "not_a_list",
	"Number %d of this list is empty.":                                                                             "empty_element",
	"Here should be one value, not a list or keys.":                                                                "not_a_value",
	"%q stands in the list twice.":                                                                                 "listed_twice",
	"%q is not %s.":                                                                                                "not_like",
	"Here should be %s.":                                                                                           "should_be",
	"%q is not one of: %s.%s":                                                                                      "not_one_of",
	"%q should be true or false.":                                                                                  "not_yes_no",
	"%q should be a whole number from %d to %d.":                                                                   "whole_range",
	"%q is too large.":                                                  "too_large",
	"%q should be from 0 to %s.":                                        "amount_range",
	"%q should be from 0 to %d %%.":                                     "percent_range",
	"%q should be from 0 to 100000 points.":                             "points_range",
	"%q is not a date, written like 2024-04-30.":                        "not_a_date",
	"%q is not a time of day on a date, written like 2022-10-07T17:00.": "not_a_moment",
	"There is no %s in %s: the clocks go forward over it.":              "skipped_hour",
	"People see this text, and it is missing in: %s.":                   "text_missing",
	"A condition is true or false, and this one gives %s.":              "not_true_false",
	"This condition may take %s steps for one answer, and %d is the limit. Loops inside loops multiply: use fewer, or give the tables a smaller max_rows.": "too_costly",
	"In the condition, %s.":                                         "condition_literal",
	"The condition cannot be used: %s":                              "condition_unusable",
	"The condition refers to a part called %q that is not there.%s": "condition_part",
	`%q cannot be used with (%s). Amounts are compared with euro(5000), dates with date("2024-04-30").`: "condition_kinds",
	"The condition cannot be read: %s.":                                                                              "condition_unreadable",
	"The condition refers to %q, and the form has no field of that name.%s":                                          "condition_field",
	"Whether a field is shown cannot depend on itself: %s.":                                                          "condition_circle",
	"The condition fails on a form that is still empty (%s). Begin it with answered.FIELD && or !answered.FIELD ||.": "condition_empty",
	"The file has %d bytes. A call file has at most %d.":                                                             "too_many_bytes",
	"The file is empty.": "empty_file",
	"A call file holds one call. Here a second begins.":                                                        "second_call",
	"A call file begins with keys and values; the first is format: %s.":                                        "no_keys",
	"This is not YAML: %s. Between { and }, a text with a comma, a colon or a question mark stands in quotes.": "not_yaml_quotes",
	"This is not YAML: %s.":                                                                                                               "not_yaml",
	"This program reads %s, and the file says %q.":                                                                                        "wrong_format",
	"The id %q is used twice.":                                                                                                            "id_twice",
	"%q is not a time zone, like Europe/Sofia.":                                                                                           "not_a_zone",
	"%q is not the code of a municipality, like VAR09.":                                                                                   "not_a_municipality",
	"Say either whole: true, or the municipalities, and not both.":                                                                        "whole_or_some",
	"A form has at least one section.":                                                                                                    "no_section",
	"A section has at least one field.":                                                                                                   "no_field",
	"The call has no activities_end that this date could keep to.":                                                                        "no_activities_end",
	"A choice has at least two options.":                                                                                                  "too_few_options",
	"A column has no conditions of its own. Write them as checks of the table.":                                                           "column_condition",
	"A column asks no fact of the applicant's profile (same_as): its rows are about others.":                                              "column_same_as",
	"A column cannot be called id: every row has one already.":                                                                            "column_id",
	"A column cannot be of kind %q.":                                                                                                      "column_kind",
	"A refusal has either an answer or a condition (when).":                                                                               "refusal_either",
	"There is at least one group of criteria.":                                                                                            "no_group",
	"A call of kind %s needs two experts: one alone is only for smaller grants (rule L19).":                                               "two_experts",
	"The least a deadline is moved is more than the most.":                                                                                "outage_least_above_most",
	"One expert alone has nobody to differ from: leave %s out, or let two experts score.":                                                 "one_expert",
	"All headings are flat rates, and there is nothing they could be a share of.":                                                         "all_flat",
	"A unit cost is a quantity times a price, and the lines of this budget are amounts. Write lines: priced.":                             "unit_unpriced",
	"A price of 0 pays nothing.":                                                                                                          "price_zero",
	"A flat rate of 0 %% pays nothing.":                                                                                                   "flat_zero",
	"Say which headings the flat rate is a share of.":                                                                                     "flat_of_nothing",
	"%q is a flat rate itself. A flat rate is a share of costs that are written as lines.":                                                "flat_of_flat",
	"Some funding is in kind. Say how much of the co-financing may be (in_kind; rule F3 has 50 %%).":                                      "in_kind_missing",
	"This limits funding in kind, and no source is of kind in-kind.":                                                                      "in_kind_of_nothing",
	"A column is not declared by each partner (by_partner): only a question of its own is.":                                               "column_declared",
	"What each partner declares names the person who did, and cannot be public.":                                                          "declared_public",
	"There is no field %q of kind %s.%s":                                                                                                  "reference_unknown",
	"The rule set %s has no rule %s.":                                                                                                     "no_such_rule",
	"Rule %s of %s has no value %q that could stand here.":                                                                                "no_such_value",
	"%s is outside rule %s.%s, which has %s (%s, %s).":                                                                                    "outside_rule",
	"A value comes from something that is answered, and this is always the same.":                                                         "source.constant",
	"The field is an amount, and this gives a number.":                                                                                    "source.is_number",
	"The field is a number, and this gives an amount.":                                                                                    "source.is_amount",
	"A field that is computed asks no fact of the applicant's profile (same_as).":                                                         "source.same_as",
	"A value that is computed is a number or an amount, and this gives %s.":                                                               "source.kind",
	"A value is computed from numbers, amounts, sums and counts of tables, and the budget, with + - * and /. This cannot stand here: %s.": "source.unusable",
	"Amounts and numbers cannot be added to or taken from one another. An amount is written euro(5000).":                                  "source.mixed",
	"An amount cannot be multiplied by an amount, nor a number divided by one.":                                                           "source.square",
	"The value of a field cannot come from itself: %s.":                                                                                   "source.circle",
	"A column is not computed: what comes from it is (from of another field).":                                                            "source.column",
}

// describedKeys are the keys of what should be written in a place.
var describedKeys = map[described]string{
	"a name of small letters, digits and hyphens, like job-creation-2022": "slug",
	"a code like BGLD-1.004":                                                  "code",
	"a pattern of numbers, like BGLD-1.004-{0000}":                            "pattern",
	"the name of a programme, like bg-localdev":                               "programme",
	"a rule set and its version, like eea-2014-2021@1":                        "rules",
	"an id of small letters, digits and underscores, beginning with a letter": "id",
	"the code of a country in two capital letters, like BG":                   "country",
	"a web address": "address",
	"a number with so many decimals as the field has":                      "number",
	"the ending of a file name without its point, like pdf":                "ending",
	`"group ID", "criterion ID", "field ID", "field ID smaller" or "draw"`: "breaker",
	"an amount, written like 3523000 or 4999.50":                           "amount",
	"a percentage, written like 85 or 7.5 %":                               "percent",
	"a number of points, written like 20 or 2.5":                           "points",
	"a rule of the rule set and its value, like E11.of-staff":              "rule_value",
}

// Say says a fault in the language of say, which finds a sentence by its key and takes pairs of names and values. A fault
// that has no sentence of its own, as one of a Bound may, is said in English.
func (f Fault) Say(say func(key string, args ...any) string) string {
	key, ok := faultKeys[f.Pattern]
	if !ok {
		return f.Sentence
	}
	var args []any
	near := ""
	for i, value := range f.With {
		switch v := value.(type) {
		case hint:
			near = v.near
			continue
		case described:
			if key, ok := describedKeys[v]; ok {
				value = say("call.described." + key)
			}
		}
		args = append(args, string(rune('A'+i)), fmt.Sprint(value))
	}
	sentence := say("call.fault."+key, args...)
	if near != "" {
		sentence += " " + say("call.fault.near", "Word", near)
	}
	return sentence
}

// Missing says whether the fault is only that something has not been written yet.
func (f Fault) Missing() bool {
	switch faultKeys[f.Pattern] {
	case "missing", "text_missing", "money_missing", "no_section", "no_field", "no_heading", "no_group", "too_few_options", "divergence_missing", "tie_missing",
		"marginal_missing", "partial_min_missing", "places_missing", "refusal_either", "flat_of_nothing", "in_kind_missing":
		return true
	}
	return false
}
