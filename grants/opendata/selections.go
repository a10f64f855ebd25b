package opendata

import (
	"fmt"
	"slices"
	"strconv"

	"vekst/grants/chosen"
	"vekst/grants/targeting"
	"vekst/platform/db"
	"vekst/platform/geo"
)

// selections are the published choices of municipalities by an index.
func (h *house) selections() Dataset {
	return Dataset{
		Name: "selections", Themes: []string{"REGI", "GOVE"}, Licence: attribution, Key: []string{"selection"}, State: stateOfSelections,
		Fields: slices.Concat(always(Integer, "selection"), fields(String, "title_bg", "title_nb", "title_en"), always(Moment, "published"), fields(Integer, "index"),
			always(String, "program", "sha256"), always(Integer, "municipalities", "number_chosen"), fields(Integer, "replaces"), always(Link, "address")),
		Rows: h.eachSelection,
	}
}

func (h *house) eachSelection(r db.Reader, _ int, each func(Row) error) error {
	all, err := chosen.Selections(r)
	if err != nil {
		return err
	}
	numbers := map[string]int64{}
	for _, s := range all {
		numbers[s.ID] = int64(s.Number)
	}
	for _, s := range all {
		x, err := targeting.Find(r, s.Index)
		if err != nil {
			return err
		}
		cells := slices.Concat([]any{int64(s.Number)}, words(s.Title.BG, s.Title.NB, s.Title.EN, moment(s.DecidedAt)), []any{positive(int64(x.Number))}, words(s.Program, s.SHA256),
			[]any{int64(s.Units), int64(s.ChosenUnits), positive(numbers[s.Supersedes]), h.Address + "/chosen/" + strconv.Itoa(s.Number)})
		if err := each(Row{Cells: cells}); err != nil {
			return err
		}
	}
	return nil
}

func stateOfSelections(r db.Reader) (string, error) {
	all, err := chosen.Selections(r)
	if err != nil || len(all) == 0 {
		return "none", err
	}
	return fmt.Sprintf("%d.%s", len(all), all[0].SHA256), nil
}

// reasons are why a municipality is chosen, or why it is not.
var reasons = []string{string(chosen.AmongThem), string(chosen.BeyondCut), string(chosen.GroupIsFull), string(chosen.NotReached), string(chosen.NotKnown),
	string(chosen.Excluded), string(chosen.NoValue), string(chosen.Screened)}

// selectionResults are what became of every municipality in every published selection, chosen or not.
func (h *house) selectionResults() Dataset {
	return Dataset{
		Name: "selection-results", Themes: []string{"REGI", "GOVE"}, Licence: attribution, HasPlace: true, Key: []string{"selection", "municipality"}, State: stateOfSelections, Numbered: "selections",
		Fields: slices.Concat(always(Integer, "selection"), always(String, "municipality"), fields(String, "name", "group"), fields(Number, "value"), fields(Integer, "place"),
			always(Boolean, "chosen"), []Field{{Name: "why", Type: String, Always: true, OneOf: reasons}}, fields(Integer, "chosen_in_ways", "ways"),
			fields(Number, "longitude", "latitude"), always(Link, "address")),
		Rows: h.eachSelectionResult,
	}
}

func (h *house) eachSelectionResult(r db.Reader, only int, each func(Row) error) error {
	all, err := chosen.Selections(r)
	if err != nil {
		return err
	}
	d, err := h.atlas.Of(r)
	if err != nil {
		return err
	}
	for _, s := range all {
		if only != 0 && s.Number != only {
			continue
		}
		rows, err := chosen.Rows(r, s.Number)
		if err != nil {
			return err
		}
		for _, f := range rows {
			at := geo.Position{}
			if m, ok := d.Municipality(f.Code); ok {
				at = seat(m)
			}
			if err := each(Row{h.frozen(s.Number, f, at), point(at)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *house) frozen(number int, f chosen.Frozen, at geo.Position) []any {
	var value any
	if f.Value != "" && f.Value != "NA" {
		value = Exact(f.Value)
	}
	return slices.Concat([]any{int64(number), f.Code, word(f.Name), word(f.Group), value, positive(int64(f.Place)), f.In, f.Why, int64(f.InWays), positive(int64(f.Ways))},
		degrees(at), words(h.Address+"/chosen/"+strconv.Itoa(number)+"/municipalities/"+f.Code))
}
