package main

import "vekst/platform/setting"

var settings = setting.List{
	{Name: "database", Default: "vekst-data/vekst.db", Help: "path of a SQLite file, or postgres://user:password@host/name", Secret: true},
	{Name: "files", Default: "vekst-data/files", Help: "folder for uploaded files"},
	{Name: "clamd", Default: "", Help: "scanner of viruses (ClamAV) as host:port or the path of its socket; without it files are not scanned, and pages say so"},
	{Name: "listen", Default: "127.0.0.1:8420", Help: "address and port to listen on"},
	{Name: "address", Default: "http://127.0.0.1:8420", Help: "the address people type, for links in mail and the name of the log"},
	{Name: "smtp", Default: "", Help: "mail server as smtp://user:password@host:587 or smtps://…; without it mail waits in the outbox", Secret: true},
	{Name: "mail-from", Default: "Vekst <noreply@localhost>", Help: "sender of mail"},
	{Name: "zone", Default: "Europe/Sofia", Help: "time zone in which moments are shown"},
	{Name: "metrics", Default: "127.0.0.1:8421", Help: "address and port of metrics, health and readiness for machines; empty for none"},
	{Name: "log-level", Default: "info", Help: "debug, info, warn or error"},
}
