package selection

import (
	"fmt"
	"io"
	"os"
	"slices"

	"vekst/value/money"
)

const verifyUsage = `Usage: vekst verify ranking FILE

Remakes a published ranking from the experts' points in it and names the first difference.
`

// VerifyRankingCommand is `vekst verify ranking FILE`. It returns the exit code: 0 when the list holds, 1 when it does
// not, with the first difference, and 2 when it was used wrongly or the file is no list.
func VerifyRankingCommand(args []string, stdout, stderr io.Writer) int {
	if len(args) == 1 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		fmt.Fprint(stdout, verifyUsage)
		return 0
	}
	if len(args) != 1 {
		fmt.Fprint(stderr, verifyUsage)
		return 2
	}
	report, err := verifyFile(args[0])
	if err != nil {
		fmt.Fprintf(stderr, "vekst verify ranking: %v\n", err)
		return 2
	}
	if report.Difference != "" {
		fmt.Fprintf(stdout, "the list does not hold: %s\n", report.Difference)
		return 1
	}
	fmt.Fprintln(stdout, report.holds())
	return 0
}

func verifyFile(name string) (Report, error) {
	opened, err := os.Open(name)
	if err != nil {
		return Report{}, err
	}
	defer opened.Close()
	return Verify(opened)
}

func (r Report) holds() string {
	without := fmt.Sprintf("%d in reserve", r.Outcomes[Reserve])
	if n := r.Outcomes[NoMoney]; n > 0 {
		without = fmt.Sprintf("%d rejected for lack of money", n)
	}
	return fmt.Sprintf("the list holds: %d rows: %d funded, %d in part, %s, %d below the threshold, %d rejected; %s awarded, %s left; SHA-256 %s",
		r.Rows, r.Outcomes[Funded], r.Outcomes[Partial], without, r.Outcomes[Below], r.Outcomes[Rejected],
		money.Plain(r.Awarded), money.Plain(r.Left), r.SHA256)
}
