package io.bellwether.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rule finds public types and methods without Javadoc, and nothing else. */
class JavadocRuleTest {

    @Test
    void publicTypeAndMethod_withoutJavadoc_areFound() {
        assertThat(undocumented("public final class A { public void run() {} public A() {} }"))
                .containsExactly("/A.java: A has no Javadoc", "/A.java: run() has no Javadoc");
    }

    @Test
    void methodOfPublicInterface_withoutJavadoc_isFound() {
        assertThat(undocumented("/** Documented. */ public interface A { void run(); }"))
                .containsExactly("/A.java: run() has no Javadoc");
    }

    @Test
    void typeInPublicInterface_withoutJavadoc_isFound() {
        assertThat(undocumented("/** Documented. */ public sealed interface A { record B() implements A {} }"))
                .containsExactly("/A.java: B has no Javadoc");
    }

    @Test
    void whatIsDocumentedOrHiddenOrOverridden_isAccepted() {
        assertThat(
                        undocumented(
                                "/** Documented. */ public class A { @Override public String toString() { return \"\"; }"
                                        + " /** Documented. */ public void run() {} void hidden() {} private static class B {} }"))
                .isEmpty();
        assertThat(undocumented("final class A { public void run() {} }")).isEmpty();
    }

    private static List<String> undocumented(String source) {
        return JavadocRule.undocumented(Map.of(Path.of("A.java"), source));
    }
}
