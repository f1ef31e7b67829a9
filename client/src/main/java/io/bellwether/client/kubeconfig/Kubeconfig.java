package io.bellwether.client.kubeconfig;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.ClientConfigException.Reason;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kubeconfig files of a person or a program, merged as kubectl does: of several definitions of one name the first
 * counts, and so does the first current context.
 */
public final class Kubeconfig {

    private final List<KubeconfigFile> files;

    private Kubeconfig(List<KubeconfigFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * <p>Errors: ClientConfigException when it does not exist, cannot be read or is not YAML.
     */
    public static Kubeconfig load(Path file) {
        return new Kubeconfig(List.of(KubeconfigFile.read(file)));
    }

    /**
     * The files that the variable {@code KUBECONFIG} lists; those that do not exist are passed over.
     *
     * <p>Errors: ClientConfigException as {@link #load}, and when none of them exists.
     */
    public static Kubeconfig loadList(String pathList) {
        List<Path> existing = Arrays.stream(pathList.split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .distinct()
                .toList();
        if (existing.isEmpty()) {
            throw new ClientConfigException(Reason.MISSING, "none of the kubeconfig files exists: " + pathList);
        }
        return new Kubeconfig(existing.stream().map(KubeconfigFile::read).toList());
    }

    /**
     * The configuration of a context.
     *
     * <p>Errors: ClientConfigException when the context, its cluster or its user is missing, malformed, or asks for
     * what this client does not do.
     *
     * @param context its name; empty for the current context
     */
    public ClientConfig context(String context) {
        String name = context.isEmpty() ? currentContext() : context;
        KubeconfigFile.Entry entry = find("context", name, KubeconfigFile::contexts);
        KubeconfigFile.Entry cluster = find("cluster", entry.text("cluster"), KubeconfigFile::clusters);
        KubeconfigFile.Entry user = find("user", entry.text("user"), KubeconfigFile::users);
        String origin = "kubeconfig " + entry.file() + ", context " + name;
        String namespace = entry.text("namespace").isEmpty() ? "default" : entry.text("namespace");
        return ConfigEntries.config(cluster, user, namespace, origin);
    }

    private String currentContext() {
        return files.stream()
                .map(KubeconfigFile::currentContext)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> new ClientConfigException(Reason.MISSING, "no current-context in kubeconfig " + names()));
    }

    private KubeconfigFile.Entry find(
            String what, String name, Function<KubeconfigFile, Map<String, KubeconfigFile.Entry>> entries) {
        return files.stream()
                .map(entries)
                .filter(map -> map.containsKey(name))
                .map(map -> map.get(name))
                .findFirst()
                .orElseThrow(() -> new ClientConfigException(
                        Reason.MISSING, "no " + what + " \"" + name + "\" in kubeconfig " + names()));
    }

    private String names() {
        return files.stream().map(file -> file.file().toString()).collect(Collectors.joining(File.pathSeparator));
    }
}
