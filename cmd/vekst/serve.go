package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones on machines without them

	"vekst/demo"
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/guidance"
	"vekst/grants/outage"
	"vekst/grants/resource"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/presence"
	"vekst/platform/pulse"
	"vekst/platform/scan"
	"vekst/platform/seal"
	"vekst/platform/setting"
	"vekst/platform/token"
	"vekst/platform/web"
)

// program is the running program: what serve and demo have in common.
type program struct {
	values   setting.Values
	log      *slog.Logger
	db       *db.DB
	door     *action.Door
	sealer   *seal.Sealer
	features []feature.Feature
	site     *web.Site
	worker   *outbox.Worker
	pulse    *pulse.Pulse
	slow     *outbox.Worker // of lines that letters do not wait for
	demo     bool
}

func serve(ctx context.Context, args []string) error {
	values, err := read(settings, args)
	if err != nil {
		return err
	}
	p, err := open(ctx, values, db.Now, nil)
	if err != nil {
		return err
	}
	defer p.close()
	return p.run(ctx)
}

func migrate(ctx context.Context, args []string) error {
	values, err := read(settings, args)
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, values["database"])
	if err != nil {
		return err
	}
	return errors.Join(d.Migrate(ctx, schemas(features(options{}))...), d.Close())
}

// open opens the database, brings it up to date and puts the parts together. A clock makes it a demonstration.
func open(ctx context.Context, values setting.Values, now func() time.Time, clock *demo.Clock) (*program, error) {
	p := &program{values: values, log: logger(values["log-level"]), demo: clock != nil}
	var err error
	if p.db, err = db.Open(ctx, values["database"]); err != nil {
		return nil, err
	}
	p.door = action.Open(p.db, now)
	p.sealer = seal.New(p.db, p.door, origin(values["address"]), p.log)
	o := options{Clock: clock, Values: values, Sealer: p.sealer, Presence: presence.New(p.db, p.log)}
	if values["clamd"] != "" {
		if o.Scanner, err = scan.New(values["clamd"]); err != nil {
			return nil, errors.Join(fmt.Errorf("setting clamd: %w", err), p.db.Close())
		}
	}
	p.features = features(o)
	if err := p.db.Migrate(ctx, schemas(p.features)...); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	if err := token.Prepare(ctx, p.door); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	if err := p.assemble(); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	return p, nil
}

func (p *program) close() {
	if err := p.db.Close(); err != nil {
		p.log.Error("close", "error", err)
	}
}

// origin names the log: the address without its scheme.
func origin(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	return strings.TrimSuffix(rest, "/") + "/log"
}

func logger(level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: l}))
}

// assemble makes the site of all features.
func (p *program) assemble() error {
	catalog, err := words(p.features)
	if err != nil {
		return err
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(p.values["zone"])
	if err != nil {
		return fmt.Errorf("setting zone: %w", err)
	}
	p.site = &web.Site{Door: p.door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone, Log: p.log, Nav: navigation, Several: p.db.Engine() != "sqlite",
		Identify: account.Identify, AskToSignIn: account.AskToSignIn}
	post, err := mail.Handler(mail.Options{Catalog: catalog, Address: p.values["address"], From: p.values["mail-from"], Server: p.values["smtp"], Demo: p.demo})
	if err != nil {
		return err
	}
	handlers, slow := map[string]outbox.Handler{mail.Kind: post}, map[string]outbox.Handler{}
	for _, f := range p.features {
		if f.Routes != nil {
			f.Routes(p.site)
		}
		for kind, h := range f.Outbox {
			handlers[kind] = h
		}
		maps.Copy(slow, f.Slow)
	}
	p.site.Languages()
	p.site.Raw("/assets/", assets)
	p.site.Raw("GET /offline.js", assets.Worker("offline.js"))
	p.site.Raw("GET "+seal.Address, p.sealer)
	p.pulse = pulse.New(p.db, p.door, time.Now, p.log)
	p.pulse.Found = outage.Judge(p.door)
	p.worker, p.slow = outbox.NewWorker(p.door, handlers, p.log), outbox.NewWorker(p.door, slow, p.log)
	p.worker.Elsewhere, p.slow.Elsewhere = slices.Collect(maps.Keys(slow)), slices.Collect(maps.Keys(handlers))
	if p.values["clamd"] == "" {
		p.slow.Resting = []string{application.ScanKind, guidance.ScanKind, resource.ScanKind}
	}
	if p.values["smtp"] == "" && !p.demo {
		p.worker.Resting = []string{mail.Kind}
		p.log.Warn("no mail server is set: letters wait in the outbox", "setting", "smtp")
	}
	return nil
}

var navigation = []web.NavLink{
	{Key: "look.nav.calls", Link: "/calls"},
	{Key: "look.nav.programme", Link: "/programme"},
	{Key: "look.nav.municipalities", Link: "/municipalities"},
	{Key: "look.nav.results", Link: "/results"},
	{Key: "look.nav.verify", Link: "/verify"},
}

// run serves until ctx ends, then lets requests, jobs and writes finish.
func (p *program) run(ctx context.Context) error {
	p.pulse.Once(ctx) // before anybody is told that a call has closed: the outage that ends now may have moved its deadline
	listener, err := net.Listen("tcp", p.values["listen"])
	if err != nil {
		return err
	}
	server := &http.Server{Handler: p.site, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	var jobs sync.WaitGroup
	jobs.Go(func() { p.sealer.Run(ctx) })
	jobs.Go(func() { p.worker.Run(ctx) })
	jobs.Go(func() { p.pulse.Run(ctx) })
	for _, f := range p.features {
		if f.Job != nil {
			jobs.Go(func() { f.Job(ctx, p.door, p.log) })
		}
	}
	jobs.Go(func() { p.slow.Run(ctx) })
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	machines := p.machines()
	if machines != nil {
		go func() { failed <- machines.ListenAndServe() }()
	}
	p.log.Info("listening", "address", p.values["address"], "listen", listener.Addr().String(), "engine", p.db.Engine())
	select {
	case <-ctx.Done():
	case err := <-failed:
		return err
	}
	end, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	err = server.Shutdown(end)
	if machines != nil {
		err = errors.Join(err, machines.Shutdown(end))
	}
	jobs.Wait()
	return err
}
