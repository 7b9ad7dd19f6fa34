package publish

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// lockHolder is the process that holds the lock of a file, 0 if the system does
// not say: https://man7.org/linux/man-pages/man5/proc_locks.5.html.
func lockHolder(file *os.File) int {
	var stat unix.Stat_t
	if unix.Fstat(int(file.Fd()), &stat) != nil {
		return 0
	}
	locks, err := os.Open("/proc/locks")
	if err != nil {
		return 0
	}
	defer locks.Close()
	// Only the number of the file is compared with certainty: some file systems
	// report another device in this list than to stat.
	inode := ":" + strconv.FormatUint(stat.Ino, 10)
	device := fmt.Sprintf("%02x:%02x", unix.Major(stat.Dev), unix.Minor(stat.Dev))
	found := 0
	for lines := bufio.NewScanner(locks); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 6 || fields[1] != "FLOCK" || !strings.HasSuffix(fields[5], inode) {
			continue
		}
		if pid, err := strconv.Atoi(fields[4]); err == nil && (found == 0 || strings.HasPrefix(fields[5], device)) {
			found = pid
		}
	}
	return found
}
