package main

import (
	"errors"
	"os"
	"strings"
)

// engine is maplibre-gl as its makers publish it, with one change. Theirs starts its worker from a text it puts together,
// which our policy forbids and which no page of ours needs: the worker is this very file, asked for a second time and so
// already kept by the browser, that finds itself in a worker and behaves as one. The edition its makers have for strict
// policies sends what page and worker share twice, 70 kB more.
func engine() ([]byte, error) {
	data, err := os.ReadFile("look/script/vendor/maplibre-gl.js")
	if err != nil {
		return nil, err
	}
	theirs := string(data)
	for from, to := range map[string]string{
		"    var workerBundleString = 'var sharedModule = {}; (' + modules.shared + ')(sharedModule); (' + modules.worker + ')(sharedModule);'\n": "" +
			"    if (typeof WorkerGlobalScope !== 'undefined') { var sharedInWorker = {}; modules.shared(sharedInWorker); modules.worker(sharedInWorker); return maplibregl; }\n",
		"maplibregl.setWorkerUrl(window.URL.createObjectURL(new Blob([workerBundleString], { type: 'text/javascript' })));": "maplibregl.setWorkerUrl(document.currentScript.src);",
	} {
		if strings.Count(theirs, from) != 1 {
			return nil, errors.New("maplibre-gl is not as we know it: how does it start its worker now?")
		}
		theirs = strings.Replace(theirs, from, to, 1)
	}
	licence, err := os.ReadFile("look/script/vendor/maplibre-gl.LICENSE.txt")
	theirs, _, _ = strings.Cut(theirs, "//# sourceMappingURL=")
	return []byte("/*\n" + string(licence) + "*/\n" + theirs), err
}
