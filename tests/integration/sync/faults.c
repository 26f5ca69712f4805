/* Stands before the C library and lets a chosen writing call fail, or ends the process.
 *
 * Needs no headers and no privileges: tcc or gcc, -shared -nostdlib; LD_PRELOAD.
 * Counted are calls that change files: pipes and terminals pass. A child that did not
 * arm it itself is armed by FAULT_AT, FAULT_MODE, FAULT_ERROR and FAULT_ROOM; each
 * counted call adds one letter to the file FAULT_LOG.
 */
typedef unsigned long size_t;
typedef long ssize_t, off_t;
extern void *dlsym(void *handle, const char *name);
extern char *getenv(const char *name);
extern int atoi(const char *text);
extern int *__errno_location(void);
extern off_t lseek(int file, off_t offset, int whence);
extern int kill(int process, int signal);
extern int getpid(void);
extern int close(int file);

enum mode { COUNT, FAIL_ONCE, FAIL_ON, KILL, FULL };
enum { CREATE = 0100, APPEND = 02000, WRITE_ONLY = 1, NO_SPACE = 28, SIGKILL = 9 };

static long count, written, at, room;
static int mode, error, is_ready;

#define REAL(name) dlsym((void *)-1L, name)

void fault_arm(int new_mode, long new_at, int new_error, long new_room) {
    mode = new_mode; at = new_at; error = new_error; room = new_room;
    count = written = 0; is_ready = 1;
}

long fault_count(void) { return count; }
long fault_written(void) { return written; }

static int number(const char *name) {
    const char *text = getenv(name);
    return text ? atoi(text) : 0;
}

static void note(char letter) {
    const char *path = getenv("FAULT_LOG");
    int (*open_)(const char *, int, unsigned) = REAL("open");
    ssize_t (*write_)(int, const void *, size_t) = REAL("write");
    if (!path) return;
    int file = open_(path, WRITE_ONLY | CREATE | APPEND, 0600);
    write_(file, &letter, 1);
    close(file);
}

/* Whether this call has to fail; errno is then set. */
static int fails(char letter) {
    if (!is_ready)
        fault_arm(number("FAULT_MODE"), number("FAULT_AT"), number("FAULT_ERROR"),
                  number("FAULT_ROOM"));
    count++;
    note(letter);
    if (mode == KILL && count == at) kill(getpid(), SIGKILL);
    if ((mode == FAIL_ONCE && count == at) || (mode == FAIL_ON && count >= at)) {
        *__errno_location() = error;
        return 1;
    }
    return 0;
}

static int is_file(int file) {
    int before = *__errno_location();
    int found = lseek(file, 0, 1) >= 0;
    *__errno_location() = before;
    return found;
}

/* How much of it still fits: a full disk takes a part of a write, then nothing. */
static ssize_t fitting(size_t size) {
    written += size;
    if (mode != FULL) return size;
    if (room <= 0) { *__errno_location() = NO_SPACE; return -1; }
    if ((long)size > room) size = room;
    room -= size;
    return size;
}

ssize_t write(int file, const void *data, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = REAL("write");
    if (!is_file(file)) return real(file, data, size);
    if (fails('w')) return -1;
    ssize_t part = fitting(size);
    return part < 0 ? -1 : real(file, data, part);
}

static ssize_t write_at(const char *name, int file, const void *data, size_t size,
                        off_t offset) {
    ssize_t (*real)(int, const void *, size_t, off_t) = REAL(name);
    if (fails('p')) return -1;
    ssize_t part = fitting(size);
    return part < 0 ? -1 : real(file, data, part, offset);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) {
    return write_at("pwrite", file, data, size, offset);
}

ssize_t pwrite64(int file, const void *data, size_t size, off_t offset) {
    return write_at("pwrite64", file, data, size, offset);
}

static int on_file(const char *name, char letter, int file) {
    int (*real)(int) = REAL(name);
    return fails(letter) ? -1 : real(file);
}

int fsync(int file) { return on_file("fsync", 's', file); }
int fdatasync(int file) { return on_file("fdatasync", 's', file); }

static int cut(const char *name, int file, off_t size) {
    int (*real)(int, off_t) = REAL(name);
    return fails('t') ? -1 : real(file, size);
}

int ftruncate(int file, off_t size) { return cut("ftruncate", file, size); }
int ftruncate64(int file, off_t size) { return cut("ftruncate64", file, size); }

static int open_new(const char *name, const char *path, int flags, unsigned rights) {
    int (*real)(const char *, int, unsigned) = REAL(name);
    if (flags & CREATE && fails('o')) return -1;
    return real(path, flags, rights);
}

int open(const char *path, int flags, unsigned rights) {
    return open_new("open", path, flags, rights);
}

int open64(const char *path, int flags, unsigned rights) {
    return open_new("open64", path, flags, rights);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = REAL("rename");
    return fails('r') ? -1 : real(from, to);
}

int mkdir(const char *path, unsigned rights) {
    int (*real)(const char *, unsigned) = REAL("mkdir");
    return fails('m') ? -1 : real(path, rights);
}

int unlink(const char *path) {
    int (*real)(const char *) = REAL("unlink");
    return fails('u') ? -1 : real(path);
}
