package municipality

// The view box of the dot map.
const (
	MapWidth  = 760
	MapHeight = 470
)

// On returns where a point lies on the dot map, in units of its view box. The projection is equirectangular: degrees of
// longitude and latitude become units at 110 and 136.5 to the degree, near enough to true shape at 43° north for a map of
// dots, and not for measuring. Bulgaria's seats fall well inside the box.
func (p Point) On() (x, y int) {
	const west, north = 22066, 44411 // thousandths of a degree at the left and upper edge
	return (110*(p.Longitude-west) + 500) / 1000, (1365*(north-p.Latitude) + 5000) / 10000
}
