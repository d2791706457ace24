package io.switchd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.manage.Command;
import io.switchd.testkit.Commands;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What unplug and del-br take away of a machine on which others have things of like names: their own, and all of it. */
@RequiresRoot
class OwnThingsTest {

    private static final Logger LOGGER = Logger.getLogger("io.switchd");

    private interface Body {
        void run(LocalSwitch local) throws Exception;
    }

    @BeforeAll
    static void beQuiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOGGER.setLevel(null);
    }

    private static void play(final Body body) throws Exception {
        Sandbox.run(() -> {
            Machine.addForeign();
            try (LocalSwitch local = LocalSwitch.started()) {
                body.run(local);
            }
            return null;
        });
    }

    private static void done(final LocalSwitch local, final Command... commands) {
        assertEquals("done", local.run(List.of(commands)));
    }

    private static void ip(final String words) {
        Commands.run(("ip " + words).split(" ")).ok();
    }

    private static Command bridge(final String name) {
        return new Command.AddBridge(name, Map.of(), false);
    }

    private static Command noBridge(final String name) {
        return new Command.DelBridge(name, false);
    }

    private static Command plug(final String bridge, final String netns, final String port, final String... addresses) {
        return new Command.Plug(bridge, netns, Optional.of(port), Optional.empty(), List.of(addresses), Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    private static Command unplug(final String port) {
        return new Command.Unplug(Optional.empty(), port, false);
    }

    private static Set<String> look() {
        return new TreeSet<>(List.of(Machine.look().split("\n")));
    }

    /** What is not there any more. */
    private static Set<String> missing(final Set<String> before) {
        final Set<String> missing = new TreeSet<>(before);
        missing.removeAll(look());
        return missing;
    }

    private static String end(final String bridge) {
        return "swd-" + String.format(Locale.ROOT, "%08x", bridge.hashCode());
    }

    @Test
    void unplugTakesItsPairAndTheNamespaceThatPlugMade() throws Exception {
        play(local -> {
            final Set<String> before = look();
            done(local, bridge("br"), plug("br", "ns1", "p1", "192.0.2.1/24"), plug("br", "ns10", "p2", "192.0.2.2/24"), plug("br", "ns11", "p11"));
            final Set<String> plugged = look();
            done(local, unplug("p1"));
            assertEquals(Set.of("netns ns1", "netns ns1, eth0 group default mtu 1500 up 192.0.2.1/24", "netns ns1, lo alias switchd:netns group default mtu 65536 up 127.0.0.1/8 ::1/128",
                "p1 alias switchd:plug:p1 group default mtu 1500 up"), missing(plugged));
            assertEquals(Set.of("netns ns10, lo group default mtu 65536 down"), missing(before));
        });
    }

    @Test
    void delBrTakesWhatWasMadeForItsBridgeAndNothingOfAnother() throws Exception {
        play(local -> {
            done(local, bridge("br"), bridge("br2"), plug("br2", "ns2", "p2"));
            final Set<String> before = look();
            done(local, plug("br", "ns1", "p1"), plug("br", "theirs", "p3", "198.51.100.2/24"));
            done(local, noBridge("br"));
            assertEquals(Set.of("br alias switchd:local:br group default mtu 1500 up", end("br") + " alias switchd:local:br group default mtu 1500 up",
                "netns theirs, lo group default mtu 65536 down"), missing(before));
        });
    }

    @Test
    void addressesAndRoutesThatOthersHaveInANamespaceStay() throws Exception {
        play(local -> {
            ip("-n theirs link set lo up");
            ip("-n theirs route add default via 198.51.100.254");
            done(local, bridge("br"));
            final Set<String> before = look();
            done(local, plug("br", "theirs", "p1", "198.51.100.1/24", "198.51.100.2/24"));
            done(local, unplug("p1"));
            assertEquals(Set.of(), missing(before));
        });
    }

    @Test
    void aDeviceThatTheUserMadeUnderThePortsNameIsTheUsers() throws Exception {
        play(local -> {
            done(local, bridge("br"), plug("br", "ns1", "p1"));
            ip("link delete dev p1");
            ip("link add p1 type veth peer name mine");
            final Set<String> before = look();
            done(local, unplug("p1"));
            assertEquals(Set.of(), missing(before));
            assertFalse(local.memory().contains("p1"), local.memory());
        });
    }

    @Test
    void aPairWhoseMarkTheUserReplacedIsTheUsersAndSoIsItsNamespace() throws Exception {
        play(local -> {
            done(local, bridge("br"), plug("br", "ns1", "p1"));
            ip("link set p1 alias mine");
            final Set<String> before = look();
            done(local, unplug("p1"));
            assertEquals(Set.of(), missing(before));
        });
    }

    @Test
    void aPairThatTheUserRenamedIsStillTakenAway() throws Exception {
        play(local -> {
            done(local, bridge("br"));
            final Set<String> before = look();
            done(local, plug("br", "ns1", "p1"));
            ip("link set p1 down");
            ip("link set p1 name renamed");
            done(local, unplug("p1"));
            assertEquals(before, look());
        });
    }

    @Test
    void devicesThatTheUserMadeUnderTheBridgesNamesAreTheUsers() throws Exception {
        play(local -> {
            done(local, bridge("br"));
            ip("link delete dev br");
            ip("link add name br type veth peer name " + end("br"));
            final Set<String> before = look();
            done(local, noBridge("br"));
            assertEquals(Set.of(), missing(before));
        });
    }

    @Test
    void aDeviceThatHasTheNameForASwitchsEndAlreadyStaysAndAnotherNameIsTaken() throws Exception {
        play(local -> {
            ip("link add " + end("br") + " type veth peer name mine");
            final Set<String> before = look();
            done(local, bridge("br"));
            assertTrue(look().stream().filter(line -> line.contains("alias switchd:local:br")).count() == 2, Machine.look());
            done(local, noBridge("br"));
            assertEquals(before, look());
        });
    }
}
