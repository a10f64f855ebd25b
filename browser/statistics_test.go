package browser_test

import (
	"os"
	"path/filepath"
	"testing"
)

// figuresFile has what an official may send: decimal commas, a percentage that can be read in two ways, the other code of the
// capital, a name that two municipalities share, and words for a number.
const figuresFile = "код;община;unemployment_2019;population_2021\nVTR13;Елена;1,234;7 738\nPVN16;Левски;12,5;\n;Бяла;8,1;\nVAR9;;5,5;\nSOF00;;много;\n"

// An officer sends a file, is asked what is doubtful, sees what is wrong and what changes, imports it and takes it back; each
// page suits everybody, and so do the lists and a page of a municipality.
func TestAnOfficerImportsFiguresAndTakesThemBack(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(1) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, ownDemo(t), l, phone)
			p.mayLog("status of 422")
			p.becomes("operator", "/statistics/imports")
			p.suits()
			p.press(p.says("statistics.imports.look"))
			p.sees(p.says("statistics.refusal.no_file"))
			p.suits()
			file := filepath.Join(t.TempDir(), "figures.csv")
			if err := os.WriteFile(file, []byte(figuresFile), 0o600); err != nil {
				t.Fatal(err)
			}
			p.chooseFile("file", file)
			p.press(p.says("statistics.imports.look"))
			p.sees("1,234", "VAR9", "RSE04 ", p.says("statistics.fault.number", "Count", 1), p.says("statistics.import.open"))
			p.shot("import-asked")
			p.suits()
			p.choose(p.says("statistics.doubt.decimal", "Value", decimalIn(l)))
			p.press(p.says("statistics.column.do"))
			p.press(p.says("statistics.import.do", "Added", "0", "Changed", "3"))
			p.sees(p.says("statistics.refusal.faults", "Count", 3))
			p.suits()
			p.click("choice", p.says("statistics.import.leave_out", "Count", 3))
			p.press(p.says("statistics.import.do", "Added", "0", "Changed", "3"))
			p.sees(p.says("statistics.state.standing"), p.says("statistics.import.undo"))
			p.shot("import-standing")
			p.suits()
			p.press(p.says("statistics.import.undo_do"))
			p.sees(p.says("statistics.state.undone"))
			p.visitPublic("/municipalities/VTR13")
			p.sees("7", "11")
			p.shot("municipality-figures")
			p.suits()
			for _, path := range []string{"/municipalities?country=NO", "/municipalities/NO-5014", "/municipalities/DOB15", "/statistics", "/statistics/dzi"} {
				p.visitPublic(path)
				p.suits()
			}
			for _, path := range []string{"/municipalities/VTR13/contact", "/answering", "/statistics/define?indicator=dzi"} {
				p.visit(path)
				p.suits()
			}
		})
	}
}

func decimalIn(l string) string {
	if l == "en" {
		return "1.234"
	}
	return "1,234"
}
