package targeting

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// mostUnpacked bounds what the files of an archive may come to.
const mostUnpacked = 1 << 30

// OpenFolder opens a published index that lies on this machine: its folder, or the archive (ZIP) that it was sent in, with or
// without a folder around its files. Close it with the function that comes back.
func OpenFolder(name string) (folder fs.FS, closes func(), err error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("there is no folder or archive %s", name)
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		return os.DirFS(name), func() {}, nil
	}
	archive, err := zip.OpenReader(name)
	if errors.Is(err, zip.ErrFormat) {
		return nil, nil, fmt.Errorf("%s is neither the folder of an index nor its archive (ZIP)", name)
	}
	if err != nil {
		return nil, nil, err
	}
	if folder, err = unpacked(&archive.Reader); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", name, err), archive.Close())
	}
	return folder, func() { _ = archive.Close() }, nil // it was only read
}

// unpacked is what an archive holds, without the one folder around it.
func unpacked(archive *zip.Reader) (fs.FS, error) {
	size := uint64(0)
	for _, f := range archive.File {
		if size += f.UncompressedSize64; size > mostUnpacked || f.UncompressedSize64 > mostUnpacked {
			return nil, fmt.Errorf("its files are larger than %d MB", mostUnpacked>>20)
		}
	}
	entries, err := fs.ReadDir(archive, ".")
	if err != nil || len(entries) != 1 || !entries[0].IsDir() {
		return archive, err
	}
	return fs.Sub(archive, entries[0].Name())
}
