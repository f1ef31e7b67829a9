/*
 * Preloaded into a JVM: watches what it does to the files below one directory, and makes the disk misbehave.
 *
 *   SHIM_DIR     the directory, without a trailing slash
 *   SHIM_TRACE   records every operation, in order, at the end of this file: the test replays it up to any power cut
 *   SHIM_SYNC    "real" (default); "none": a sync is not recorded, as if it were never called;
 *                "late": a sync is recorded only when the next one is called, as if it came after the acknowledgement
 *   SHIM_FAIL    "sync:N" or "write:N": from the Nth call on such calls fail with EIO; "frame:N": the same from the Nth
 *                sync of a file of the log on. The kernel then forgets that the file has pages to write, and goes on
 *                showing them
 *   SHIM_KILL    "frame:N": the process is killed right before its Nth sync of a file of the log
 *   SHIM_QUOTA   a file with the number of bytes that fit into the directory; read anew for each allocation
 *
 * A record: type (4), inode (8), offset (8), length of the first text or of the data (4), length of the second text (4),
 * then the bytes; all little-endian, as on every machine this runs on.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 3, RENAME = 4, UNLINK = 5, CREATE = 6, SYNC_DIRECTORY = 7, FAILED_SYNC = 8 };
enum { FDS = 65536, FILE_FD = 1, DIRECTORY_FD = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char kind[FDS];
static const char *dir, *quota;
static size_t dir_length;
static int trace = -1, late, none;
static long fail_sync = -1, fail_write = -1, fail_frame = -1, kill_frame = -1, syncs, frames, writes;
static uint64_t late_inode;
static int late_type;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_close)(int);
static int (*real_ftruncate)(int, off_t), (*real_rename)(const char *, const char *), (*real_unlink)(const char *);
static int (*real_statvfs)(const char *, struct statvfs *);

static void *find(const char *name) {
    void *symbol = dlsym(RTLD_NEXT, name);
    if (symbol == NULL) {
        abort();
    }
    return symbol;
}

/* The number behind the prefix; -1 when there is none. */
static long number(const char *text, const char *prefix) {
    return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0 ? atol(text + strlen(prefix)) : -1;
}

__attribute__((constructor)) static void begin(void) {
    real_write = find("write");
    real_pwrite = find("pwrite64");
    real_open = find("open64");
    real_fsync = find("fsync");
    real_fdatasync = find("fdatasync");
    real_close = find("close");
    real_ftruncate = find("ftruncate64");
    real_rename = find("rename");
    real_unlink = find("unlink");
    real_statvfs = find("statvfs64");
    dir = getenv("SHIM_DIR");
    dir_length = dir == NULL ? 0 : strlen(dir);
    quota = getenv("SHIM_QUOTA");
    const char *mode = getenv("SHIM_SYNC");
    late = mode != NULL && strcmp(mode, "late") == 0;
    none = mode != NULL && strcmp(mode, "none") == 0;
    fail_sync = number(getenv("SHIM_FAIL"), "sync:");
    fail_write = number(getenv("SHIM_FAIL"), "write:");
    fail_frame = number(getenv("SHIM_FAIL"), "frame:");
    kill_frame = number(getenv("SHIM_KILL"), "frame:");
    const char *path = getenv("SHIM_TRACE");
    if (path != NULL) {
        trace = real_open(path, O_CREAT | O_WRONLY | O_APPEND, 0600);
    }
}

static int watched(const char *path) {
    return dir != NULL && strncmp(path, dir, dir_length) == 0 && (path[dir_length] == '/' || path[dir_length] == 0);
}

static int kind_of(int fd) {
    return fd >= 0 && fd < FDS ? kind[fd] : 0;
}

static uint64_t inode(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static void append(const void *bytes, size_t length) {
    if (length > 0 && real_write(trace, bytes, length) != (ssize_t)length) {
        abort();
    }
}

static void record(int32_t type, uint64_t node, int64_t offset, const void *a, size_t alen, const void *b, size_t blen) {
    if (trace < 0) {
        return;
    }
    char head[28];
    int32_t first = (int32_t)alen, second = (int32_t)blen;
    memcpy(head, &type, 4);
    memcpy(head + 4, &node, 8);
    memcpy(head + 12, &offset, 8);
    memcpy(head + 20, &first, 4);
    memcpy(head + 24, &second, 4);
    append(head, sizeof head);
    append(a, alen);
    append(b, blen);
}

/* The bytes that the files of the directory take. */
static int64_t used(void) {
    int64_t bytes = 0;
    DIR *files = opendir(dir);
    if (files == NULL) {
        return 0;
    }
    struct dirent *entry;
    while ((entry = readdir(files)) != NULL) {
        struct stat status;
        if (fstatat(dirfd(files), entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode)) {
            bytes += status.st_size;
        }
    }
    closedir(files);
    return bytes;
}

static int64_t room(void) {
    char text[32] = {0};
    int fd = real_open(quota, O_RDONLY);
    if (fd < 0) {
        return INT64_MAX;
    }
    ssize_t length = read(fd, text, sizeof text - 1);
    real_close(fd);
    return length <= 0 ? INT64_MAX : atoll(text) - used();
}

static int refuse_write(int fd, size_t length, off_t offset) {
    writes++;
    if (fail_write >= 0 && writes >= fail_write) {
        errno = EIO;
        return 1;
    }
    struct stat status;
    if (quota != NULL && fstat(fd, &status) == 0 && offset + (off_t)length > status.st_size
        && offset + (off_t)length - status.st_size > room()) {
        errno = ENOSPC;
        return 1;
    }
    return 0;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    if (kind_of(fd) != FILE_FD) {
        return real_pwrite(fd, data, length, offset);
    }
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (!refuse_write(fd, length, offset)) {
        done = real_pwrite(fd, data, length, offset);
    }
    int error = errno;
    if (done > 0) {
        record(WRITE, inode(fd), offset, data, (size_t)done, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    if (kind_of(fd) != FILE_FD) {
        return real_write(fd, data, length);
    }
    pthread_mutex_lock(&lock);
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t done = -1;
    if (!refuse_write(fd, length, offset)) {
        done = real_write(fd, data, length);
    }
    int error = errno;
    if (done > 0) {
        record(WRITE, inode(fd), offset, data, (size_t)done, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

/* Not used by the store; if that changes, the shim must learn it rather than miss it. */
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
    static ssize_t (*real)(int, const struct iovec *, int, off_t);
    real = real == NULL ? find("pwritev64") : real;
    if (kind_of(fd) == FILE_FD) {
        abort();
    }
    return real(fd, parts, count, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    static ssize_t (*real)(int, const struct iovec *, int);
    real = real == NULL ? find("writev") : real;
    if (kind_of(fd) == FILE_FD) {
        abort();
    }
    return real(fd, parts, count);
}

/* Whether the file has a name of the log now. */
static int is_log(int fd) {
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    const char *name = strrchr(path, '/');
    return name != NULL && strncmp(name, "/log-", 5) == 0;
}

static int sync_fd(int fd, int (*real)(int)) {
    int what = kind_of(fd);
    if (what == 0) {
        return real(fd);
    }
    pthread_mutex_lock(&lock);
    int done = 0;
    syncs++;
    frames += is_log(fd);
    if (is_log(fd) && frames == kill_frame) {
        kill(getpid(), SIGKILL);
    }
    if ((fail_sync >= 0 && syncs >= fail_sync) || (fail_frame >= 0 && frames >= fail_frame)) {
        record(FAILED_SYNC, inode(fd), 0, NULL, 0, NULL, 0);
        errno = EIO;
        done = -1;
    }
    int type = what == DIRECTORY_FD ? SYNC_DIRECTORY : SYNC;
    if (done == 0 && late) {
        if (late_type != 0) {
            record(late_type, late_inode, 0, NULL, 0, NULL, 0);
        }
        late_type = type;
        late_inode = inode(fd);
    } else if (done == 0 && !none) {
        record(type, inode(fd), 0, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd) { return sync_fd(fd, real_fsync); }

int fdatasync(int fd) { return sync_fd(fd, real_fdatasync); }

static int open_path(const char *path, int flags, mode_t mode) {
    if (!watched(path)) {
        return real_open(path, flags, mode);
    }
    pthread_mutex_lock(&lock);
    struct stat before;
    int existed = stat(path, &before) == 0;
    int fd = real_open(path, flags, mode);
    int error = errno;
    if (fd >= 0 && fd < FDS) {
        struct stat status;
        fstat(fd, &status);
        kind[fd] = S_ISDIR(status.st_mode) ? DIRECTORY_FD : FILE_FD;
        if (!existed) {
            record(CREATE, status.st_ino, 0, path, strlen(path), NULL, 0);
        } else if (flags & O_TRUNC) {
            record(TRUNCATE, status.st_ino, 0, NULL, 0, NULL, 0);
        }
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

static mode_t mode_of(int flags, va_list arguments) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open64(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_path(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_path(path, flags, mode);
}

int close(int fd) {
    if (fd >= 0 && fd < FDS) {
        kind[fd] = 0;
    }
    return real_close(fd);
}

int ftruncate64(int fd, off_t length) {
    if (kind_of(fd) != FILE_FD) {
        return real_ftruncate(fd, length);
    }
    pthread_mutex_lock(&lock);
    int done = real_ftruncate(fd, length);
    int error = errno;
    if (done == 0) {
        record(TRUNCATE, inode(fd), length, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int rename(const char *from, const char *to) {
    if (!watched(from)) {
        return real_rename(from, to);
    }
    pthread_mutex_lock(&lock);
    int done = real_rename(from, to);
    int error = errno;
    if (done == 0) {
        record(RENAME, 0, 0, from, strlen(from), to, strlen(to));
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int unlink(const char *path) {
    if (!watched(path)) {
        return real_unlink(path);
    }
    pthread_mutex_lock(&lock);
    int done = real_unlink(path);
    int error = errno;
    if (done == 0) {
        record(UNLINK, 0, 0, path, strlen(path), NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int statvfs(const char *path, struct statvfs *status) {
    int done = real_statvfs(path, status);
    if (done == 0 && quota != NULL && watched(path)) {
        int64_t left = room();
        status->f_bavail = (fsblkcnt_t)((left < 0 ? 0 : left) / (int64_t)status->f_frsize);
        status->f_bfree = status->f_bavail;
    }
    return done;
}

/* The same structure on 64-bit machines. */
int statvfs64(const char *path, struct statvfs64 *status) { return statvfs(path, (struct statvfs *)status); }
