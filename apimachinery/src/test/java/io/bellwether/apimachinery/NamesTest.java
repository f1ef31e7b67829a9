package io.bellwether.apimachinery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of names against the regular expressions that define them. */
final class NamesTest {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String ALPHABET = "ab9A-._/ %é";

    @Test
    void checkLabel_randomTexts_agreesWithItsExpression() {
        assertAgreement(text -> Names.checkLabel(text).isEmpty(), LABEL);
    }

    @Test
    void checkSubdomain_randomTexts_agreesWithItsExpression() {
        assertAgreement(text -> Names.checkSubdomain(text).isEmpty(), SUBDOMAIN);
    }

    @Test
    void checkQualifiedName_randomTexts_agreesWithItsExpression() {
        assertAgreement(text -> Names.checkQualifiedName(text).isEmpty(), "(" + SUBDOMAIN + "/)?" + PART);
    }

    @Test
    void checkLabelValue_randomTexts_agreesWithItsExpression() {
        assertAgreement(text -> Names.checkLabelValue(text).isEmpty(), "(" + PART + ")?");
    }

    @Test
    void checkConfigKey_randomTexts_agreesWithItsExpression() {
        assertAgreement(text -> Names.checkConfigKey(text).isEmpty(), "(?!\\.\\.|\\.$)[-._a-zA-Z0-9]+");
    }

    @Test
    void checkPathSegment_dotsSlashesAndPercents_areRefused() {
        assertThat(Names.checkPathSegment("..")).isPresent();
        assertThat(Names.checkPathSegment(".")).isPresent();
        assertThat(Names.checkPathSegment("a/b")).isPresent();
        assertThat(Names.checkPathSegment("%2e")).isPresent();
        assertThat(Names.checkPathSegment("a..b")).isEmpty();
    }

    @Test
    void limits_lastAllowedLength_isAllowedAndTheNextIsNot() {
        assertThat(Names.checkLabel("a".repeat(63))).isEmpty();
        assertThat(Names.checkLabel("a".repeat(64))).isPresent();
        assertThat(Names.checkSubdomain("a".repeat(253))).isEmpty();
        assertThat(Names.checkSubdomain("a".repeat(254))).isPresent();
        assertThat(Names.checkQualifiedName("a".repeat(253) + "/" + "b".repeat(63)))
                .isEmpty();
        assertThat(Names.checkQualifiedName("a".repeat(254) + "/b")).isPresent();
        assertThat(Names.checkQualifiedName("a/" + "b".repeat(64))).isPresent();
    }

    @Test
    void generate_longBase_isCutSoThatTheNameStaysALabel() {
        String name = Names.generate("a".repeat(100), new Random(1));
        assertThat(name).hasSize(63).startsWith("a".repeat(58));
        assertThat(Names.checkLabel(name)).isEmpty();
    }

    @Test
    void generate_equalSeeds_giveEqualNames() {
        assertThat(Names.generate("pod-", new Random(5))).isEqualTo(Names.generate("pod-", new Random(5)));
        assertThat(Names.generate("pod-", new Random(5))).isNotEqualTo(Names.generate("pod-", new Random(6)));
    }

    private static void assertAgreement(Predicate<String> rule, String expression) {
        Pattern pattern = Pattern.compile(expression);
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            assertThat(rule.test(text.toString()))
                    .as("'%s'", text)
                    .isEqualTo(pattern.matcher(text).matches());
        }
    }
}
