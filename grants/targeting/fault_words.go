package targeting

import (
	"fmt"
	"strings"
)

// faultKeys are the keys, in this feature's words, of the sentences about faults by their English patterns. A test keeps
// the list whole: whoever adds a fault adds its sentence in three languages.
var faultKeys = map[string]string{
	"The %s mean of %s cannot be taken, since %s has the value %s. Choose a scale that begins above 0, or another mean.": "mean",
	"Only %d units have enough figures, and an index compares at least %d.":                                              "few_screened",
	"No unit has a value of the index: too much is missing. Impute, or ask for less to be present.":                      "no_value",
	"%s: %s cannot be divided by %s, which is 0.":                                                                        "divide_by_zero",
	"No unit has a value in %s.": "nobody",
	"There are %d more faults.":  "more",
	"Every unit has the same value in %s (%s), so it tells nobody apart. Leave it out.": "constant",
	"%s has no goalposts: give goalpost_lower and goalpost_upper.":                      "no_goalposts",
	"%s has no Target to measure the distance to.":                                      "no_target",
	"The target of %s (%s) is no better than the worst value (%s).":                     "target_worst",
	"This row has no iCode.":                                                                         "no_icode",
	"%q is not one of: %s.%s":                                                                        "not_one_of",
	"%s: the level %q should be a whole number from 1 to %d.":                                        "level",
	"%s: the direction is 1 (more is more) or -1 (more is less), and not %q.":                        "direction",
	"%s is made of others, which have been turned the right way already: its direction is 1.":        "direction_of_group",
	"%s: a weight is a number from 0.":                                                               "weight",
	"%s: the lower goalpost is not below the upper one.":                                             "goalposts",
	"The code %q is already on line %d.":                                                             "code_twice",
	"%s has the parent %q, and there is no such row.%s":                                              "no_parent_row",
	"%s cannot be part of itself: %s.":                                                               "circle",
	"The indicator %s has no parent.":                                                                "orphan",
	"%s has the parent %s, which is an indicator. Only groups have parts.":                           "parent_indicator",
	"%s is on level %d and its parent %s on level %d. A parent is on a higher level than its parts.": "parent_level",
	"%s is an indicator on level %d. Indicators are on level 1.":                                     "indicator_level",
	"Nothing names %s as its parent.":                                                                "childless",
	"One row has no parent: the index itself. Here there are %d (%s).":                               "tops",
	"All parts of %s have the weight 0.":                                                             "weights_zero",
	"There is no indicator.":                                                                         "no_indicator",
	"The file is larger than %d KB.":                                                                 "too_many_kb",
	"The file is empty.":                                                                             "empty",
	"This is not YAML: %s.":                                                                          "not_yaml",
	"A recipe file holds one recipe. Here a second begins.":                                          "second_recipe",
	"A recipe begins with keys and values; the first is format: %s.":                                 "no_keys",
	"Here should be keys and values (%s).":                                                           "not_keys",
	"%q is not a key that can stand here.%s":                                                         "unknown_key",
	"%q is written twice.":                                                                           "twice",
	"Anchors and aliases (& and *) are not used in recipes. Write the value out here.":               "alias",
	"Here should be a list: one or more lines that begin with a dash.":                               "not_a_list",
	"Number %d of this list is empty.":                                                               "empty_element",
	"Here should be one value, not a list or keys.":                                                  "not_a_value",
	"%q should be a whole number from %d to %d.":                                                     "whole_range",
	"%q should be from 0 to 100 %%.":                                                                 "percent_range",
	"%q should be a number, written like 12 or 3.5.":                                                 "number",
	"This program reads %s, and the file says %q.":                                                   "wrong_format",
	"The id %q should be a name of small letters, digits and hyphens, like deprivation-2019.":        "id",
	"People see the title, and it is missing in: %s.":                                                "title",
	"The scale ends (%s) before it begins (%s).":                                                     "scale",
	"%q is missing.": "missing",
	"The limits of skewness and kurtosis are not below 0.":                                                                   "shape",
	"A mean and a deviation above 0 belong to z-scores.":                                                                     "z_only",
	"A set of weights has a name of its own.":                                                                                "weights_name",
	"Here should be codes and their weights.":                                                                                "weights_of",
	"Random draws need a seed that everybody can repeat: a whole number from 0.":                                             "seed",
	"The number of draws is a power of two, such as 1024 or 4096, so that they are spread evenly.":                           "power_of_two",
	"To impute within groups, name the column of the data that has them (group).":                                            "group_missing",
	"These are %d ways of counting, and at most %d can be counted. Use random draws for the rest.":                           "too_many_ways",
	"%q is already one of the ways. Each is named once.":                                                                     "way_twice",
	"The framework has no indicator %q.%s":                                                                                   "no_such_indicator",
	"The framework has no %q to weigh.%s":                                                                                    "no_such_node",
	"The data have no column %q.%s":                                                                                          "no_group_column",
	"Nothing is left to count.":                                                                                              "nothing_left",
	"%d are to be chosen, and there are %d units.":                                                                           "too_many_chosen",
	"%d weights and choices would vary, and at most %d can. Let the weights stand (weights: 0 %%), or leave indicators out.": "too_many_inputs",
	"The file is larger than %d MB.":                                                                                         "too_many_mb",
	"This is not a CSV file, or one in UTF-16. Save it as CSV in UTF-8.":                                                     "not_csv",
	"A quotation mark stands where none can be. A cell with quotation marks is put between quotation marks, and each of its own is doubled.": "quotation",
	"The file cannot be read.":                     "unreadable",
	"This row has %d cells, and the first has %d.": "cells",
	"The column %q is there twice.":                "column_twice",
	"There is no column %q.%s":                     "no_column",
	"%s, column %s: %q can be read in two ways. Write decimals with a point and thousands without a mark.": "two_ways",
	"%s, column %s: %q is not a number. Leave the cell empty where there is none.":                         "not_a_number",
	"%s, column %s: %q is too large.":                           "too_large",
	"This row has no uCode.":                                    "no_ucode",
	"The code %q is already on line %d. Each unit has one row.": "unit_twice",
	"There are %d units, and an index compares at least %d.":    "few_units",
	"The framework has %q, and there is no such column.%s":      "figure_column",
	"With the weights %q, all parts of %s have the weight 0.":   "set_zero",
}

// renamed is the fault with codes as what people call them.
func (f *Fault) renamed(name func(code string) string) *Fault {
	g := *f
	g.with = make([]any, len(f.with))
	for i, value := range f.with {
		if code, ok := value.(string); ok {
			value = strings.Join(each(strings.Split(code, circleMark), name), circleMark)
		}
		g.with[i] = value
	}
	return &g
}

// Say says the fault in a language, with its values and the word that was probably meant. Its place is not said.
func (f *Fault) Say(say func(key string, args ...any) string) string {
	key, ok := faultKeys[f.pattern]
	if !ok {
		return f.Sentence
	}
	var args []any
	near := hint("")
	for i, value := range f.with {
		switch v := value.(type) {
		case hint:
			near = v
			continue
		case Averaging:
			value = say("targeting.averaging." + string(v))
		}
		args = append(args, string(rune('A'+i)), fmt.Sprint(value))
	}
	sentence := say("targeting.fault."+key, args...)
	if near != "" {
		sentence += " " + say("targeting.fault.near", "Word", string(near))
	}
	return sentence
}
