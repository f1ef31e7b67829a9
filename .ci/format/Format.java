import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Checks or applies the layout of every Java source, in one JVM for the whole tree.
 *
 * <p>Usage: {@code Format check|write <root> [module,...]}. Exit 0 when all files are laid out as the formatter would,
 * 1 otherwise (check), 2 when a file does not parse. Files known to be right are remembered by their hash in
 * {@code <root>/target/formatted}, so that a second run costs little more than reading them.
 */
final class Format {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    private final boolean write;
    private final Path root;
    private final Set<String> known;
    private final Set<String> right = new ConcurrentSkipListSet<>();
    private final Set<String> wrong = new ConcurrentSkipListSet<>();
    private final Set<String> broken = new ConcurrentSkipListSet<>();

    private Format(boolean write, Path root, Collection<String> known) {
        this.write = write;
        this.root = root;
        this.known = Set.copyOf(known);
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        Path memory = root.resolve("target/formatted");
        List<String> remembered = Files.exists(memory) ? Files.readAllLines(memory) : List.of();
        Format format = new Format(args[0].equals("write"), root, remembered);
        String modules = args.length > 2 ? args[2].strip() : "";
        List<Path> sources =
                modules.isEmpty() ? sources(root, List.of(".")) : sources(root, List.of(modules.split(",")));
        sources.parallelStream().forEach(format::visit);

        Set<String> remember = new TreeSet<>(format.right);
        if (!modules.isEmpty()) {
            remember.addAll(remembered);
        }
        Files.createDirectories(memory.getParent());
        Files.write(memory, remember);
        System.exit(format.report());
    }

    private static List<Path> sources(Path root, List<String> folders) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(root.resolve(folder).normalize())) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private void visit(Path file) {
        try {
            String source = Files.readString(file);
            String hash = hash(source);
            if (known.contains(hash)) {
                right.add(hash);
                return;
            }
            String formatted = layOut(source);
            if (formatted.equals(source)) {
                right.add(hash);
            } else if (write) {
                Files.writeString(file, formatted);
                right.add(hash(formatted));
                System.out.println("formatted " + root.relativize(file));
            } else {
                wrong.add(root.relativize(file).toString());
            }
        } catch (FormatterException e) {
            broken.add(root.relativize(file) + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String layOut(String source) throws FormatterException {
        String tidy = RemoveUnusedImports.removeUnusedImports(source);
        return FORMATTER.formatSource(ImportOrderer.reorderImports(tidy, JavaFormatterOptions.Style.PALANTIR));
    }

    private int report() {
        broken.forEach(file -> System.err.println("does not parse: " + file));
        wrong.forEach(file -> System.err.println("not formatted: " + file));
        if (!wrong.isEmpty()) {
            System.err.println(wrong.size() + " file(s) not formatted; to format them run: ./format");
        }
        return broken.isEmpty() ? (wrong.isEmpty() ? 0 : 1) : 2;
    }

    private static String hash(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
