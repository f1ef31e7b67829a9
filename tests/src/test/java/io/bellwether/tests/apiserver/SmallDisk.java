package io.bellwether.tests.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few MiB, in memory, that only a process which holds it and those that are started inside see. It
 * goes away with that process, and that one at the latest with this JVM.
 */
final class SmallDisk implements AutoCloseable {

    private static final String MOUNTED = "mounted";

    private final Process holder;
    private final Path mountPoint;
    private final Rights rights;

    private SmallDisk(Process holder, Path mountPoint, Rights rights) {
        this.holder = holder;
        this.mountPoint = mountPoint;
        this.rights = rights;
    }

    /** By which right this process may mount. */
    private enum Rights {
        SUPERUSER,
        /** As the superuser of a user namespace, where the system lets everybody make one. */
        USER_NAMESPACE
    }

    /**
     * Mounts it.
     *
     * @param mountPoint an empty folder
     * @param size as {@code mount -t tmpfs -o size=} takes it
     * @return empty when this user may not mount
     */
    static Optional<SmallDisk> mount(Path mountPoint, String size) throws IOException {
        boolean isSuperuser =
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        Rights rights = isSuperuser ? Rights.SUPERUSER : Rights.USER_NAMESPACE;
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (rights == Rights.USER_NAMESPACE) {
            command.add("--map-root-user");
        }
        String script = "mount -t tmpfs -o size=\"$1\" none \"$2\" && echo " + MOUNTED + " && read -r end";
        command.addAll(List.of("sh", "-c", script, "sh", size, mountPoint.toString()));
        Process holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        if (MOUNTED.equals(said.readLine())) {
            return Optional.of(new SmallDisk(holder, mountPoint, rights));
        }
        holder.destroyForcibly();
        return Optional.empty();
    }

    /** The command that runs what follows it where the disk is mounted. */
    List<String> wrapper() {
        String namespaces = "/proc/" + holder.pid() + "/ns/";
        List<String> wrapper = new ArrayList<>(List.of("nsenter", "--mount=" + namespaces + "mnt"));
        if (rights == Rights.USER_NAMESPACE) {
            wrapper.add("--user=" + namespaces + "user");
        }
        return wrapper;
    }

    /** Where the disk's files are for this JVM. */
    Path files() {
        return Path.of("/proc/" + holder.pid() + "/root" + mountPoint);
    }

    /** Takes what is free of it, but for this many bytes. */
    void fill(long except) throws IOException {
        try (var filler = Files.newOutputStream(filler())) {
            byte[] page = new byte[4096];
            for (long free = Files.getFileStore(files()).getUsableSpace() - except; free >= page.length; ) {
                filler.write(page);
                free -= page.length;
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    void giveBack() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        try {
            if (!holder.waitFor(30, TimeUnit.SECONDS)) {
                holder.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path filler() {
        return files().resolve("filler");
    }
}
