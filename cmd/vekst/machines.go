package main

import (
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// machines serves what machines ask: metrics for Prometheus, whether the program lives (/healthz), whether it can answer
// (/readyz). It has an address of its own, so that it can stay inside.
func (p *program) machines() *http.Server {
	if p.values["metrics"] == "" {
		return nil
	}
	registry := prometheus.NewRegistry()
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "vekst_request_seconds", Help: "Time to answer a request, by route and status.",
		Buckets: []float64{.001, .005, .01, .02, .05, .1, .2, .5, 1, 5}}, []string{"route", "status"})
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), took)
	p.site.Observe(func(route string, status int, d time.Duration) {
		took.WithLabelValues(route, strconv.Itoa(status)).Observe(d.Seconds())
	})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := p.db.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	return &http.Server{Addr: p.values["metrics"], Handler: mux, ReadHeaderTimeout: 5 * time.Second}
}
