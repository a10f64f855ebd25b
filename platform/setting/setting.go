// Package setting reads the settings of the program: a flag wins over an environment variable, that over a line in a
// file, that over the default. The list is also the documentation.
package setting

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
)

// Setting is one thing an administrator can set. Name is the flag; the variable is VEKST_ and the name in capitals with
// underscores; in a file it is the name itself. A Secret is never printed.
type Setting struct {
	Name, Default, Help string
	Secret              bool
}

// List is the settings a command takes.
type List []Setting

// Values are the settings of one run, by name.
type Values map[string]string

// Variable is the environment variable of the setting: VEKST_DATABASE for database.
func (s Setting) Variable() string {
	return "VEKST_" + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// Read takes the settings from args, environment (os.LookupEnv in the program) and the file that --config or
// VEKST_CONFIG names. It refuses what it does not know.
func (l List) Read(args []string, environment func(string) (string, bool)) (Values, error) {
	flags := flag.NewFlagSet("vekst", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	config := flags.String("config", "", "")
	given := map[string]*string{}
	for _, s := range l {
		given[s.Name] = flags.String(s.Name, s.Default, s.Help)
	}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is not a setting; settings are written --name=value", flags.Arg(0))
	}
	if *config == "" {
		*config, _ = environment("VEKST_CONFIG")
	}
	values, err := l.file(*config)
	if err != nil {
		return nil, err
	}
	for _, s := range l {
		if v, ok := environment(s.Variable()); ok {
			values[s.Name] = v
		}
	}
	flags.Visit(func(f *flag.Flag) {
		if v, ok := given[f.Name]; ok {
			values[f.Name] = *v
		}
	})
	return values, nil
}

func (l List) file(path string) (Values, error) {
	values := Values{}
	for _, s := range l {
		values[s.Name] = s.Default
	}
	if path == "" {
		return values, nil
	}
	var lines map[string]any
	if _, err := toml.DecodeFile(path, &lines); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var unknown []error
	for name, value := range lines {
		if _, ok := values[name]; !ok {
			unknown = append(unknown, fmt.Errorf("%s: there is no setting %q", path, name))
		}
		values[name] = fmt.Sprint(value)
	}
	return values, errors.Join(unknown...)
}

// Print writes the list with defaults and help, for vekst help.
func (l List) Print(w io.Writer) {
	for _, s := range l {
		fmt.Fprintf(w, "  --%s, %s", s.Name, s.Variable())
		if s.Default != "" && !s.Secret {
			fmt.Fprintf(w, " (default %s)", s.Default)
		}
		fmt.Fprintf(w, "\n      %s\n", s.Help)
	}
}

// Environment is os.LookupEnv, the usual source.
var Environment = os.LookupEnv
