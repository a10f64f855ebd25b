package setting_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vekst/platform/setting"
)

var list = setting.List{
	{Name: "listen", Default: "127.0.0.1:1", Help: "where to listen"},
	{Name: "mail-from", Default: "nobody", Help: "who sends"},
	{Name: "smtp", Default: "hidden", Help: "server", Secret: true},
}

func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := variables[name]; return v, ok }
}

func TestRefusesWhatIsNoSetting(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vekst.toml")
	if err := os.WriteFile(file, []byte("lisen = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"an unknown flag": {"--lisen=x"}, "a word": {"listen"}, "an unknown line in the file": {"--config", file},
		"a file there is not": {"--config", file + "x"},
	} {
		if _, err := list.Read(args, environment(nil)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestAFlagWinsOverTheVariableAndThatOverTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vekst.toml")
	if err := os.WriteFile(file, []byte("listen = \"file\"\nmail-from = \"file\"\nsmtp = \"file\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v, err := list.Read([]string{"--listen=flag"}, environment(map[string]string{
		"VEKST_CONFIG": file, "VEKST_LISTEN": "variable", "VEKST_MAIL_FROM": "variable"}))
	if err != nil {
		t.Fatal(err)
	}
	if v["listen"] != "flag" || v["mail-from"] != "variable" || v["smtp"] != "file" {
		t.Errorf("%v", v)
	}
}

func TestHelpListsEverySettingButNoSecret(t *testing.T) {
	var b bytes.Buffer
	list.Print(&b)
	for _, s := range list {
		if !strings.Contains(b.String(), s.Name) || !strings.Contains(b.String(), s.Variable()) {
			t.Errorf("%s is not in the help", s.Name)
		}
	}
	if strings.Contains(b.String(), "hidden") {
		t.Error("the help shows a secret's default")
	}
}
