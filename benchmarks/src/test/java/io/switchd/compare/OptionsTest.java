package io.switchd.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.compare.measure.Effort;
import io.switchd.compare.measure.Family;
import io.switchd.compare.subject.Subjects;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static void isRefused(final String words, final String... args) {
        assertEquals(words, assertThrows(IllegalArgumentException.class, () -> Options.parse(args)).getMessage());
    }

    @Test
    void withoutAWordEverythingUsualIsMeasuredInThreeRoundsOfTwoSeconds() {
        final Options options = Options.parse();
        assertEquals(3, options.rounds());
        assertEquals(Effort.ofSeconds(2), options.effort());
        assertEquals(List.of("direct", "bridge", "ovs", "ovs-tso", "vde", "bare", "switchd"), options.subjects());
        assertEquals(EnumSet.complementOf(EnumSet.of(Family.SIZES)), options.families());
        assertEquals(Optional.empty(), options.json());
        assertEquals(Optional.empty(), options.svg());
        assertFalse(options.isScale() || options.isSmoke());
        assertEquals("Medians of 3 interleaved rounds of 2 s", options.setting());
    }

    @Test
    void numbersAreRoundsAndSeconds() {
        assertEquals(5, Options.parse("5").rounds());
        assertEquals(Effort.ofSeconds(2), Options.parse("5").effort());
        final Options both = Options.parse("9999", "1");
        assertEquals(9_999, both.rounds());
        assertEquals(Effort.ofSeconds(1), both.effort());
        assertEquals("Medians of 9999 interleaved rounds of 1 s", both.setting());
    }

    @Test
    void subjectsAndFiguresAreChosenByName() {
        final Options options = Options.parse("--subjects", "switchd,bridge", "--figures", "zero-loss,tcp", "2");
        assertEquals(List.of("switchd", "bridge"), options.subjects());
        assertEquals(Set.of(Family.TCP, Family.ZERO_LOSS), options.families());
        assertEquals(2, options.rounds());
    }

    @Test
    void whatDoublesTheTimeIsOnlyMeasuredWhenItIsNamed() {
        for (final String word : List.of("--smoke", "--scale")) {
            assertFalse(Options.parse(word).families().contains(Family.SIZES), word);
        }
        assertEquals(Set.of(Family.SIZES, Family.TCP), Options.parse("--figures", "sizes,tcp").families());
        assertTrue(Options.USAGE.replaceAll("\\s+", " ").contains("Only when named: sizes,"));
    }

    @Test
    void everyFamilyAndSubjectHasANameThatIsTaken() {
        for (final Family family : Family.values()) {
            assertEquals(Set.of(family), Options.parse("--figures", family.id()).families());
        }
        assertEquals(Subjects.names(), Options.parse("--subjects", String.join(",", Subjects.names())).subjects());
    }

    @Test
    void filesAreWrittenWhereAsked() {
        final Options options = Options.parse("--json", "a.json", "--svg", "charts");
        assertEquals(Optional.of(Path.of("a.json")), options.json());
        assertEquals(Optional.of(Path.of("charts")), options.svg());
    }

    @Test
    void scaleIsOfThoseThatCanHaveManyPortsUnlessOthersAreNamed() {
        assertTrue(Options.parse("--scale").isScale());
        assertEquals(List.of("bridge", "bare", "switchd"), Options.parse("--scale").subjects());
        assertEquals(List.of("vde"), Options.parse("--scale", "--subjects", "vde").subjects());
    }

    @Test
    void aSmokeRunIsOneBriefRoundUnlessMoreAreAskedFor() {
        final Options options = Options.parse("--smoke");
        assertTrue(options.isSmoke());
        assertEquals(1, options.rounds());
        assertEquals(Effort.smoke(), options.effort());
        assertEquals("Medians of 1 interleaved rounds, far too short to be more than a sign of life", options.setting());
        assertEquals(2, Options.parse("--smoke", "2").rounds());
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        for (final String option : List.of("--subjects", "--figures", "--json", "--svg")) {
            isRefused(option + " needs a value", "1", option);
        }
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        isRefused("no subject is called hub; there are direct, bridge, ovs, ovs-tso, vde, bare, switchd", "--subjects", "switchd,hub");
        isRefused("no figures are called speed", "--figures", "tcp,speed");
        isRefused("no figures are called TCP", "--figures", "TCP");
        isRefused("\"--fast\" is neither an option nor a number from 1 to 9999", "--fast");
    }

    @Test
    void aNumberOutOfRangeOrTooManyOfThemAreRefused() {
        for (final String word : List.of("0", "-1", "10000", "1.5", "03", "")) {
            isRefused("\"" + word + "\" is neither an option nor a number from 1 to 9999", word);
        }
        isRefused("more than ROUNDS and SECONDS were given", "1", "2", "3");
    }

    @Test
    void theUsageNamesEverySubjectAndFamily() {
        Subjects.names().forEach(name -> assertTrue(Options.USAGE.contains(name), name));
        for (final Family family : Family.values()) {
            assertTrue(Options.USAGE.contains(family.id()), family.id());
        }
    }
}
