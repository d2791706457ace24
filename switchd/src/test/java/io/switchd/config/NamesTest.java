package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "br-test", "br.100", "0123456789abcde", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"})
    void whatTheKernelTakesIsTaken(final String name) {
        assertDoesNotThrow(() -> Names.checkDevice("bridge", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a:b", "a b", "a\tb", "a\nb", "a\u0000b", "0123456789abcdef", "-n",
        "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4", "a\u0085b", "a\u2028b"})
    void whatItDoesNotTakeIsRefusedInOneLine(final String name) {
        final String message = assertThrows(ConfigException.class, () -> Names.checkDevice("bridge", name)).getMessage();
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void namespacesMayHaveLongerNames() {
        assertDoesNotThrow(() -> Names.checkNamespace("a".repeat(255)));
        for (final String name : List.of("", ".", "..", "a/b", "-x", "a b", "a".repeat(256))) {
            assertThrows(ConfigException.class, () -> Names.checkNamespace(name));
        }
    }

    @Test
    void addressesAreNumbersAndNeverLookedUp() {
        assertEquals(24, IpPrefix.parse("10.0.0.1/24").length());
        assertEquals(64, IpPrefix.parse("fd00::1/64").length());
        for (final String text : List.of("10.0.0.1", "10.0.0/8", "10.0.0.1/33", "fd00::1/129", "localhost/8", "10.0.0.256/8", "10.0.0.1/x", "10.0.0.1/+8", "/8",
            "beef/8", "10.0.0.1/", "1.2.3.4.5/8")) {
            assertThrows(ConfigException.class, () -> IpPrefix.parse(text), text);
        }
    }
}
