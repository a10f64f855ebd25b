package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
)

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// rank is the ranking of 10,000 applications, as the benchmark of grants/selection has it.
func (b *bench) rank(context.Context) error {
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", "Rank10k", "-benchtime", "2s", "./grants/selection").Output()
	if err != nil {
		return err
	}
	m := regexp.MustCompile(`(\d+) ns/op`).FindSubmatch(out)
	if m == nil {
		return fmt.Errorf("no figure in %s", out)
	}
	ns, err := strconv.ParseFloat(string(m[1]), 64)
	figure("rank_10k_ms", ns/1e6, "ms")
	return err
}

// form is a page of 150 fields on a cheap phone and a village line, as the benchmark of the browser tests has it.
func (b *bench) form(context.Context) error {
	if path, _ := exec.LookPath("chromium"); path == "" {
		fmt.Fprintln(os.Stderr, "no Chromium: scripts/install chromium")
		return nil
	}
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", "FormOf150Fields", "-benchtime", "5x", "./browser").Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	m := regexp.MustCompile(`([\d.]+) usable_ms\s+([\d.]+) weight_kb`).FindSubmatch(out)
	if m == nil {
		return fmt.Errorf("no figure in %s", out)
	}
	usable, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		return err
	}
	weight, err := strconv.ParseFloat(string(m[2]), 64)
	figure("form_150_usable_ms", usable, "ms")
	figure("form_150_weight_kb", weight, "kB")
	return err
}

// filled makes a database with the demonstration in it, the call of the measurements, and n drafts ready to be submitted.
func (b *bench) filled(ctx context.Context, engine string, n int) (string, []draft, error) {
	database, err := b.database(engine)
	if err != nil {
		return "", nil, err
	}
	s, err := b.serve("demo", database)
	if err != nil {
		return "", nil, err
	}
	s.stop()
	made, err := b.drafts(ctx, database, 0, n)
	if err != nil {
		return "", nil, err
	}
	return database, made, b.settle(ctx, database)
}

// settle lets a server seal what the preparation wrote, so that it is not measured with what comes after.
func (b *bench) settle(ctx context.Context, database string) error {
	s, err := b.serve("serve", database)
	if err != nil {
		return err
	}
	defer s.stop()
	for range 1200 {
		waiting := int64(0)
		err := inside(ctx, database, func(door *action.Door) error {
			waiting, err = db.One(door.Reader(ctx), db.Value[int64], `SELECT COUNT(*) FROM audit_entries WHERE leaf IS NULL`)
			return err
		})
		if err != nil || waiting == 0 {
			return err
		}
		time.Sleep(250 * time.Millisecond)
	}
	return fmt.Errorf("the log is not sealed after five minutes")
}

// inside opens a database as the program does, without a server.
func inside(ctx context.Context, database string, do func(*action.Door) error) error {
	d, err := db.Open(ctx, database)
	if err != nil {
		return err
	}
	err = do(action.Open(d, db.Now))
	if end := d.Close(); err == nil {
		err = end
	}
	return err
}

func (b *bench) drafts(ctx context.Context, database string, first, n int) (made []draft, err error) {
	err = inside(ctx, database, func(door *action.Door) error {
		if first == 0 {
			if err := publish(ctx, door); err != nil {
				return err
			}
		}
		like, err := patterns(door.Reader(ctx))
		if err != nil {
			return err
		}
		made, err = prepare(ctx, door, like, first, n)
		return err
	})
	return made, err
}

func submitting(c *client, d draft) error {
	a, err := c.post("/applications/"+d.application+"/submit", d.session, url.Values{"key": {"bench"}})
	if err != nil {
		return err
	}
	if a.status != http.StatusSeeOther || !strings.HasSuffix(a.location, "/receipt") {
		return fmt.Errorf("submit: %d %s %.300s", a.status, a.location, a.body)
	}
	return nil
}

func (b *bench) submit(ctx context.Context) error {
	for _, engine := range b.engines() {
		n := *drafts
		if engine != "sqlite" {
			n = min(n, 6000)
		}
		database, made, err := b.filled(ctx, engine, n)
		if err != nil {
			return err
		}
		s, err := b.serve("serve", database)
		if err != nil {
			return err
		}
		s.profile(min(4, *seconds))
		before := s.worked()
		m := load(s.listen, *clients, time.Duration(*seconds)*time.Second, int64(len(made)), func(c *client, turn int64) error {
			return submitting(c, made[turn])
		})
		cpu := s.worked() - before
		s.stop()
		if m.failed > 0 {
			return fmt.Errorf("%d submissions failed: %s", m.failed, m.firstFailure)
		}
		figure("submit_per_s"+suffix(engine), m.perSecond(), "submissions/s")
		figure("submit_p50_ms"+suffix(engine), float64(m.p50.Microseconds())/1000, "ms")
		figure("submit_p99_ms"+suffix(engine), float64(m.p99.Microseconds())/1000, "ms")
		figure("submit_server_cpu_us"+suffix(engine), cpu*1e6/float64(m.done), "us a submission")
	}
	return nil
}

func saving(c *client, d draft, path, value string) error {
	a, err := c.post("/applications/"+d.application+"/answers", d.session,
		url.Values{"path": {path}, "value": {value}, "rev": {"1099511627776"}})
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return fmt.Errorf("save: %d %.300s", a.status, a.body)
	}
	return nil
}

func (b *bench) autosave(ctx context.Context) error {
	for _, engine := range b.engines() {
		database, made, err := b.filled(ctx, engine, 512)
		if err != nil {
			return err
		}
		s, err := b.serve("serve", database)
		if err != nil {
			return err
		}
		s.profile(min(4, *seconds))
		m := load(s.listen, *clients, time.Duration(*seconds)*time.Second, 1<<60, func(c *client, turn int64) error {
			return saving(c, made[turn*7919%int64(len(made))], "summary", fmt.Sprintf("Сушилня за билки, промяна %d, %s", turn, strings.Repeat("още думи ", 20)))
		})
		s.stop()
		if m.failed > 0 {
			return fmt.Errorf("%d saves failed: %s", m.failed, m.firstFailure)
		}
		figure("autosave_per_s"+suffix(engine), m.perSecond(), "saves/s")
		figure("autosave_p99_ms"+suffix(engine), float64(m.p99.Microseconds())/1000, "ms")
	}
	return nil
}

// growing is what a submission costs as the applications in the database grow.
func (b *bench) growing(ctx context.Context) error {
	if !*growth && *only == "" {
		return nil
	}
	database, made, err := b.filled(ctx, "sqlite", 100)
	if err != nil {
		return err
	}
	have := 100
	for _, until := range []int{100, 10_000, 100_000} {
		more, err := b.drafts(ctx, database, have, max(0, until-have)+4000)
		if err != nil {
			return err
		}
		have += len(more)
		made = more[len(more)-4000:]
		if err := b.settle(ctx, database); err != nil {
			return err
		}
		s, err := b.serve("serve", database)
		if err != nil {
			return err
		}
		m := load(s.listen, *clients, time.Minute, int64(len(made)), func(c *client, turn int64) error { return submitting(c, made[turn]) })
		s.stop()
		if m.failed > 0 {
			return fmt.Errorf("%d submissions failed: %s", m.failed, m.firstFailure)
		}
		figure(fmt.Sprintf("submit_per_s_at_%d", until), m.perSecond(), "submissions/s")
		figure(fmt.Sprintf("submit_p99_ms_at_%d", until), float64(m.p99.Microseconds())/1000, "ms")
	}
	return nil
}

// callList is the public list with 10,000 calls in it.
func (b *bench) callList(ctx context.Context) error {
	database, err := b.database("sqlite")
	if err != nil {
		return err
	}
	s, err := b.serve("serve", database)
	if err != nil {
		return err
	}
	s.stop()
	if err := inside(ctx, database, func(door *action.Door) error { return manyCalls(ctx, door, 10_000) }); err != nil {
		return err
	}
	if err := b.settle(ctx, database); err != nil {
		return err
	}
	if err := b.lists(database, "call_list", "/bg/calls", "/nb/calls", "/en/calls?state=closed"); err != nil {
		return err
	}
	return b.lists(database, "call_search", "/bg/calls?q=obshtina", "/nb/calls?q=kommune", "/en/calls?q=strategy")
}

// readers is how many read lists at once: as many as two cores answer within 20 ms, client and server together.
const readers = 4

func (b *bench) lists(database, name string, paths ...string) error {
	s, err := b.serve("serve", database)
	if err != nil {
		return err
	}
	defer s.stop()
	s.profile(min(4, *seconds))
	before := s.worked()
	m := load(s.listen, readers, time.Duration(*seconds)*time.Second, 1<<60, func(c *client, turn int64) error {
		a, err := c.get(paths[turn%int64(len(paths))], "")
		if err == nil && a.status != http.StatusOK {
			err = fmt.Errorf("%d", a.status)
		}
		return err
	})
	if m.failed > 0 {
		return fmt.Errorf("%d lists failed: %s", m.failed, m.firstFailure)
	}
	figure(name+"_rps", m.perSecond(), "requests/s")
	figure(name+"_server_cpu_us", (s.worked()-before)*1e6/float64(m.done), "us a request")
	figure(name+"_p99_ms", float64(m.p99.Microseconds())/1000, "ms")
	return nil
}

// municipalityPage is the page of a municipality with its figures, in the filled demonstration: as many as can be answered,
// and how quick they are at 500 a second, which is what is asked for.
func (b *bench) municipalityPage(context.Context) error {
	database, err := b.database("sqlite")
	if err != nil {
		return err
	}
	s, err := b.serve("demo", database)
	if err != nil {
		return err
	}
	s.stop()
	paths := []string{"/bg/municipalities/VTR13", "/nb/municipalities/PVN16", "/en/municipalities/SOF46", "/bg/municipalities/VAR05", "/nb/municipalities/DOB15"}
	if err := b.lists(database, "municipality_page", paths...); err != nil {
		return err
	}
	if s, err = b.serve("serve", database); err != nil {
		return err
	}
	defer s.stop()
	for _, path := range paths { // the first of each language reads its words and pages
		c := &client{address: s.listen}
		if err := sized(c, path); err != nil {
			return err
		}
		c.close()
	}
	const wanted = 500
	began := time.Now()
	m := load(s.listen, 2*readers, time.Duration(*seconds)*time.Second, int64(wanted**seconds), func(c *client, turn int64) error {
		return sized(c, paths[turn%int64(len(paths))])
	}, func(turn int64) time.Time { return began.Add(time.Duration(turn) * time.Second / wanted) })
	if m.failed > 0 {
		return fmt.Errorf("%d pages failed: %s", m.failed, m.firstFailure)
	}
	figure("municipality_page_at_500_rps", m.perSecond(), "requests/s")
	figure("municipality_page_at_500_p50_ms", float64(m.p50.Microseconds())/1000, "ms")
	figure("municipality_page_at_500_p99_ms", float64(m.p99.Microseconds())/1000, "ms")
	return nil
}

func sized(c *client, path string) error {
	a, err := c.get(path, "")
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%s: %d", path, a.status)
	}
	return err
}

func manyCalls(ctx context.Context, door *action.Door, n int) error {
	shipped, err := call.Shipped()
	if err != nil {
		return err
	}
	file := shipped[0].Bytes()
	id := []byte("id: " + shipped[0].ID)
	for i := range n {
		if _, err := call.Publish.Run(ctx, door, action.System("bench"), call.Publication{
			File: bytes.Replace(file, id, []byte(fmt.Sprintf("id: bench-%d", i)), 1)}); err != nil {
			return err
		}
	}
	return nil
}

// weights are the main pages as they travel: compressed, with the style and script, without the fonts, which are kept.
func (b *bench) weights(context.Context) error {
	database, err := b.database("sqlite")
	if err != nil {
		return err
	}
	s, err := b.serve("demo", database)
	if err != nil {
		return err
	}
	defer s.stop()
	front, shared, err := b.weigh(s, "/bg")
	if err != nil {
		return err
	}
	figure("weight_style_and_script_kb", shared, "kB")
	figure("weight_front_kb", front, "kB")
	for name, path := range map[string]string{"calls": "/bg/calls", "call": "/bg/calls/job-creation-2022", "results": "/bg/results/concept-2020",
		"municipality": "/bg/municipalities/VTR13", "calculator": "/bg/calculator", "verify": "/bg/verify", "rules": "/bg/rules/eea-2014-2021"} {
		page, _, err := b.weigh(s, path)
		if err != nil {
			return err
		}
		figure("weight_"+name+"_kb", page, "kB")
	}
	return nil
}

var linked = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js))"`)

func (b *bench) weigh(s *server, path string) (page, shared float64, err error) {
	r, err := http.Get("http://" + s.listen + path)
	if err != nil {
		return 0, 0, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("%s: %d %w", path, r.StatusCode, err)
	}
	for _, m := range linked.FindAllSubmatch(body, -1) {
		a, err := http.Get("http://" + s.listen + string(m[1]))
		if err != nil {
			return 0, 0, err
		}
		data, err := io.ReadAll(a.Body)
		_ = a.Body.Close()
		if err != nil {
			return 0, 0, err
		}
		shared += zipped(data)
	}
	return zipped(body), shared, nil
}

func zipped(data []byte) float64 {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = z.Write(data)
	_ = z.Close()
	return float64(out.Len()) / 1000
}
