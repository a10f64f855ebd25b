package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make databases on the test server
)

type bench struct {
	dir, program, postgres string
	databases              int
}

// server is a running vekst serve.
type server struct {
	listen   string
	process  *exec.Cmd
	database string
	machines string
}

// engines are the databases to measure on: SQLite, and PostgreSQL where VEKST_TEST_POSTGRES names a server.
func (b *bench) engines() []string {
	if *engine != "" {
		return []string{*engine}
	}
	if b.postgres == "" {
		fmt.Fprintln(os.Stderr, "no PostgreSQL: set VEKST_TEST_POSTGRES; scripts/bench does")
		return []string{"sqlite"}
	}
	return []string{"sqlite", "postgresql"}
}

// suffix is the end of a figure's name on an engine.
func suffix(engine string) string {
	if engine == "sqlite" {
		return ""
	}
	return "_" + engine
}

// database makes the address of a new database.
func (b *bench) database(engine string) (string, error) {
	b.databases++
	if engine == "sqlite" {
		return filepath.Join(b.dir, fmt.Sprintf("db%d", b.databases), "vekst.db"), nil
	}
	name := fmt.Sprintf("vekst_bench_%d_%d", os.Getpid(), b.databases)
	admin, err := sql.Open("pgx", b.postgres)
	if err != nil {
		return "", err
	}
	defer admin.Close()
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	return strings.Replace(b.postgres, "/postgres?", "/"+name+"?", 1), nil
}

func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // no loopback, nothing to measure
	}
	defer l.Close()
	return l.Addr().String()
}

// serve starts the program on a database and waits until it answers.
func (b *bench) serve(command, database string) (*server, error) {
	s := &server{listen: freePort(), database: database, machines: freePort()}
	s.process = exec.Command(b.program, command, "--database", database, "--files", filepath.Join(b.dir, "files"), "--listen", s.listen,
		"--address", "http://"+s.listen, "--metrics", s.machines, "--log-level", "error")
	s.process.Stderr = os.Stderr
	s.process.Stdout = io.Discard
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for range 6000 {
		if r, err := http.Get("http://" + s.machines + "/readyz"); err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return s, nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil, fmt.Errorf("the server on %s did not answer within a minute", database)
}

func (s *server) stop() {
	_ = s.process.Process.Signal(syscall.SIGTERM)
	_ = s.process.Wait()
}

func (s *server) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// resident is the memory of the process in MB (VmRSS of /proc).
func (s *server) resident() (float64, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "VmRSS:" {
			kb, err := strconv.ParseFloat(fields[1], 64)
			return kb / 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS")
}

// worked is the processor time the process has used, in seconds (/proc, in hundredths).
func (s *server) worked() float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// start measures what it costs to have the program.
func (b *bench) start(context.Context) error {
	info, err := os.Stat(b.program)
	if err != nil {
		return err
	}
	figure("binary_mb", float64(info.Size())/1e6, "MB")
	database, err := b.database("sqlite")
	if err != nil {
		return err
	}
	var took []time.Duration
	for i := range 6 {
		began := time.Now()
		s, err := b.serve("serve", database)
		if err != nil {
			return err
		}
		if i > 0 { // the first one makes the tables
			took = append(took, time.Since(began))
		}
		if i == 5 {
			time.Sleep(3 * time.Second)
			rss, err := s.resident()
			if err != nil {
				return err
			}
			figure("idle_rss_mb", rss, "MB")
		}
		s.stop()
	}
	figure("start_ms", float64(median(took).Microseconds())/1000, "ms")
	return nil
}

// profile writes the processor profile of the next seconds to a file, when -profile names one.
func (s *server) profile(seconds int) {
	if *profile == "" {
		return
	}
	go func() {
		r, err := http.Get(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", s.machines, seconds))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		defer r.Body.Close()
		data, err := io.ReadAll(r.Body)
		if err == nil {
			err = os.WriteFile(*profile, data, 0o600)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
}
