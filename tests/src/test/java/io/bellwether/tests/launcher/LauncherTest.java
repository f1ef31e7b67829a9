package io.bellwether.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.launcher.LauncherTree.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, which JDK it chooses, and what it hands to the JVM. */
class LauncherTest {
    private LauncherTree tree;
    private Map<String, String> onJdk24;

    @BeforeEach
    void layOut(@TempDir Path folder) throws IOException {
        tree = LauncherTree.in(folder);
        onJdk24 = Map.of("JAVA_HOME", tree.jdk("jdk24", "24.0.2").toString());
    }

    @Test
    void start_nothingBuilt_buildsOnce() throws Exception {
        Run first = tree.run(onJdk24, "status");
        Run second = tree.run(onJdk24, "status");

        assertThat(tree.buildCount()).isEqualTo(1);
        assertThat(first.exitCode()).isZero();
        assertThat(first.errors()).contains("Building Bellwether");
        assertThat(second.errors()).isEmpty();
        assertThat(second.output()).startsWith("java 24.0.2 ").endsWith("io.bellwether.cli.Main status\n");
    }

    @Test
    void start_changedSource_buildsAgain() throws Exception {
        tree.run(onJdk24);
        tree.write("tree/cli/src/main/java/Main.java", "changed");
        tree.run(onJdk24);

        assertThat(tree.buildCount()).isEqualTo(2);
    }

    @Test
    void start_deletedSource_buildsAgain() throws Exception {
        tree.run(onJdk24);
        Files.delete(tree.sources().resolve("cli/src/main/java/Main.java"));
        tree.run(onJdk24);

        assertThat(tree.buildCount()).isEqualTo(2);
    }

    @Test
    void start_changedBenchmark_doesNotBuild() throws Exception {
        tree.run(onJdk24);
        tree.write("tree/benchmarks/src/main/java/Bench.java", "changed");
        tree.run(onJdk24);

        assertThat(tree.buildCount()).isEqualTo(1);
    }

    @Test
    void start_twoAtOnce_buildOnce() throws Exception {
        Map<String, String> slow =
                Map.of("JAVA_HOME", tree.root().resolve("jdk24").toString(), "MAVEN_SECONDS", "1");
        Process one = tree.start(slow);
        Process other = tree.start(slow);

        assertThat(LauncherTree.end(one).exitCode()).isZero();
        assertThat(LauncherTree.end(other).exitCode()).isZero();
        assertThat(tree.buildCount()).isEqualTo(1);
    }

    @Test
    void start_brokenBuild_showsTheEndOfItsOutputAndFails() throws Exception {
        Map<String, String> broken =
                Map.of("JAVA_HOME", tree.root().resolve("jdk24").toString(), "MAVEN_FAILS", "yes");
        Run run = tree.run(broken);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("Main.java: broken").contains("the build failed");
        assertThat(tree.run(onJdk24).exitCode()).isZero();
    }

    @Test
    void jdk_javaHomeIsTooOld_takesTheNewestInTheUsualFolders() throws Exception {
        tree.jdk("home/.jdks/newer", "99.1");
        tree.jdk("home/.jdks/older", "98");
        String old = tree.jdk("jdk17", "17.0.15").toString();

        assertThat(tree.run(Map.of("JAVA_HOME", old)).output()).startsWith("java 99.1 ");
    }

    @Test
    void jdk_javaHomeIsGoodEnough_isTaken() throws Exception {
        tree.jdk("home/.jdks/newer", "99.1");

        assertThat(tree.run(onJdk24).output()).startsWith("java 24.0.2 ");
    }

    @Test
    void options_ofUp_areThoseOfAServer() throws Exception {
        assertThat(tree.run(onJdk24, "up").output()).doesNotContain("TieredStopAtLevel");
        assertThat(tree.run(onJdk24, "leases").output()).contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    @Test
    void startUp_onAJdkWithAotCaches_usesThoseMadeAtTheBuild() throws Exception {
        Map<String, String> onJdk25 =
                Map.of("JAVA_HOME", tree.jdkThatMakesCaches("jdk25", "25.0.3+9").toString());

        assertThat(tree.run(onJdk25, "leases").output()).contains("-XX:AOTCache=" + cache("command"));
        Path made = tree.sources().resolve("cli/target/dist/aot/made");
        FileTime before = Files.getLastModifiedTime(made);
        assertThat(tree.run(onJdk25, "start").output()).contains("-XX:AOTCache=" + cache("command"));
        assertThat(Files.getLastModifiedTime(made)).isEqualTo(before);
        assertThat(cache("server")).exists();
    }

    @Test
    void startUp_newerJars_makesTheCachesAgain() throws Exception {
        Map<String, String> onJdk25 =
                Map.of("JAVA_HOME", tree.jdkThatMakesCaches("jdk25", "25.0.3+9").toString());
        tree.run(onJdk25);
        Files.delete(cache("command"));
        tree.write("tree/cli/target/dist/lib/a.jar", "built by somebody else");
        tree.run(onJdk25);

        assertThat(cache("command")).exists();
        assertThat(tree.buildCount()).isEqualTo(1);
    }

    @Test
    void startUp_serverThatDoesNotStart_hasNoCache() throws Exception {
        Path jdk = tree.jdkThatMakesCaches("jdk25", "25.0.3+9");
        tree.run(Map.of("JAVA_HOME", jdk.toString(), "SERVER_FAILS", "yes"));

        assertThat(cache("server")).doesNotExist();
        assertThat(cache("command")).exists();
    }

    @Test
    void startUp_onAnOlderJdk_usesAnArchiveOfTheJvm() throws Exception {
        assertThat(tree.run(onJdk24).output())
                .contains("-XX:SharedArchiveFile=" + tree.root().resolve("home/.cache/bellwether/command-24.0.2.jsa"))
                .doesNotContain("AOTCache");
    }

    private Path cache(String kind) {
        return tree.sources().resolve("cli/target/dist/aot/" + kind + "-25.0.3+9.aot");
    }

    @Test
    void arguments_withSpaces_arriveWhole() throws Exception {
        tree.write("jdk24/bin/java", "#!/usr/bin/env bash\nprintf '[%s]' \"$@\"\n");

        assertThat(tree.run(onJdk24, "elect", "a b", "").output()).endsWith("[elect][a b][]");
    }

    @Test
    void classPath_hasOneOrder() throws Exception {
        assertThat(tree.run(onJdk24).output()).containsPattern("lib/a\\.jar:[^ ]*lib/b\\.jar ");
    }

    @Test
    void distribution_elsewhere_runsWithoutBuilding() throws Exception {
        Files.createDirectories(tree.root().resolve("a dist/bin"));
        Path launcher = tree.root().resolve("a dist/bin/bellwether");
        Files.copy(tree.sources().resolve("bellwether"), launcher);
        tree.write("a dist/lib/x.jar", "");
        Run run = LauncherTree.end(tree.start(launcher, onJdk24, "status"));

        assertThat(run.output()).contains("a dist/lib/x.jar").endsWith("Main status\n");
        assertThat(tree.buildCount()).isZero();
    }
}
