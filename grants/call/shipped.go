package call

import (
	"embed"
	"fmt"
	"path"
)

//go:embed shipped/*.yaml
var shipped embed.FS

// Shipped are the calls that come with the program, in the order of their file names: the concept call of 2020, the
// small grants scheme of 2022 and the survey of assets of 2019. A fault in one is an error; the tests keep them without.
func Shipped() ([]Definition, error) {
	files, err := shipped.ReadDir("shipped")
	if err != nil {
		return nil, err
	}
	var all []Definition
	for _, file := range files {
		data, err := shipped.ReadFile(path.Join("shipped", file.Name()))
		if err != nil {
			return nil, err
		}
		d, faults := Read(data)
		if len(faults) > 0 {
			return nil, fmt.Errorf("call: shipped/%s:%s", file.Name(), faults[0])
		}
		all = append(all, d)
	}
	return all, nil
}
