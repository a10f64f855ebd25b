package main

import (
	"fmt"
	"strings"

	"vekst/platform/setting"
)

var settings = setting.List{
	{Name: "database", Default: "vekst-data/vekst.db", Help: "path of a SQLite file, or postgres://user:password@host/name", Secret: true},
	{Name: "files", Default: "vekst-data/files", Help: "folder for uploaded files"},
	{Name: "clamd", Default: "", Help: "scanner of viruses (ClamAV) as host:port or the path of its socket; without it files are not scanned, and pages say so"},
	{Name: "listen", Default: "127.0.0.1:8420", Help: "address and port to listen on"},
	{Name: "address", Default: "", Help: "the address people type, as https://host, for links in mail and the name of the log; without it, http:// and what listen says"},
	{Name: "smtp", Default: "", Help: "mail server as smtp://user:password@host:587 or smtps://…; without it mail waits in the outbox", Secret: true},
	{Name: "mail-from", Default: "Vekst <noreply@localhost>", Help: "sender of mail"},
	{Name: "publisher", Default: "Vekst", Help: "who runs this site, as its open data name them"},
	{Name: "contact", Default: "", Help: "address of mail for questions about the open data; without it, none is given"},
	{Name: "zone", Default: "Europe/Sofia", Help: "time zone in which moments are shown"},
	{Name: "metrics", Default: "127.0.0.1:8421", Help: "address and port of metrics, health and readiness for machines; empty for none"},
	{Name: "log-level", Default: "info", Help: "debug, info, warn or error"},
}

// read takes the settings of a command and works out the address people type, without a slash at its end. It refuses an
// address that no browser could open.
func read(list setting.List, args []string) (setting.Values, error) {
	values, err := list.Read(args, setting.Environment)
	if err != nil {
		return nil, err
	}
	if values["address"] == "" {
		values["address"] = "http://" + values["listen"]
	}
	if !strings.HasPrefix(values["address"], "http://") && !strings.HasPrefix(values["address"], "https://") {
		return nil, fmt.Errorf("setting address: %q begins with neither http:// nor https://", values["address"])
	}
	values["address"] = strings.TrimSuffix(values["address"], "/")
	return values, nil
}
