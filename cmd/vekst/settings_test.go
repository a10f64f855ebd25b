package main

import (
	"strings"
	"testing"
	"time"
)

func TestTheAddressPeopleTypeIsOneABrowserCanOpen(t *testing.T) {
	for _, address := range []string{"127.0.0.1:9000", "vekst.example", "ftp://vekst.example"} {
		if _, err := read(settings, []string{"--address", address}); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for want, args := range map[string][]string{
		"http://127.0.0.1:8420": nil,
		"http://127.0.0.1:9000": {"--listen", "127.0.0.1:9000"},
		"https://vekst.example": {"--listen", "127.0.0.1:9000", "--address", "https://vekst.example/"},
	} {
		if values, err := read(settings, args); err != nil || values["address"] != want {
			t.Errorf("%v: %q, %v", args, values["address"], err)
		}
	}
}

func TestTheDemonstrationSaysWhereItIsAndWhatItKeeps(t *testing.T) {
	says := func(args ...string) string {
		values, err := read(demoSettings(), args)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		welcome(&b, values, time.Now(), time.UTC)
		return b.String()
	}
	if s := says("--listen", "127.0.0.1:9000", "--database", "elsewhere.db"); !strings.Contains(s, "http://127.0.0.1:9000/demo/be/owner") || strings.Contains(s, demoFolder) {
		t.Error(s)
	}
	if s := says(); !strings.Contains(s, "Everything is kept in "+demoFolder) {
		t.Error(s)
	}
}
